package openloop

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// An Interval is a part of the run. Its ends are when it was looked at, which is
// not on the second exactly; the counts belong to just this time. What was missed is
// in Response, of the interval in which the schedule ended, and not in Ended.
type Interval struct {
	From, To      time.Duration // since the beginning of the run
	Ended, Errors int64
	Response      *hdrhistogram.Histogram
}

// A recorder takes what all workers found. There is one for all of them: a histogram
// for each of some hundred workers would take 300 MB, while this lock is held for
// 0.1 µs a request, after the time was taken.
type recorder struct {
	begin time.Time

	mu    sync.Mutex
	total Found
	now   Interval
	spare *hdrhistogram.Histogram
}

func newRecorder(begin time.Time) *recorder {
	return &recorder{
		begin: begin,
		total: Found{Response: load.NewHistogram(), Service: load.NewHistogram(), SendDelay: load.NewHistogram()},
		now:   Interval{Response: load.NewHistogram()},
		spare: load.NewHistogram(),
	}
}

// sent takes a request that was due at some time since the beginning.
func (r *recorder) sent(due time.Duration, s Sent) {
	response := s.End.Sub(r.begin) - due
	service := s.End.Sub(s.Begin)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total.Requests++
	r.now.Ended++
	if s.Failed {
		r.total.Errors++
		r.now.Errors++
	}
	load.Record(r.total.Response, response)
	load.Record(r.total.Service, service)
	load.Record(r.total.SendDelay, response-service)
	load.Record(r.now.Response, response)
}

// missed takes a request that was not sent, with the time that it waited.
func (r *recorder) missed(waited time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	load.Record(r.total.Response, waited)
	load.Record(r.now.Response, waited)
}

// next begins an interval and tells the last one.
func (r *recorder) next(ended func(Interval)) {
	r.mu.Lock()
	last := r.now
	last.To = time.Since(r.begin)
	r.now = Interval{From: last.To, Response: r.spare}
	r.mu.Unlock()
	ended(last)
	last.Response.Reset()
	r.spare = last.Response // only this method uses it, on one goroutine
}

// watch tells intervals until the function that it gives is called; then it tells
// the last one.
func (r *run) watch() (stop func()) {
	if r.config.Ended == nil {
		return func() {}
	}
	finish := make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		ticks := time.NewTicker(r.config.Interval)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				r.records.next(r.config.Ended)
			case <-finish:
				r.records.next(r.config.Ended)
				return
			}
		}
	})
	return func() {
		close(finish)
		done.Wait()
	}
}
