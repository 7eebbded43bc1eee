package api_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/api"
)

func realTime(c *api.Config) { c.Clock = time.Now }

// BenchmarkSign is the cost of the handler alone, without HTTP around it.
func BenchmarkSign(b *testing.B) {
	server := newServer(b, realTime)
	request := httptest.NewRequest(http.MethodGet, "/api/embed-url?user=creator", nil)
	discard := &discarding{header: make(http.Header)}
	b.ReportAllocs()
	for b.Loop() {
		server.ServeHTTP(discard, request)
	}
}

// BenchmarkReceive opens URLs that are all new.
func BenchmarkReceive(b *testing.B) {
	server := newServer(b, realTime)
	discard := &discarding{header: make(http.Header)}
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		request := httptest.NewRequest(http.MethodGet, signedURL(b, server, "viewer"), nil)
		b.StartTimer()
		server.ServeHTTP(discard, request)
	}
}

type discarding struct{ header http.Header }

func (d *discarding) Header() http.Header         { return d.header }
func (d *discarding) Write(p []byte) (int, error) { return len(p), nil }
func (d *discarding) WriteHeader(int)             {}

// BenchmarkSignOverHTTP compares the signing API with a handler that writes
// bytes of the same number and type, over one kept-alive connection each, in
// slices that alternate: what disturbs the machine disturbs both. The metric
// "ratio" is the answer; ns/op counts a request of each.
func BenchmarkSignOverHTTP(b *testing.B) {
	server := newServer(b, realTime)
	answer := get(server, "/api/embed-url", "").Body.Bytes()
	signing := dial(b, server)
	bare := dial(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(answer)
	}))
	var inSigning, inBare time.Duration
	b.ResetTimer()
	for i := 0; i < b.N; i += 2 * slice { // who goes first changes
		inSigning += signing.run(b)
		inBare += bare.run(b)
		inBare += bare.run(b)
		inSigning += signing.run(b)
	}
	b.ReportMetric(float64(inSigning)/float64(inBare), "ratio")
}

// slice is how many requests run between two changes of the handler.
const slice = 50

// A client asks one handler the same over and over.
type client struct {
	http.Client
	request *http.Request
	body    bytes.Buffer
}

func dial(b *testing.B, handler http.Handler) *client {
	b.Helper()
	server := httptest.NewServer(handler)
	b.Cleanup(server.Close)
	request, err := http.NewRequest(http.MethodGet, server.URL+"/api/embed-url", nil)
	if err != nil {
		b.Fatal(err)
	}
	return &client{request: request}
}

// run asks for one slice and tells how long it took.
func (c *client) run(b *testing.B) time.Duration {
	start := time.Now()
	for range slice {
		c.get(b)
	}
	return time.Since(start)
}

func (c *client) get(b *testing.B) {
	response, err := c.Do(c.request)
	if err != nil {
		b.Fatal(err)
	}
	c.body.Reset()
	if _, err := io.Copy(&c.body, response.Body); err != nil || response.StatusCode != http.StatusOK {
		b.Fatal(response.Status, err)
	}
	response.Body.Close()
}
