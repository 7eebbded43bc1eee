package closedloop

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
)

// serve starts a real server and gives its requests.
func serve(t *testing.T, ctx context.Context, handler http.HandlerFunc) func() *http.Request {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	return func() *http.Request { return request }
}

func notOK(status int) bool { return status != http.StatusOK }

func TestEveryRequestIsCounted(t *testing.T) {
	var seen atomic.Int64
	next := serve(t, t.Context(), func(w http.ResponseWriter, _ *http.Request) {
		if seen.Add(1)%5 == 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	var inIntervals, errors int64
	var last time.Duration
	found, err := Run(t.Context(), Config{
		Connections: 1, Rate: 500, Duration: 300 * time.Millisecond, Timeout: time.Second, Next: next, Failed: notOK,
		Interval: 100 * time.Millisecond, Ended: func(i Interval) {
			inIntervals += i.Ended
			errors += i.Errors
			if i.From != last || i.To <= i.From || i.Service.TotalCount() != i.Ended {
				t.Errorf("interval %+v after %v", i, last)
			}
			last = i.To
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := found.Requests; n == 0 || n != seen.Load() || n != inIntervals || n != found.Statuses[200]+found.Statuses[503] || n != found.Service.TotalCount() {
		t.Errorf("%d seen, %d in intervals, found %+v", seen.Load(), inIntervals, found)
	}
	if found.Errors != found.Statuses[503] || found.Errors != errors || found.Errors == 0 {
		t.Errorf("%d errors, %d in intervals, statuses %v", found.Errors, errors, found.Statuses)
	}
}

// exchanges are of one connection at 100 requests/s that stood still once: the last
// one took 100 ms, so that nine more should have been sent meanwhile.
func exchanges() heyload.Outcome {
	const ms = time.Millisecond
	return heyload.Outcome{
		Exchanges: []heyload.Exchange{{Start: 1010 * ms, Latency: ms, Status: 200}, {Start: 1020 * ms, Latency: ms, Status: 200}, {Start: 1030 * ms, Latency: 100 * ms, Status: 200}},
		Statuses:  map[int]int{200: 3},
	}
}

func TestTheEstimateAddsWhatWouldHaveWaited(t *testing.T) {
	r := newRun(Config{Connections: 1, Rate: 100, Timeout: time.Second, Failed: notOK})
	r.add(exchanges(), time.Second)
	if n := r.found.Service.TotalCount(); n != 3 {
		t.Errorf("%d service times", n)
	}
	if n := r.found.Estimated.TotalCount(); n != 3+9 {
		t.Errorf("%d estimated times, want 12", n)
	}
	if r.found.Elapsed != 120*time.Millisecond {
		t.Errorf("elapsed %v, want from the first start to the last end", r.found.Elapsed)
	}
}

// TestTheFirstOfEachConnectionIsTold: it is in the service times, and not in those of
// requests that found a connection.
func TestTheFirstOfEachConnectionIsTold(t *testing.T) {
	r := newRun(Config{Connections: 2, Rate: 200, Timeout: time.Second, Failed: notOK})
	r.add(exchanges(), time.Second)
	if n := r.found.Settled.TotalCount(); n != 1 || time.Duration(r.found.Settled.Min()) < 99*time.Millisecond || r.found.Service.TotalCount() != 3 {
		t.Errorf("%d settled, from %v on", n, time.Duration(r.found.Settled.Min()))
	}
}

// TestARequestStandsForTheTimeUntilTheNext: three at 100/s that are answered at once
// took 30 ms, not the 21 ms from the first start to the last end, or the rate would be
// too high.
func TestARequestStandsForTheTimeUntilTheNext(t *testing.T) {
	r := newRun(Config{Connections: 1, Rate: 100, Timeout: time.Second, Failed: notOK})
	quick := exchanges()
	quick.Exchanges[2].Latency = time.Millisecond
	r.add(quick, time.Second)
	if r.found.Elapsed != 30*time.Millisecond {
		t.Errorf("elapsed %v", r.found.Elapsed)
	}
}

// TestPausesAreLeftOut has two batches that lie far apart.
func TestPausesAreLeftOut(t *testing.T) {
	r := newRun(Config{Connections: 1, Rate: 100, Timeout: time.Second, Failed: notOK})
	r.add(exchanges(), time.Second)
	later := exchanges()
	for i := range later.Exchanges {
		later.Exchanges[i].Start += time.Hour
	}
	r.add(later, time.Second)
	r.end(time.Hour)
	if r.found.Paused != time.Hour-240*time.Millisecond {
		t.Errorf("paused for %v", r.found.Paused)
	}
	if r.found.Elapsed != 240*time.Millisecond || r.found.Requests != 6 {
		t.Errorf("%d requests in %v", r.found.Requests, r.found.Elapsed)
	}
}

// TestNobodyNeedsToListen has intervals that end, and nobody whom they are told: a
// warm-up is such a run.
func TestNobodyNeedsToListen(t *testing.T) {
	r := newRun(Config{Connections: 1, Rate: 100, Timeout: time.Second, Failed: notOK, Interval: 10 * time.Millisecond})
	r.add(exchanges(), time.Second)
	if want := 120 * time.Millisecond; r.now.From != want {
		t.Errorf("the interval under way begins at %v, want %v", r.now.From, want)
	}
}

// TestFailuresKeepTheirPlace has requests of which hey does not tell the time: they
// count with the timeout, and those that ran into it with what waited behind them.
func TestFailuresKeepTheirPlace(t *testing.T) {
	r := newRun(Config{Connections: 1, Rate: 100, Timeout: time.Second, Failed: notOK})
	r.add(heyload.Outcome{Errors: map[string]int{"refused": 1, "Client.Timeout exceeded": 1}, Timeouts: 1}, 2*time.Second)
	if r.found.Requests != 2 || r.found.Errors != 2 || r.found.Elapsed != 2*time.Second {
		t.Errorf("found %+v", r.found)
	}
	if n, least := r.found.Service.TotalCount(), r.found.Service.Min(); n != 2 || time.Duration(least) < 999*time.Millisecond {
		t.Errorf("%d service times from %v on", n, time.Duration(least))
	}
	if n := r.found.Estimated.TotalCount(); n != 1+100 {
		t.Errorf("%d estimated times, want one, and one with 99 behind it", n)
	}
}

func TestInterruptedKeepsWhatWasMeasured(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	late, done := heyload.Grace(ctx)
	defer done()
	var seen atomic.Int64
	next := serve(t, late, func(http.ResponseWriter, *http.Request) {
		if seen.Add(1) == 20 {
			cancel()
		}
	})
	found, err := Run(ctx, Config{Connections: 1, Duration: time.Hour, Timeout: time.Second, Next: next, Failed: notOK})
	if err != nil || found.Requests < 20 {
		t.Errorf("%d requests, %v", found.Requests, err)
	}
}

// TestTheRateIsThatOfAllConnections: each keeps its part of it.
func TestTheRateIsThatOfAllConnections(t *testing.T) {
	for _, row := range []struct {
		connections int
		rate        float64
		interval    time.Duration
	}{{1, 100, 10 * time.Millisecond}, {4, 100, 40 * time.Millisecond}, {50, 200, 250 * time.Millisecond}, {3, 0, 0}} {
		r := newRun(Config{Connections: row.connections, Rate: row.rate, Duration: time.Minute, Timeout: time.Second})
		b := r.batch(time.Minute)
		if r.interval() != row.interval || b.Connections != row.connections || b.Rate*float64(row.connections) != row.rate {
			t.Errorf("%+v: every %v, %v/s on each of %d", row, r.interval(), b.Rate, b.Connections)
		}
	}
}

func TestBatchesAreBounded(t *testing.T) {
	for _, c := range []Config{
		{Connections: 3, Rate: 20_000, Duration: time.Hour},
		{Connections: 7, Duration: time.Hour},
		{Connections: 2, Rate: 1, Duration: time.Second},
	} {
		b := (&run{config: c}).batch(c.Duration)
		if b.Requests > maxRequests || b.Requests%b.Connections != 0 || b.Requests < 1 || b.Length > maxLength {
			t.Errorf("%+v: %d requests, %v", c, b.Requests, b.Length)
		}
	}
}
