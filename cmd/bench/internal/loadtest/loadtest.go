// Package loadtest runs a load test from end to end: warm-up, the models, the search
// for a capacity, and the conclusion.
package loadtest

import (
	"context"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/busy"
	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/hdr"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// A Config says what to test.
type Config struct {
	Target *loadtarget.Target
	// Schedule is when requests are due. Unpaced is a closed loop as fast as it goes,
	// for the length of the schedule.
	Schedule schedule.Schedule
	Unpaced  bool
	// Method goes into the result as it is; what it says has to be what is here.
	Method      load.Method
	Environment environment.Environment
	Objective   load.Objective
	// HTTP2 and KeepAlive are for hey, which has a client of its own.
	HTTP2 bool
	// Point is told of each point of the series, of the model of this name, in the
	// order of time.
	Point func(model string, p load.Second)
	// Histogram is told the histogram of each point, if there is somebody to listen.
	Histogram func(model string, h *hdrhistogram.Histogram, from, to time.Time)
}

// A test is a test under way.
type test struct {
	config Config
	result *load.Result
}

func newTest(c Config) *test {
	return &test{config: c, result: &load.Result{
		Schema:      load.Schema,
		Environment: c.Environment,
		Method:      c.Method,
		Target:      c.Target.About(),
		Objective:   []load.Condition{},
	}}
}

// Run tests with the models of the method. When the context ends, what was measured
// until then is the result, and is marked.
func Run(ctx context.Context, c Config) (*load.Result, error) {
	t := newTest(c)
	if c.Method.Model != load.Closed {
		m, err := t.open(ctx, c.Schedule)
		if err != nil {
			return nil, err
		}
		t.result.Models.Open = m
		t.judge(load.Open, m)
	}
	if c.Method.Model != load.Open && ctx.Err() == nil {
		m, err := t.closed(ctx)
		if err != nil {
			return nil, err
		}
		t.result.Models.Closed = m
		t.judge(load.Closed, m)
	}
	if m := t.result.Models; m.Open != nil && m.Closed != nil {
		t.result.Difference = load.Explain(m.Open, m.Closed, c.Method.Connections)
	}
	t.conclude(ctx)
	return t.result, nil
}

// judge holds the first model against the objective: with both, that is the open
// one, whose response times are measured.
func (t *test) judge(name string, m *load.Model) {
	if len(t.result.Objective) == 0 {
		t.result.Objective = append(t.result.Objective, t.config.Objective.Judge(name, m)...)
	}
}

func (t *test) conclude(ctx context.Context) {
	t.result.Incomplete = ctx.Err() != nil
	t.result.Conclude()
}

// pointLength is the length of a point of the series: a second, or so many that a
// run of this length has no more than [load.MaxPoints].
func pointLength(d time.Duration) time.Duration {
	n := (d + load.MaxPoints*time.Second - 1) / (load.MaxPoints * time.Second)
	return max(1, n) * time.Second
}

// use says of a model what was used of the processors.
func (t *test) use(m *load.Model, s busy.Shares) {
	m.Busy, m.Own = s.Deciding(t.result.Target.SameMachine), s.Process
}

// encoded writes the histograms into a model.
func encoded(m *load.Model, response, service *hdrhistogram.Histogram) (err error) {
	m.Response, m.Service = load.QuantilesOf(response), load.QuantilesOf(service)
	if m.ResponseHDR, err = load.Encoded(response); err != nil {
		return err
	}
	m.ServiceHDR, err = load.Encoded(service)
	return err
}

// point makes a point of the series and tells it.
func (t *test) point(m *load.Model, name string, p load.Second, h *hdrhistogram.Histogram, begin time.Time) {
	if h.TotalCount() > 0 {
		p.P50, p.P99, p.Max = hdr.Percentile(h, 50), hdr.Percentile(h, 99), h.Max()
	}
	if len(m.Seconds) < load.MaxPoints {
		m.Seconds = append(m.Seconds, p)
	}
	if t.config.Point != nil {
		t.config.Point(name, p)
	}
	if t.config.Histogram != nil {
		from := begin.Add(time.Duration(p.At * float64(time.Second)))
		t.config.Histogram(name, h, from, from.Add(time.Duration(p.Length*float64(time.Second))))
	}
}
