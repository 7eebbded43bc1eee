package loadtest

import (
	"context"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/busy"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/openloop"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// open warms up, and then sends along a schedule.
func (t *test) open(ctx context.Context, s schedule.Schedule) (*load.Model, error) {
	if err := t.warmUp(ctx, s); err != nil {
		return nil, err
	}
	l, err := t.config.Target.Load(ctx, s.Rate())
	if err != nil {
		return nil, err
	}
	m := &load.Model{Seconds: []load.Second{}}
	begin, used := time.Now(), busy.Begin()
	found := openloop.Run(ctx, openloop.Config{
		Schedule: s, MaxWorkers: t.config.Method.MaxWorkers, Send: l.Send, Interval: pointLength(s.Duration()),
		Ended: func(i openloop.Interval) { t.openPoint(m, s, i, begin) },
	})
	t.use(m, used())
	l.Close()
	m.Answers = l.Answers()
	return m, fillOpen(m, found, t.config.Method.MaxWorkers)
}

// fillOpen makes the figures of what was found.
func fillOpen(m *load.Model, found openloop.Found, maxWorkers int) error {
	m.Requests, m.Errors, m.Missed = found.Requests, found.Errors, found.Missed
	m.Workers, m.Elapsed, m.LeftOut = found.Workers, found.Elapsed.Seconds(), found.LeftOut
	if length := found.Length.Seconds(); length > 0 {
		m.Offered = float64(found.Requests+found.Missed) / length
		m.Achieved = float64(found.Requests) / length
		m.Good = float64(found.Requests-found.Errors) / length
	}
	delay := load.QuantilesOf(found.SendDelay)
	m.SendDelay = &delay
	if !m.RateKept() {
		m.LimitedBy = openLimit(m, maxWorkers)
	}
	return encoded(m, found.Response, found.Service)
}

// openLimit says why the rate was not reached. Where the processors are used up,
// nobody can tell if it is the server or the generator that would be faster with
// more of them. If there were workers left, the generator was late by itself.
func openLimit(m *load.Model, maxWorkers int) string {
	if m.Busy >= busy.Saturated || m.Workers < maxWorkers {
		return load.Generator
	}
	return load.Server
}

// warmUp sends at the rate with which the schedule begins, or its mean if that is
// nothing. It is in no figure.
func (t *test) warmUp(ctx context.Context, s schedule.Schedule) error {
	length := time.Duration(t.config.Method.WarmUp)
	if length == 0 || ctx.Err() != nil {
		return nil
	}
	rate := s.Phases[0].From
	if rate == 0 {
		rate = s.Rate()
	}
	l, err := t.config.Target.Load(ctx, rate)
	if err != nil {
		return err
	}
	defer l.Close()
	openloop.Run(ctx, openloop.Config{
		Schedule:   schedule.Schedule{Phases: []schedule.Phase{{From: rate, To: rate, Length: length}}},
		MaxWorkers: t.config.Method.MaxWorkers, Send: l.Send,
	})
	return nil
}

// openPoint makes a point of an interval.
func (t *test) openPoint(m *load.Model, s schedule.Schedule, i openloop.Interval, begin time.Time) {
	length := (i.To - i.From).Seconds()
	if length <= 0 {
		return
	}
	t.point(m, load.Open, load.Second{
		At: i.From.Seconds(), Length: length,
		Offered: s.Between(i.From, i.To) / length, Achieved: float64(i.Ended) / length, Errors: i.Errors,
	}, i.Response, begin)
}
