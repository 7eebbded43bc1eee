package loadtest

import (
	"context"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/busy"
	"github.com/embedsign/embedsign/cmd/bench/internal/closedloop"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// closed runs hey at the mean rate of the schedule: it knows no other.
func (t *test) closed(ctx context.Context) (*load.Model, error) {
	rate := t.config.Schedule.Rate()
	if t.config.Unpaced {
		rate = 0
	}
	if length := time.Duration(t.config.Method.WarmUp); length > 0 && ctx.Err() == nil {
		if _, err := t.runClosed(ctx, rate, length, new(load.Model), nil); err != nil {
			return nil, err
		}
	}
	m := &load.Model{Offered: rate, Estimate: true, Workers: t.config.Method.Connections, Seconds: []load.Second{}}
	begin, used := time.Now(), busy.Begin()
	found, err := t.runClosed(ctx, rate, t.config.Schedule.Duration(), m, func(i closedloop.Interval) {
		t.closedPoint(m, i, begin)
	})
	t.use(m, used())
	if err != nil {
		return nil, err
	}
	// Without keep-alive no request finds a connection.
	if settled := load.QuantilesOf(found.Settled); t.config.Method.KeepAlive && settled.Samples > 0 {
		m.Settled = &settled
	}
	return m, fillClosed(m, found)
}

// runClosed sends for a time, and keeps the answers in the model.
func (t *test) runClosed(ctx context.Context, rate float64, length time.Duration, m *load.Model, ended func(closedloop.Interval)) (closedloop.Found, error) {
	l, err := t.config.Target.Load(ctx, rate)
	if err != nil {
		return closedloop.Found{}, err
	}
	method := t.config.Method
	found, err := closedloop.Run(ctx, closedloop.Config{
		Connections: method.Connections, Rate: rate, Duration: length, Timeout: time.Duration(method.Timeout),
		HTTP2: t.config.HTTP2, NoKeepAlive: !method.KeepAlive, Next: l.Next, Failed: l.Failed, Batch: l.Batch,
		Interval: pointLength(length), Ended: ended,
	})
	l.Close()
	m.Answers = l.Answers()
	return found, err
}

func fillClosed(m *load.Model, found closedloop.Found) error {
	m.Requests, m.Errors = found.Requests, found.Errors
	m.Elapsed, m.Paused = found.Elapsed.Seconds(), found.Paused.Seconds()
	if m.Elapsed > 0 {
		m.Achieved = float64(found.Requests) / m.Elapsed
		m.Good = float64(found.Requests-found.Errors) / m.Elapsed
	}
	if !m.RateKept() {
		m.LimitedBy = load.Server // its connections wait for nothing else
		if m.Busy >= busy.Saturated {
			m.LimitedBy = load.Generator
		}
	}
	return encoded(m, found.Estimated, found.Service)
}

func (t *test) closedPoint(m *load.Model, i closedloop.Interval, begin time.Time) {
	length := (i.To - i.From).Seconds()
	t.point(m, load.Closed, load.Second{
		At: i.From.Seconds(), Length: length, Offered: m.Offered, Achieved: float64(i.Ended) / length, Errors: i.Errors,
	}, i.Service, begin)
}
