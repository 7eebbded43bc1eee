package loadtest

import (
	"context"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// FindCapacity searches a range for the highest rate at which the objective holds,
// in a time at most. Each step is an open loop of the length of the schedule, after a
// warm-up.
func FindCapacity(ctx context.Context, c Config, low, high float64, budget time.Duration) (*load.Result, error) {
	t := newTest(c)
	begin := time.Now()
	// A step also waits for the answers that are under way at its end.
	each := c.Schedule.Duration() + time.Duration(c.Method.WarmUp) + time.Duration(c.Method.Timeout)/4
	var failed error
	found := search(low, high, func(rate float64) (load.Step, bool) {
		if ctx.Err() != nil || failed != nil {
			return load.Step{}, false
		}
		m, err := t.open(ctx, t.at(rate))
		if err != nil || ctx.Err() != nil {
			failed = err
			return load.Step{}, false
		}
		t.result.Models.Open = m
		return t.step(rate, m), true
	}, func(steps int) bool { return time.Since(begin)+time.Duration(steps)*each <= budget })
	if failed != nil {
		return nil, failed
	}
	t.result.Capacity = &found
	t.takeCapacity(ctx)
	return t.result, nil
}

// takeCapacity concludes on the search. The model of the last step stays out: it is
// one of many, and each is in the steps.
func (t *test) takeCapacity(ctx context.Context) {
	last := t.result.Models.Open
	t.result.Models.Open = nil
	t.conclude(ctx)
	if last != nil && (last.AcceptedTwice > 0 || last.BadSignatures > 0) {
		t.result.Models.Open = last
		t.conclude(ctx)
	}
}

// at is the schedule of one step.
func (t *test) at(rate float64) schedule.Schedule {
	s := t.config.Schedule
	s.Phases = []schedule.Phase{{From: rate, To: rate, Length: s.Duration()}}
	return s
}

// step judges one rate. A rate that was not kept does not meet any objective.
func (t *test) step(rate float64, m *load.Model) load.Step {
	s := load.Step{
		Rate: rate, Achieved: m.Achieved, P50: m.Response.P50, P99: m.Response.P99,
		LimitedBy: m.LimitedBy, Met: true, Busy: m.Busy,
	}
	if m.Requests > 0 {
		s.Errors = float64(m.Errors) / float64(m.Requests)
	}
	for _, c := range t.config.Objective.Judge(load.Open, m) {
		if !c.Met {
			s.Met, s.Why = false, c.String()
			break
		}
	}
	if !m.RateKept() {
		s.Met, s.Why = false, "the rate was not reached"
	}
	if !s.Met && s.LimitedBy == "" {
		s.LimitedBy = limitOf(m)
	}
	return s
}
