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
//   - Each run keeps its idle connections: the server has to close them.
package heyload

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
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
}

func (b Batch) check() error {
	switch {
	case b.Connections < 1 || b.Requests < b.Connections:
		return fmt.Errorf("%d requests on %d connections: want at least one on each", b.Requests, b.Connections)
	case b.Requests%b.Connections != 0:
		return fmt.Errorf("%d requests on %d connections: want a multiple", b.Requests, b.Connections)
	case b.Requests > MaxRequests:
		return fmt.Errorf("%d requests: want at most %d", b.Requests, MaxRequests)
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

// Run sends a batch and waits for it. The error is that of the context, or says
// what is wrong with the batch; failed requests are in the [Outcome].
func Run(ctx context.Context, b Batch) (Outcome, error) {
	if err := b.check(); err != nil {
		return Outcome{}, err
	}
	var output bytes.Buffer
	work := &requester.Work{
		// Only its host is read, and only for TLS.
		Request:     &http.Request{},
		RequestFunc: b.Next,
		N:           b.Requests,
		C:           b.Connections,
		Output:      raw,
		Writer:      &output,
	}
	work.Init()
	release := context.AfterFunc(ctx, work.Stop)
	work.Run()
	release()
	if err := ctx.Err(); err != nil {
		return Outcome{}, err
	}
	var r results
	if err := json.Unmarshal(output.Bytes(), &r); err != nil {
		return Outcome{}, fmt.Errorf("the output of hey: %w", err)
	}
	return r.outcome(), nil
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
	// Statuses counts answers by HTTP status, Errors the requests without an
	// answer by their error's text, from which the URL has been taken out.
	Statuses map[int]int
	Errors   map[string]int
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
	}
	var first, last float64
	for i, latency := range r.Lats {
		o.Statuses[r.Codes[i]]++
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
