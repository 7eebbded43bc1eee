// Package closedloop sends requests with the engine of hey: each connection sends its
// next request when the last one was answered. It is what most tools do, and the
// second opinion on the open loop.
//
// It comes in batches, because hey remembers every request until the end of a run.
// Each batch opens its connections anew; the pauses between batches are in no figure.
package closedloop

import (
	"context"
	"net/http"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// The bounds of a batch. A request of it takes some 700 bytes until the batch ends.
const (
	maxRequests = 50_000
	maxLength   = 10 * time.Second
)

// A Config says what to send.
type Config struct {
	// Connections is how many there are, and Rate what they are to send together in
	// a second; 0 is as fast as it goes.
	Connections int
	Rate        float64
	Duration    time.Duration
	// Timeout is rounded up to whole seconds, as hey knows no others.
	Timeout            time.Duration
	HTTP2, NoKeepAlive bool
	// Next gives the requests; see [heyload.Batch].
	Next func() *http.Request
	// Failed says of a status whether it is not the expected one.
	Failed func(status int) bool
	// Interval is the length of the intervals that are told to Ended, in order, each
	// after its batch. Its histogram is used again after the call.
	Interval time.Duration
	Ended    func(Interval)
	// Batch, if there is one, is told of each batch after it has ended.
	Batch func(heyload.Outcome)
}

// An Interval is a part of the run: what ended in it. Its times leave the pauses out.
type Interval struct {
	From, To      time.Duration
	Ended, Errors int64
	Service       *hdrhistogram.Histogram
}

// Found is what a run found.
type Found struct {
	// Service is as hey measured it. Estimated is with what a request in time would
	// have waited; it is the same where there is no rate. Failed requests are in
	// both with the timeout: hey does not tell how long they took, only that it was
	// not longer.
	Service, Estimated *hdrhistogram.Histogram
	// Settled is Service without the first requests of each batch, as many as there
	// are connections: they open them, all at the same moment.
	Settled          *hdrhistogram.Histogram
	Requests, Errors int64
	// Statuses counts answers.
	Statuses map[int]int64
	// Elapsed leaves the pauses out, and Paused is them.
	Elapsed, Paused time.Duration
}

// A run is one call of Run.
type run struct {
	config Config
	found  Found
	now    Interval
}

func newRun(c Config) *run {
	c.Timeout = (c.Timeout + time.Second - 1).Truncate(time.Second)
	return &run{config: c, now: Interval{Service: load.NewHistogram()}, found: Found{
		Service: load.NewHistogram(), Estimated: load.NewHistogram(), Settled: load.NewHistogram(),
		Statuses: make(map[int]int64),
	}}
}

// Run sends batches until the duration is over. When the context ends, what was
// measured until then is the result. An error is one of the configuration.
func Run(ctx context.Context, c Config) (Found, error) {
	r := newRun(c)
	begin := time.Now()
	for ctx.Err() == nil {
		left := c.Duration - time.Since(begin)
		if left <= 0 || left < r.interval() {
			break
		}
		began := time.Now()
		o, err := heyload.Run(ctx, r.batch(left))
		r.add(o, time.Since(began))
		if err != nil && ctx.Err() == nil {
			return r.found, err
		}
	}
	r.end(time.Since(begin))
	return r.found, nil
}

// end ends the interval under way, and counts what of the whole time was pauses.
func (r *run) end(took time.Duration) {
	r.endInterval(r.found.Elapsed)
	r.found.Paused = max(0, took-r.found.Elapsed)
}

// interval is the time between two requests of a connection, or 0.
func (r *run) interval() time.Duration {
	if r.config.Rate == 0 {
		return 0
	}
	return time.Duration(float64(r.config.Connections) / r.config.Rate * float64(time.Second))
}

// batch is what is sent next, in the time that is left at most.
func (r *run) batch(left time.Duration) heyload.Batch {
	c := r.config
	length := min(left, maxLength)
	each := maxRequests / c.Connections
	if interval := r.interval(); interval > 0 {
		each = min(each, int(length/interval))
	}
	return heyload.Batch{
		Requests: max(1, each) * c.Connections, Connections: c.Connections, Rate: c.Rate / float64(c.Connections),
		Length: length, Timeout: c.Timeout, Next: c.Next,
		HTTP2: c.HTTP2, NoKeepAlive: c.NoKeepAlive, NoRedirects: true, NoCompression: true,
	}
}
