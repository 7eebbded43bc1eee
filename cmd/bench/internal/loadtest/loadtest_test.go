package loadtest

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// target opens one, in this process if there is no handler.
func target(t *testing.T, kind loadtarget.Kind, handler http.HandlerFunc) *loadtarget.Target {
	t.Helper()
	c := loadtarget.Config{Kind: kind, HTTP: "1.1", Timeout: 5 * time.Second, Connections: 200, Random: rand.Reader}
	if handler != nil {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		c.URL, _ = url.Parse(server.URL)
	}
	opened, err := loadtarget.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened
}

func config(to *loadtarget.Target, model string, rate float64, d time.Duration) Config {
	return Config{
		Target:   to,
		Schedule: schedule.Schedule{Phases: []schedule.Phase{{From: rate, To: rate, Length: d}}},
		Method:   load.Method{Model: model, Rate: "as in the test", Timeout: int64(5 * time.Second), MaxWorkers: 200, Connections: 1, KeepAlive: true},
	}
}

func TestBothModelsAreExplained(t *testing.T) {
	c := config(target(t, loadtarget.Sign, nil), load.Both, 300, 300*time.Millisecond)
	c.Method.WarmUp = int64(50 * time.Millisecond)
	objective, err := load.ParseObjective("p99<4s,errors<1%")
	if err != nil {
		t.Fatal(err)
	}
	c.Objective = objective
	points := map[string]int{}
	c.Point = func(model string, p load.Second) { points[model]++ }
	c.Histogram = func(_ string, h *hdrhistogram.Histogram, from, to time.Time) {
		if h.TotalCount() == 0 || !to.After(from) {
			t.Errorf("%d values from %v to %v", h.TotalCount(), from, to)
		}
	}
	r, err := Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	open, closed := r.Models.Open, r.Models.Closed
	if open == nil || closed == nil || open.Requests == 0 || closed.Requests == 0 {
		t.Fatalf("models %+v", r.Models)
	}
	if open.Requests+open.Missed != 90 || open.Offered != 300 {
		t.Errorf("%d requests and %d missed at %v/s, want 90 at 300", open.Requests, open.Missed, open.Offered)
	}
	if points[load.Open] != len(open.Seconds) || points[load.Closed] != len(closed.Seconds) || len(open.Seconds) == 0 || len(closed.Seconds) == 0 {
		t.Errorf("%v points told, %d and %d kept", points, len(open.Seconds), len(closed.Seconds))
	}
	// There is one worker, and so one first request; more if a batch ended early.
	if s := closed.Settled; s == nil || s.Samples == 0 || s.Samples >= closed.Service.Samples || open.Settled != nil {
		t.Errorf("settled: closed %+v of %d, open %+v", closed.Settled, closed.Service.Samples, open.Settled)
	}
	if !strings.Contains(r.Difference, "p99 of the open loop is ") || len(r.Objective) != 2 || r.Objective[0].Model != load.Open {
		t.Errorf("difference %q, objective %+v", r.Difference, r.Objective)
	}
	if open.Verified == 0 || open.BadSignatures != 0 || open.Statuses["200"] != open.Requests {
		t.Errorf("answers %+v", open.Answers)
	}
}

// TestARateThatIsNotKept has fewer workers than are needed.
func TestARateThatIsNotKept(t *testing.T) {
	to := target(t, loadtarget.URL, func(http.ResponseWriter, *http.Request) { <-time.After(20 * time.Millisecond) })
	c := config(to, load.Open, 500, 300*time.Millisecond)
	c.Method.MaxWorkers = 2
	r, err := Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	m := r.Models.Open
	if r.OK || m.Missed == 0 || m.LimitedBy == "" || !strings.HasPrefix(r.Headline(), "NOT OK: open: ") {
		t.Errorf("%d missed, limited by %q: %s", m.Missed, m.LimitedBy, r.Headline())
	}
}

func TestWhoIsTooSlow(t *testing.T) {
	for _, row := range []struct {
		busy    float64
		workers int
		want    string
	}{{0.3, 10, load.Server}, {0.3, 9, load.Generator}, {0.99, 10, load.Generator}} {
		if got := openLimit(&load.Model{Busy: row.busy, Workers: row.workers}, 10); got != row.want {
			t.Errorf("%+v: %q", row, got)
		}
	}
}

func TestFindCapacityOfASlowServer(t *testing.T) {
	// One at a time, 10 ms each: 100 requests/s, and more would queue up.
	one := make(chan struct{}, 1)
	to := target(t, loadtarget.URL, func(http.ResponseWriter, *http.Request) {
		one <- struct{}{}
		<-time.After(10 * time.Millisecond)
		<-one
	})
	c := config(to, load.Open, 1, 250*time.Millisecond)
	objective, err := load.ParseObjective("p50<100ms")
	if err != nil {
		t.Fatal(err)
	}
	c.Objective = objective
	r, err := FindCapacity(t.Context(), c, 4, 2000, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if found := r.Capacity; found == nil || found.Rate < 4 || found.Rate > 400 || len(found.Steps) < 4 || found.Next == 0 {
		t.Errorf("capacity %+v", found)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := config(target(t, loadtarget.Sign, nil), load.Both, 100, time.Hour)
	c.Point = func(string, load.Second) { cancel() }
	r, err := Run(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Incomplete || r.OK || r.Models.Open.Requests == 0 || r.Models.Closed != nil {
		t.Errorf("incomplete %v, ok %v, %+v", r.Incomplete, r.OK, r.Models)
	}
}

func TestPointsAreBounded(t *testing.T) {
	m, test := new(load.Model), &test{}
	for range load.MaxPoints + 10 {
		test.point(m, load.Open, load.Second{}, load.NewHistogram(), time.Time{})
	}
	if len(m.Seconds) != load.MaxPoints {
		t.Errorf("%d points are kept, want %d", len(m.Seconds), load.MaxPoints)
	}
	for d, want := range map[time.Duration]time.Duration{
		0: time.Second, time.Minute: time.Second, time.Hour: time.Second,
		time.Hour + time.Second: 2 * time.Second, 24 * time.Hour: 24 * time.Second,
	} {
		if got := pointLength(d); got != want {
			t.Errorf("%v: %v, want %v", d, got, want)
		}
	}
}
