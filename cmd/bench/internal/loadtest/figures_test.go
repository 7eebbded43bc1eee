package loadtest

import (
	"math"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/busy"
	"github.com/embedsign/embedsign/cmd/bench/internal/closedloop"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
	"github.com/embedsign/embedsign/cmd/bench/internal/openloop"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// upTo holds each whole number of milliseconds up to n once.
func upTo(n int) *hdrhistogram.Histogram {
	h := load.NewHistogram()
	for i := range n {
		load.Record(h, time.Duration(i+1)*time.Millisecond)
	}
	return h
}

// near allows for the three digits of a histogram.
func near(got, want int64) bool { return math.Abs(float64(got)/float64(want)-1) <= 0.001 }

func TestTheRatesOfTheOpenLoop(t *testing.T) {
	empty := load.NewHistogram()
	for name, row := range map[string]struct {
		found     openloop.Found
		offered   float64
		achieved  float64
		limitedBy string
	}{
		// The last answer came late, which has nothing to do with the rate.
		"kept":   {openloop.Found{Requests: 200, Workers: 3, Length: 2 * time.Second, Elapsed: 4 * time.Second}, 100, 100, ""},
		"just":   {openloop.Found{Requests: 198, Missed: 2, Workers: 8, Length: 2 * time.Second, Elapsed: 4 * time.Second}, 100, 99, ""},
		"missed": {openloop.Found{Requests: 100, Missed: 100, Workers: 8, Length: 2 * time.Second, Elapsed: 4 * time.Second}, 100, 50, load.Server},
		"late":   {openloop.Found{Requests: 100, Missed: 100, Workers: 7, Length: 2 * time.Second, Elapsed: 2 * time.Second}, 100, 50, load.Generator},
	} {
		row.found.Response, row.found.Service, row.found.SendDelay = empty, empty, upTo(100)
		row.found.Errors, row.found.LeftOut = row.found.Requests/2, 3
		m := new(load.Model)
		if err := fillOpen(m, row.found, 8); err != nil {
			t.Fatal(err)
		}
		if m.Offered != row.offered || m.Achieved != row.achieved || m.LimitedBy != row.limitedBy || m.Elapsed != row.found.Elapsed.Seconds() {
			t.Errorf("%s: %v of %v/s in %v s, limited by %q", name, m.Achieved, m.Offered, m.Elapsed, m.LimitedBy)
		}
		if m.Good != m.Achieved/2 || m.LeftOut != 3 {
			t.Errorf("%s: %v good of %v/s, %d left out", name, m.Good, m.Achieved, m.LeftOut)
		}
		if m.Requests != row.found.Requests || m.Missed != row.found.Missed || m.Workers != row.found.Workers || !near(m.SendDelay.P99, 99e6) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestTheRatesOfTheClosedLoop(t *testing.T) {
	for name, row := range map[string]struct {
		offered, busy float64
		limitedBy     string
	}{
		"kept":         {50, 0.99, ""},
		"slow server":  {60, 0.5, load.Server},
		"slow machine": {60, 0.99, load.Generator},
		"no rate":      {0, 0.99, ""},
	} {
		m := &load.Model{Offered: row.offered, Busy: row.busy}
		found := closedloop.Found{Requests: 100, Errors: 3, Elapsed: 2 * time.Second, Paused: time.Second, Service: upTo(100), Estimated: upTo(200)}
		if err := fillClosed(m, found); err != nil {
			t.Fatal(err)
		}
		if m.Achieved != 50 || m.Good != 48.5 || m.Paused != 1 || m.LimitedBy != row.limitedBy || m.Elapsed != 2 || m.Requests != 100 || m.Errors != 3 {
			t.Errorf("%s: %+v", name, m)
		}
		if !near(m.Service.P99, 99e6) || !near(m.Response.P99, 198e6) {
			t.Errorf("%s: service %+v, response %+v", name, m.Service, m.Response)
		}
	}
}

// TestPointsAreRates has points that are not a second long: counts alone would be off.
func TestPointsAreRates(t *testing.T) {
	begin := time.Now()
	var told []load.Second
	c := Config{Point: func(_ string, p load.Second) { told = append(told, p) }}
	c.Histogram = func(_ string, _ *hdrhistogram.Histogram, from, to time.Time) {
		if from.Sub(begin) != time.Second || to.Sub(begin) != 1500*time.Millisecond {
			t.Errorf("a histogram from %v to %v", from.Sub(begin), to.Sub(begin))
		}
	}
	test := &test{config: c}
	ramp := schedule.Schedule{Phases: []schedule.Phase{{From: 0, To: 400, Length: 2 * time.Second}}}
	const from, to = time.Second, 1500 * time.Millisecond
	open, closed := new(load.Model), &load.Model{Offered: 300}
	test.openPoint(open, ramp, openloop.Interval{From: from, To: to, Ended: 100, Errors: 7, Response: upTo(100)}, begin)
	test.closedPoint(closed, closedloop.Interval{From: from, To: to, Ended: 100, Errors: 7, Service: upTo(100)}, begin)
	test.openPoint(open, ramp, openloop.Interval{From: to, To: to, Response: upTo(1)}, begin) // of no length: there is no rate
	if len(told) != 2 || len(open.Seconds) != 1 || len(closed.Seconds) != 1 {
		t.Fatalf("points %+v", told)
	}
	for _, p := range told { // the ramp is at 200/s and 300/s at the ends of this time
		want := p.Offered == 250
		if p == closed.Seconds[0] {
			want = p.Offered == 300
		}
		if !want || p.At != 1 || p.Length != 0.5 || p.Achieved != 200 || p.Errors != 7 {
			t.Errorf("point %+v", p)
		}
		if !near(p.P50, 50e6) || !near(p.P99, 99e6) || !near(p.Max, 100e6) {
			t.Errorf("times of %+v", p)
		}
	}
}

// TestStepsAreJudged: a rate that was not kept meets nothing, however short the times.
func TestStepsAreJudged(t *testing.T) {
	objective, err := load.ParseObjective("p99<5ms,errors<1%")
	if err != nil {
		t.Fatal(err)
	}
	test := &test{config: Config{Objective: objective}}
	good := load.Model{Offered: 100, Achieved: 100, Requests: 1000, Errors: 5, Busy: 0.2, Response: load.Quantiles{P50: 1e6, P99: 4e6}}
	for name, row := range map[string]struct {
		change    func(*load.Model)
		why       string
		limitedBy string
	}{
		"met":          {func(*load.Model) {}, "", ""},
		"slow":         {func(m *load.Model) { m.Response.P99 = 6e6 }, "p99 of 6.00 ms, want < 5ms", load.Server},
		"failing":      {func(m *load.Model) { m.Errors = 20 }, "errors of 2.0 %, want < 1%", load.Server},
		"slow machine": {func(m *load.Model) { m.Response.P99, m.Busy = 6e6, 0.95 }, "p99 of 6.00 ms, want < 5ms", load.Generator},
		"not kept":     {func(m *load.Model) { m.Achieved, m.LimitedBy = 50, load.Generator }, "the rate was not reached", load.Generator},
	} {
		m := good
		row.change(&m)
		s := test.step(100, &m)
		if s.Why != row.why || s.LimitedBy != row.limitedBy || s.Met != (name == "met") {
			t.Errorf("%s: %+v", name, s)
		}
		if s.Rate != 100 || s.Achieved != m.Achieved || s.Busy != m.Busy || s.P50 != 1e6 || s.P99 != m.Response.P99 || s.Errors != float64(m.Errors)/1000 {
			t.Errorf("%s: figures of %+v", name, s)
		}
	}
}

// TestASearchTellsOfWrongAnswers: the models of its steps are not in the result, but
// for this.
func TestASearchTellsOfWrongAnswers(t *testing.T) {
	for wrong, m := range map[bool]*load.Model{
		true:  {Requests: 1, Answers: load.Answers{Reopened: 1, AcceptedTwice: 1}},
		false: {Requests: 1},
	} {
		test := &test{result: &load.Result{Capacity: &load.Capacity{Rate: 100}, Models: load.Models{Open: m}}}
		test.takeCapacity(t.Context())
		if got := test.result; got.Wrong() != wrong || got.OK == wrong || (got.Models.Open != nil) != wrong {
			t.Errorf("wrong %v: %+v", wrong, got)
		}
	}
}

// TestTheWarmUpOfARampFromNothing is at its mean rate.
func TestTheWarmUpOfARampFromNothing(t *testing.T) {
	var asked atomic.Int64
	to := target(t, loadtarget.URL, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	for from, want := range map[float64]int64{0: 20, 100: 10} {
		asked.Store(0)
		c := config(to, load.Open, 0, time.Second)
		c.Method.WarmUp = int64(100 * time.Millisecond)
		c.Schedule.Phases[0].From, c.Schedule.Phases[0].To = from, 400
		if err := newTest(c).warmUp(t.Context(), c.Schedule); err != nil {
			t.Fatal(err)
		}
		// On a busy machine the last ones may be missed.
		if n := asked.Load(); n > want || n <= want/2 {
			t.Errorf("a ramp from %v: %d requests, want %d", from, n, want)
		}
	}
}

// TestBusyNeighboursOfAServerElsewhere are not its neighbours.
func TestBusyNeighboursOfAServerElsewhere(t *testing.T) {
	for here, want := range map[bool]float64{true: 1, false: 0.125} {
		var m load.Model
		test := &test{result: &load.Result{Target: load.Target{SameMachine: here}}}
		test.use(&m, busy.Shares{Process: 0.0625, Waited: 0.0625, Machine: 1})
		if m.Busy != want || m.Own != 0.0625 {
			t.Errorf("same machine %v: busy %v, own %v", here, m.Busy, m.Own)
		}
	}
}
