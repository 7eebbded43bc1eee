// Package openloop sends requests when they are due, whether or not the server has
// answered the ones before: as people do, who do not know of each other.
//
// A closed loop asks again when it was answered. When its server stands still it
// stands still with it, and what would have come in meanwhile is in none of its
// figures (coordinated omission). Here time counts from when a request was due, so
// that whoever had to wait is counted with the wait.
//
// One goroutine goes along the schedule. It hands each request to a worker that has
// nothing to do, or else to a new one, up to a limit; at the limit it waits, and the
// time goes on to count. Requests that are still waiting when the schedule ends are
// missed: they are not sent, and count with their wait.
//
// Nothing grows with the length of a run: no request is remembered.
package openloop

import (
	"context"
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// A Config says what to send, and when.
type Config struct {
	Schedule schedule.Schedule
	// MaxWorkers bounds the requests under way at once.
	MaxWorkers int
	// Send sends one request and waits for the whole answer. It is called by many
	// goroutines at once, and has to end by itself, also after the context ended.
	Send func() Sent
	// Interval is the length of the intervals that are told to Ended, one after the
	// other, on a goroutine apart. Its histogram is used again after the call.
	Interval time.Duration
	Ended    func(Interval)
}

// Sent is what became of a request: the times are those around it alone, without
// what was prepared or examined.
type Sent struct {
	Begin, End time.Time
	Failed     bool
}

// Found is what a run found.
type Found struct {
	// Response is from the intended time of sending to the end of the answer, and
	// for what was missed the wait until the end of the schedule. Service is from
	// the actual time of sending, SendDelay from the intended to the actual one.
	Response, Service, SendDelay *hdrhistogram.Histogram
	Requests, Errors, Missed     int64
	// LeftOut were due when the context ended, and were neither sent nor waiting for
	// a worker. They are in nothing else.
	LeftOut int64
	// Workers is how many there were at the end.
	Workers int
	// Length is that of the schedule, or when it was interrupted; Elapsed is until
	// the last answer.
	Length, Elapsed time.Duration
}

// A run is one call of Run.
type run struct {
	config  Config
	begin   time.Time
	tasks   chan time.Duration // when a request is due; unbuffered, so that it counts as handed over when it is taken
	done    sync.WaitGroup
	workers int
	records *recorder
	missed  int64
	leftOut int64
	waited  bool // the last request had to wait for a worker
}

// Run goes along the schedule. When the context ends, what was due until then is
// the result.
func Run(ctx context.Context, c Config) Found {
	r := &run{config: c, begin: time.Now(), tasks: make(chan time.Duration)}
	r.records = newRecorder(r.begin)
	stop := r.watch()
	length := r.dispatch(ctx)
	close(r.tasks)
	r.done.Wait()
	stop()
	return r.found(length)
}

// dispatch hands all requests over, and gives the time at which the schedule ended.
// What is due when the context ends, and was not kept waiting by the server, is left
// out: it would count as missed after some microseconds, which is no time that
// anybody waited.
func (r *run) dispatch(ctx context.Context) time.Duration {
	length := r.config.Schedule.Duration()
	inTime, cancel := context.WithDeadline(ctx, r.begin.Add(length))
	defer cancel()
	for due := range r.config.Schedule.Offsets() {
		if wait(ctx, r.begin.Add(due)) && r.hand(inTime, due) {
			continue
		}
		if ctx.Err() != nil {
			length = min(length, time.Since(r.begin))
		}
		if due >= length {
			return length
		}
		if ctx.Err() != nil && !r.waited {
			r.leftOut++
			continue
		}
		r.miss(length - due)
	}
	wait(ctx, r.begin.Add(length))
	return length
}

// hand gives a request to a worker, and fails when the context ends before one is
// free.
func (r *run) hand(ctx context.Context, due time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	r.waited = false
	select {
	case r.tasks <- due:
		return true
	default:
	}
	if r.workers < r.config.MaxWorkers {
		r.workers++
		r.done.Go(func() { r.work(due) })
		return true
	}
	r.waited = true
	select {
	case r.tasks <- due:
		return true
	case <-ctx.Done():
		return false
	}
}

// work sends what is due, one after the other.
func (r *run) work(due time.Duration) {
	for ok := true; ok; due, ok = <-r.tasks {
		r.records.sent(due, r.config.Send())
	}
}

func (r *run) miss(waited time.Duration) {
	r.missed++
	r.records.missed(waited)
}

func (r *run) found(length time.Duration) Found {
	found := r.records.total
	found.Missed, found.LeftOut = r.missed, r.leftOut
	found.Workers = r.workers
	found.Length = length
	found.Elapsed = time.Since(r.begin)
	return found
}
