package heyload

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve starts a real server, and gives a function that makes its requests.
func serve(t *testing.T, ctx context.Context, handler http.HandlerFunc) func() *http.Request {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	// hey leaves its connections open, which Close would wait for.
	t.Cleanup(server.CloseClientConnections)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	return func() *http.Request { return request }
}

func TestEveryRequestIsAccountedFor(t *testing.T) {
	var seen atomic.Int64
	next := serve(t, t.Context(), func(w http.ResponseWriter, _ *http.Request) {
		if seen.Add(1)%10 == 0 {
			w.WriteHeader(http.StatusForbidden)
		}
	})
	o, err := Run(t.Context(), Batch{Requests: 300, Connections: 3, Next: next})
	if err != nil {
		t.Fatal(err)
	}
	if seen.Load() != 300 || o.Statuses[200] != 270 || o.Statuses[403] != 30 || len(o.Errors) != 0 {
		t.Errorf("%d seen, statuses %v, errors %v", seen.Load(), o.Statuses, o.Errors)
	}
	if o.SetUps < 1 || o.SetUps > 3 || len(o.Latencies)+o.SetUps != 300 {
		t.Errorf("%d latencies and %d set-ups of 300", len(o.Latencies), o.SetUps)
	}
	var sum time.Duration
	for _, l := range o.Latencies {
		if l <= 0 || l > o.Elapsed {
			t.Errorf("latency %v within %v", l, o.Elapsed)
		}
		sum += l
	}
	p := o.Phases
	if len(p.Connect) != o.SetUps || len(p.Write) != 300 || len(p.Wait) != 300 || len(p.Read) != 300 {
		t.Errorf("%d set-ups, phases of %d, %d, %d and %d requests", o.SetUps, len(p.Connect), len(p.Write), len(p.Wait), len(p.Read))
	}
	if slices.Min(p.Wait) <= 0 {
		t.Errorf("waited %v s", slices.Min(p.Wait))
	}
	if sum > 3*o.Elapsed {
		t.Errorf("latencies add up to %v on 3 connections within %v", sum, o.Elapsed)
	}
}

// TestAllRequestsFail is a case in which hey's own JSON is empty.
func TestAllRequestsFail(t *testing.T) {
	server := httptest.NewServer(nil)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	o, err := Run(t.Context(), Batch{Requests: 4, Connections: 2, Next: func() *http.Request { return request }})
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for text, n := range o.Errors {
		failed += n
		if strings.Contains(text, "http://") {
			t.Errorf("the error quotes the URL: %q", text)
		}
	}
	if failed != 4 || len(o.Latencies) != 0 || len(o.Statuses) != 0 {
		t.Errorf("got %+v", o)
	}
}

// TestContextEndsABatch has a server that never answers.
func TestContextEndsABatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	late, done := Grace(ctx)
	defer done()
	next := serve(t, late, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	var asked atomic.Int64
	counted := func() *http.Request { asked.Add(1); return next() }
	_, err := Run(ctx, Batch{Requests: MaxRequests, Connections: 2, Next: counted})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	if asked.Load() == MaxRequests {
		t.Error("hey went on until it had failed every request")
	}
}

func TestBatchesThatHeyWouldNotRun(t *testing.T) {
	for _, b := range []Batch{
		{Requests: 103, Connections: 4},
		{Requests: 3, Connections: 4},
		{Requests: 0, Connections: 0},
		{Requests: MaxRequests + 2, Connections: 2},
		{Requests: 2, Connections: 2, Rate: 2 * MaxRate},
		{Requests: 2, Connections: 2, Timeout: 1500 * time.Millisecond},
	} {
		if _, err := Run(t.Context(), b); err == nil {
			t.Errorf("%d requests on %d connections: no error", b.Requests, b.Connections)
		}
	}
}

func TestOutcomeLeavesSetUpsOut(t *testing.T) {
	o := results{
		Lats:    []float64{0.5, 0.25, 0.125},
		Conns:   []float64{0.4, 0, 0},
		Offsets: []float64{1, 1.5, 1.75},
		Codes:   []int{200, 200, 200},
	}.outcome()
	if o.SetUps != 1 || len(o.Latencies) != 2 || o.Latencies[0] != 250*time.Millisecond {
		t.Errorf("got %+v", o)
	}
	if o.Elapsed != 375*time.Millisecond {
		t.Errorf("elapsed %v, want from 1.5 s to 1.875 s", o.Elapsed)
	}
}

// TestLengthEndsABatch has a batch that would take a hundred seconds at its rate.
func TestLengthEndsABatch(t *testing.T) {
	next := serve(t, t.Context(), func(http.ResponseWriter, *http.Request) {})
	o, err := Run(t.Context(), Batch{Requests: 10_000, Connections: 1, Rate: 100, Length: time.Second, Next: next})
	if err != nil {
		t.Fatal(err)
	}
	// Without the rate, or without the length, all of them would have been sent.
	if n := len(o.Exchanges); n == 0 || n > 1000 || n != len(o.Latencies)+o.SetUps {
		t.Errorf("%d exchanges, %d latencies, %d set-ups", n, len(o.Latencies), o.SetUps)
	}
	for i, x := range o.Exchanges {
		if x.Status != 200 || x.Latency <= 0 || i > 0 && x.Start < o.Exchanges[i-1].Start {
			t.Errorf("exchange %d: %+v", i, x)
		}
	}
}

func TestTimeoutsAreCounted(t *testing.T) {
	next := serve(t, t.Context(), func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	o, err := Run(t.Context(), Batch{Requests: 1, Connections: 1, Timeout: time.Second, Next: next})
	if err != nil || o.Timeouts != 1 || len(o.Exchanges) != 0 {
		t.Errorf("%+v, %v; want one timeout", o, err)
	}
}

// TestNoConnectionIsLeft asks the server for what is open after the run. The first
// requests are answered when all of them are there, so that none of the connections is
// spare.
func TestNoConnectionIsLeft(t *testing.T) {
	const connections = 4
	var open, seen atomic.Int64
	closed := make(chan struct{}, 100)
	all := make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if seen.Add(1) == connections {
			close(all)
		}
		<-all
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			closed <- struct{}{}
		}
	}
	server.Start()
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), Batch{Requests: 40, Connections: connections, Next: func() *http.Request { return request }}); err != nil {
		t.Fatal(err)
	}
	if open.Load() != connections {
		t.Fatalf("%d connections were opened, want %d", open.Load(), connections)
	}
	for range connections {
		select {
		case <-closed:
		case <-time.After(20 * time.Second):
			t.Fatal("a connection is left")
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	next := serve(t, t.Context(), func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	})
	o, err := Run(t.Context(), Batch{Requests: 3, Connections: 1, NoRedirects: true, Next: next})
	if err != nil || o.Statuses[http.StatusFound] != 3 {
		t.Errorf("statuses %v, errors %v, %v; want three redirects", o.Statuses, o.Errors, err)
	}
}
