package metrics

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

// A Server serves /metrics.
type Server struct {
	listener net.Listener
	http     http.Server
	served   chan error

	ended   atomic.Bool
	scraped chan struct{} // closed by the first scrape after the end
	once    atomic.Bool
}

// Listen starts a server on an address such as 127.0.0.1:9091; port 0 picks
// one. Stop it with Linger.
func Listen(address string, gatherer prometheus.Gatherer) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	s := &Server{listener: listener, served: make(chan error, 1), scraped: make(chan struct{})}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.count(promhttp.HandlerFor(gatherer, promhttp.HandlerOpts{})))
	s.http = http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { s.served <- s.http.Serve(listener) }()
	return s, nil
}

// URL is where to scrape.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/metrics" }

// count notes a scrape that began after the end of the run.
func (s *Server) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		final := s.ended.Load()
		next.ServeHTTP(w, r)
		if final && s.once.CompareAndSwap(false, true) {
			close(s.scraped)
		}
	})
}

// Linger keeps serving after the run until someone has scraped its last
// figures, d has passed, or the context ends. Then it stops the server, after
// the scrape that is under way.
func (s *Server) Linger(ctx context.Context, d time.Duration) error {
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

func (s *Server) stop() error {
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
