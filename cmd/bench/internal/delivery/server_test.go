package delivery

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// something is a registry with one metric.
func something() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	gauge := prometheus.NewGauge(prometheus.GaugeOpts{Name: "something", Help: "For tests."})
	gauge.Set(1)
	registry.MustRegister(gauge)
	return registry
}

func scrape(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestLingerEndsWithAScrape(t *testing.T) {
	s, err := listen("127.0.0.1:0", something())
	if err != nil {
		t.Fatal(err)
	}
	if text := scrape(t, s.url()); !strings.Contains(text, "something 1\n") {
		t.Errorf("scraped:\n%s", text)
	}
	select {
	case <-s.scraped:
		t.Error("a scrape during the run counts as one after its end")
	default:
	}
	done := make(chan error)
	go func() { done <- s.linger(context.Background(), time.Hour) }()
	// The scrape before the end does not count, and nobody knows yet whether
	// the end has been noted; so scrape until the server is gone.
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		default:
			if response, err := http.Get(s.url()); err == nil {
				io.Copy(io.Discard, response.Body)
				response.Body.Close()
			}
		}
	}
}

// To ask for the headers is not to fetch the figures.
func TestHeadIsNoScrape(t *testing.T) {
	s, err := listen("127.0.0.1:0", something())
	if err != nil {
		t.Fatal(err)
	}
	defer s.stop()
	s.ended.Store(true)
	response, err := http.Head(s.url())
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if s.once.Load() {
		t.Error("a HEAD request counts as a scrape")
	}
	scrape(t, s.url())
	<-s.scraped
}

func TestLingerEndsByItself(t *testing.T) {
	for name, end := range map[string]func() (context.Context, time.Duration){
		"time": func() (context.Context, time.Duration) { return context.Background(), time.Millisecond },
		"context": func() (context.Context, time.Duration) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			return ctx, time.Hour
		},
	} {
		s, err := listen("127.0.0.1:0", prometheus.NewRegistry())
		if err != nil {
			t.Fatal(err)
		}
		scrape(t, s.url()) // before the end: does not count
		ctx, d := end()
		if err := s.linger(ctx, d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestListenOnATakenPort(t *testing.T) {
	s, err := listen("127.0.0.1:0", prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer s.linger(t.Context(), 0)
	address := strings.TrimSuffix(strings.TrimPrefix(s.url(), "http://"), "/metrics")
	if _, err := listen(address, prometheus.NewRegistry()); err == nil || !strings.Contains(err.Error(), "metrics") {
		t.Errorf("error %v", err)
	}
}
