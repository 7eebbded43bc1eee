// Package heyload runs batches of requests with the engine of hey, and gives
// raw results instead of its summary.
//
// hey v0.1.5 is a closed loop: each connection sends its next request when the
// last one was answered. Its library has traps, and this package is the one
// place that knows them:
//
//   - The printed forms round to 100 µs. Only the output template sees exact
//     figures, and only its lists can be encoded when every request failed.
//   - A number of requests that is no multiple of the connections is cut down
//     without a word. It is an error here.
//   - From the millionth result on, its figures are wrong. A batch is limited.
//   - Request is needed beside RequestFunc, for its host.
//   - A second Stop hangs for ever, and one before Init too.
//   - When a request under way is cancelled, it races with its own tracing; and
//     after that it goes on producing errors. See Grace.
//   - Each run keeps its idle connections. They are closed here afterwards.
//   - Certificates are never verified.
//   - The rate is one of each connection, kept by a ticker of whole microseconds
//     whose ticks are lost while a request is under way. The first request waits
//     for a tick too.
//   - Without redirects every connection writes the same value to the same field of
//     a client that all share. The race detector complains from two on.
package heyload

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/rakyll/hey/requester"
)

// MaxRequests is how many requests a batch may have.
const MaxRequests = 500_000

// A Batch is one run.
type Batch struct {
	// Requests is a multiple of Connections, and at most MaxRequests.
	Requests, Connections int
	// Next gives the next request, and is called by all connections at once.
	// Its time counts as latency, so requests should lie ready. They must carry
	// a context of Grace.
	Next func() *http.Request
	// Rate is how many requests a second each connection sends at most; 0 is as
	// fast as it goes.
	Rate float64
	// Length is the time after which no more requests are sent, though there are
	// some left; 0 is none.
	Length time.Duration
	// Timeout is how long a request may take, in whole seconds; 0 is for ever.
	Timeout time.Duration
	// HTTP2 tries that with TLS, NoKeepAlive opens a connection for each request,
	// NoRedirects takes a redirect for an answer like any other, and NoCompression
	// does not ask for a compressed answer.
	HTTP2, NoKeepAlive, NoRedirects, NoCompression bool
}

// MaxRate is the highest rate of a connection: at a ticker of 10 µs the rate is off
// by up to a tenth already.
const MaxRate = 1e5

func (b Batch) check() error {
	switch {
	case b.Connections < 1 || b.Requests < b.Connections:
		return fmt.Errorf("%d requests on %d connections: want at least one on each", b.Requests, b.Connections)
	case b.Requests%b.Connections != 0:
		return fmt.Errorf("%d requests on %d connections: want a multiple", b.Requests, b.Connections)
	case b.Requests > MaxRequests:
		return fmt.Errorf("%d requests: want at most %d", b.Requests, MaxRequests)
	case b.Rate < 0 || b.Rate > MaxRate:
		return fmt.Errorf("%v requests/s on a connection: want at most %v", b.Rate, float64(MaxRate))
	case b.Timeout%time.Second != 0:
		return fmt.Errorf("timeout %v: want whole seconds", b.Timeout)
	}
	return nil
}

// grace is how long requests under way may take when a run is interrupted. It
// leaves half of the second in which Ctrl-C has to be done.
const grace = 500 * time.Millisecond

// Grace gives the context that the requests of a batch must carry: it ends some
// time after ctx does, so that a request under way ends by itself, unless its
// server hangs.
func Grace(ctx context.Context) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return late, func() {
		stop()
		cancel()
	}
}

// raw is the output template: parts of hey's report as JSON.
const raw = `{"lats": {{jsonify .Lats}}, "conns": {{jsonify .ConnLats}}, "offsets": {{jsonify .Offsets}},` +
	` "writes": {{jsonify .ReqLats}}, "waits": {{jsonify .DelayLats}}, "reads": {{jsonify .ResLats}},` +
	` "codes": {{jsonify .StatusCodes}}, "errors": {{jsonify .ErrorDist}}}`

// results are what the template writes. Times are in seconds.
type results struct {
	Lats    []float64
	Conns   []float64 // 0 where a connection was used again
	Writes  []float64
	Waits   []float64
	Reads   []float64
	Offsets []float64 // of the start, from an arbitrary zero
	Codes   []int
	Errors  map[string]int
}

// Run sends a batch and waits for it. The error is that of the context, beside what
// was found until then, or says what is wrong with the batch; failed requests are in
// the [Outcome].
func Run(ctx context.Context, b Batch) (Outcome, error) {
	if err := b.check(); err != nil {
		return Outcome{}, err
	}
	var output bytes.Buffer
	c := &connections{next: b.Next, watched: int64(2 * b.Connections)}
	work := b.work(c.request, &output)
	work.Init()
	var once sync.Once
	stop := func() { once.Do(work.Stop) }
	release := context.AfterFunc(ctx, stop)
	if b.Length > 0 {
		timer := time.AfterFunc(b.Length, stop)
		defer timer.Stop()
	}
	work.Run()
	release()
	c.close()
	var r results
	if err := json.Unmarshal(output.Bytes(), &r); err != nil {
		return Outcome{}, fmt.Errorf("the output of hey: %w", err)
	}
	return r.outcome(), ctx.Err()
}

func (b Batch) work(next func() *http.Request, output *bytes.Buffer) *requester.Work {
	return &requester.Work{
		// Only its host is read, and only for TLS; an empty one is that of the URL.
		Request:            &http.Request{},
		RequestFunc:        next,
		N:                  b.Requests,
		C:                  b.Connections,
		QPS:                b.Rate,
		Timeout:            int(b.Timeout / time.Second),
		H2:                 b.HTTP2,
		DisableKeepAlives:  b.NoKeepAlive,
		DisableRedirects:   b.NoRedirects,
		DisableCompression: b.NoCompression,
		Output:             raw,
		Writer:             output,
	}
}

// An Outcome is what became of a batch.
type Outcome struct {
	// Latencies are of the answered requests that found a connection open.
	Latencies []time.Duration
	// SetUps is the number of answered requests that opened one.
	SetUps int
	// Elapsed is from the first start to the last end of those in Latencies.
	Elapsed time.Duration
	// Phases are the answered requests taken apart.
	Phases Phases
	// Exchanges are all answered requests, those that opened a connection too, in
	// the order in which they ended.
	Exchanges []Exchange
	// Timeouts is how many of the Errors are due to [Batch.Timeout]. How long a
	// request without an answer took is not known.
	Timeouts int
	// Statuses counts answers by HTTP status, Errors the requests without an
	// answer by their error's text, from which the URL has been taken out.
	Statuses map[int]int
	Errors   map[string]int
}

// An Exchange is an answered request. Its start is from an arbitrary zero, which is
// the same in all batches of a process.
type Exchange struct {
	Start, Latency time.Duration
	Status         int
}

// Phases are times of answered requests in seconds, in no order that fits
// together.
type Phases struct {
	Connect []float64 // from the look-up of the host until the connection is open
	Write   []float64
	Wait    []float64 // from the end of the request to the first byte of the answer
	Read    []float64
}

func (r results) outcome() Outcome {
	o := Outcome{Phases: Phases{Write: r.Writes, Wait: r.Waits, Read: r.Reads}, Statuses: make(map[int]int), Errors: make(map[string]int)}
	for text, n := range r.Errors {
		o.Errors[withoutURL(text)] += n
		if strings.Contains(text, timedOut) {
			o.Timeouts += n
		}
	}
	var first, last float64
	for i, latency := range r.Lats {
		o.Statuses[r.Codes[i]]++
		o.Exchanges = append(o.Exchanges, Exchange{duration(r.Offsets[i]), duration(latency), r.Codes[i]})
		if r.Conns[i] > 0 {
			o.SetUps++
			o.Phases.Connect = append(o.Phases.Connect, r.Conns[i])
			continue
		}
		start := r.Offsets[i]
		if len(o.Latencies) == 0 || start < first {
			first = start
		}
		last = max(last, start+latency)
		o.Latencies = append(o.Latencies, duration(latency))
	}
	o.Elapsed = duration(last - first)
	return o
}

// timedOut is what net/http writes when the time of a client is over.
const timedOut = "Client.Timeout"

// duration turns hey's seconds back into the nanoseconds that they were.
func duration(seconds float64) time.Duration {
	return time.Duration(seconds*1e9 + 0.5)
}

// withoutURL shortens an error of net/http, such as Get "http://…": refused,
// which quotes the whole URL.
func withoutURL(text string) string {
	if _, rest, ok := strings.Cut(text, `": `); ok {
		return rest
	}
	return text
}
