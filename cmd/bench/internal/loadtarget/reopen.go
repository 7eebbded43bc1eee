package loadtarget

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A sampler says yes at most once in a time.
type sampler struct {
	every time.Duration
	last  atomic.Int64
}

func newSampler(every time.Duration) *sampler { return &sampler{every: every} }

func (s *sampler) due(now time.Time) bool {
	last := s.last.Load()
	return now.UnixNano()-last >= s.every.Nanoseconds() && s.last.CompareAndSwap(last, now.UnixNano())
}

// A reopener opens some of the accepted URLs once more. It works apart from the
// load, and rather leaves one out than lets a worker wait.
type reopener struct {
	target *Target
	sample *sampler
	urls   chan *http.Request
	done   sync.WaitGroup

	reopened, twice atomic.Int64
}

func startReopener(ctx context.Context, t *Target) *reopener {
	r := &reopener{target: t, sample: newSampler(reopenEvery), urls: make(chan *http.Request, 16)}
	r.done.Go(func() {
		for request := range r.urls {
			if ctx.Err() == nil {
				r.open(request)
			}
		}
	})
	return r
}

// accepted takes a URL that was accepted just now.
func (r *reopener) accepted(request *http.Request) {
	if !r.sample.due(time.Now()) {
		return
	}
	select {
	case r.urls <- request:
	default:
	}
}

// open opens a URL that was accepted before. Without an answer nothing is known.
func (r *reopener) open(request *http.Request) {
	response, err := r.target.client.Do(request)
	if err != nil {
		return
	}
	if _, err := read(response, false); err != nil {
		return
	}
	r.reopened.Add(1)
	if r.target.expects(response.StatusCode) {
		r.twice.Add(1)
	}
}

func (r *reopener) counts() (reopened, twice int64) { return r.reopened.Load(), r.twice.Load() }

// close waits for those that are taken. Nothing may be accepted any more.
func (r *reopener) close() {
	close(r.urls)
	r.done.Wait()
}
