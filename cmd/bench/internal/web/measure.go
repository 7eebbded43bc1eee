package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
)

// SliceLength is the aim for one batch: long enough that the connections, which
// every batch of hey opens anew and which are left out, are a small part of it.
// In four runs each on a busy machine, with the same time in all, the ratio of
// sign lay within 0.10 with 5 ms, and within 0.25 or more with 10 and 25 ms: one
// stall spoils a whole pair.
const SliceLength = 5 * time.Millisecond

// probeRequests is the size of a connection's first batch, which warms up and
// tells how many requests fill a slice.
const probeRequests = 100

// Measure runs one round of an operation on as many connections as asked for:
// pairs of batches, one for the server and one for the bare handler, whose order
// alternates, and then one batch for latencies. When the context ends, the pairs
// so far are the result.
func (e *Engine) Measure(ctx context.Context, operation string, concurrency int, plan measure.Plan) (measure.Round, error) {
	if e.bare[operation] == "" {
		return measure.Round{}, fmt.Errorf("operation %q: %s does not have it", operation, e.base)
	}
	r := &round{engine: e, operation: operation, connections: concurrency}
	err := r.measure(ctx, plan)
	if ctx.Err() != nil {
		err = nil // what failed is the batch under way
	}
	return r.result, err
}

// A round is one call of Measure.
type round struct {
	engine      *Engine
	operation   string
	connections int
	result      measure.Round
}

func (r *round) measure(ctx context.Context, plan measure.Plan) error {
	requests, err := r.probe(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	for pair := 0; pair == 0 || time.Since(start) < plan.Duration; pair++ {
		if err := r.pair(ctx, requests, pair%2 == 1); err != nil {
			return err
		}
	}
	return r.latency(ctx, plan.Latency)
}

// probe runs a short batch of each kind, thrown away, and gives the number of
// requests that fill a slice.
func (r *round) probe(ctx context.Context) (requests int, err error) {
	n := probeRequests * r.connections
	targets, err := r.engine.targets(ctx, r.operation, n)
	if err != nil {
		return 0, err
	}
	if _, err := r.batch(ctx, n, r.engine.bare[r.operation], targets); err != nil {
		return 0, err
	}
	o, err := r.batch(ctx, n, r.engine.base, targets)
	return r.fill(side(o), SliceLength), err
}

// fill gives how many requests take about d, as a multiple of the connections.
// The first one on each opens the connection, so there is one more.
func (r *round) fill(s measure.Side, d time.Duration) int {
	each := int(s.PerSecond()*d.Seconds())/r.connections + 2
	return min(each, heyload.MaxRequests/r.connections) * r.connections
}

// pair runs one batch of each kind, with the same requests.
func (r *round) pair(ctx context.Context, n int, bareFirst bool) error {
	targets, err := r.engine.targets(ctx, r.operation, n)
	if err != nil {
		return err
	}
	bases := [2]string{r.engine.base, r.engine.bare[r.operation]}
	order := [2]int{0, 1}
	if bareFirst {
		order = [2]int{1, 0}
	}
	var sides [2]measure.Side
	for _, kind := range order {
		o, err := r.batch(ctx, n, bases[kind], targets)
		if err != nil {
			return err
		}
		r.result.SetUps += int64(o.SetUps)
		sides[kind] = side(o)
	}
	r.result.Add(measure.Round{Throughput: measure.Throughput{
		Operation: sides[0],
		Reference: sides[1],
		Times:     []measure.Times{{Operation: 1 / sides[0].PerSecond(), Reference: 1 / sides[1].PerSecond()}},
	}})
	return nil
}

// latency runs one batch whose requests are looked at one by one.
func (r *round) latency(ctx context.Context, d time.Duration) error {
	n := r.fill(r.result.Operation, d)
	targets, err := r.engine.targets(ctx, r.operation, n)
	if err != nil {
		return err
	}
	o, err := r.batch(ctx, n, r.engine.base, targets)
	if err != nil {
		return err
	}
	r.result.SetUps += int64(o.SetUps)
	r.result.Latency = measure.NewHistogram()
	for _, l := range o.Latencies {
		measure.Record(r.result.Latency, l)
	}
	return nil
}

// batch sends n requests to a server, and fails if any answer is not 200.
func (r *round) batch(ctx context.Context, n int, base string, targets []string) (heyload.Outcome, error) {
	late, done := heyload.Grace(ctx)
	defer done()
	next, err := handOut(late, base, targets)
	if err != nil {
		return heyload.Outcome{}, err
	}
	o, err := heyload.Run(ctx, heyload.Batch{Requests: n, Connections: r.connections, Next: next})
	if err != nil {
		return o, err
	}
	if r.engine.Loaded != nil && base == r.engine.base {
		r.engine.Loaded(o)
	}
	if err := allOK(o, n); err != nil {
		return o, fmt.Errorf("%s at %s: %w", r.operation, base, err)
	}
	return o, nil
}

// side is a batch as a slice. Its requests are those that found their
// connection open.
func side(o heyload.Outcome) measure.Side {
	return measure.Side{Count: int64(len(o.Latencies)), Elapsed: o.Elapsed}
}

// allOK says what went wrong in a batch.
func allOK(o heyload.Outcome, n int) error {
	for text, failed := range o.Errors {
		return fmt.Errorf("%d of %d requests failed: %s", failed, n, text)
	}
	for status, answered := range o.Statuses {
		if status != http.StatusOK {
			return fmt.Errorf("%d of %d requests were answered with status %d, want 200", answered, n, status)
		}
	}
	return nil
}
