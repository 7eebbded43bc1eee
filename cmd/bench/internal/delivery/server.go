package delivery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// A server serves /metrics.
type server struct {
	listener net.Listener
	http     http.Server
	served   chan error

	ended   atomic.Bool
	scraped chan struct{} // closed by the first scrape after the end
	once    atomic.Bool
}

// listen starts a server on an address such as 127.0.0.1:9091; port 0 picks
// one. Stop it with linger.
func listen(address string, gatherer prometheus.Gatherer) (*server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	s := &server{listener: listener, served: make(chan error, 1), scraped: make(chan struct{})}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.count(promhttp.HandlerFor(gatherer, promhttp.HandlerOpts{})))
	s.http = http.Server{Handler: mux, ReadHeaderTimeout: scrapeTime, WriteTimeout: scrapeTime, IdleTimeout: 2 * time.Minute}
	go func() { s.served <- s.http.Serve(listener) }()
	return s, nil
}

// scrapeTime is what Prometheus gives a scrape if nobody says otherwise.
const scrapeTime = 10 * time.Second

// url is where to scrape.
func (s *server) url() string { return "http://" + s.listener.Addr().String() + "/metrics" }

// count notes a scrape that began after the end of the run and was not broken
// off. A HEAD request, which the route lets pass too, fetches no figures.
func (s *server) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		final := s.ended.Load()
		next.ServeHTTP(w, r)
		if final && r.Method == http.MethodGet && r.Context().Err() == nil && s.once.CompareAndSwap(false, true) {
			close(s.scraped)
		}
	})
}

// linger keeps serving after the run until someone has scraped its last
// figures, d has passed, or the context ends. Then it stops the server, after
// the scrape that is under way.
func (s *server) linger(ctx context.Context, d time.Duration) error {
	s.ended.Store(true)
	wait, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	select {
	case <-s.scraped:
	case <-wait.Done():
	}
	return s.stop()
}

// stopTime bounds how long a scrape may still take.
const stopTime = time.Second

func (s *server) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	if err := <-s.served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
