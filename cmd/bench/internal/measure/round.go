package measure

import (
	"context"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// A Round is one of several times that a result is measured. The rounds of all
// results take turns over the whole run, so that a bad second of the machine
// falls on a part of several results instead of on the whole of one; and each
// round makes its kernels anew, at other addresses.
type Round struct {
	Throughput
	// Latency is nil when the context ended before the first sample.
	Latency *hdrhistogram.Histogram
	// SetUps is the number of operations left out because they had to open a
	// connection first.
	SetUps int64
}

// Kernels measures one round of operations that run in this process.
func Kernels(ctx context.Context, pairs []Pair, plan Plan) (Round, error) {
	throughput, err := Slices(ctx, pairs, plan)
	if err != nil || ctx.Err() != nil {
		return Round{Throughput: throughput}, err
	}
	operations := make([]Kernel, len(pairs))
	for i, p := range pairs {
		operations[i] = p.Operation
	}
	latency, err := Latency(ctx, operations, plan.Latency)
	return Round{Throughput: throughput, Latency: latency}, err
}

// Add puts another round of the same result into this one.
func (r *Round) Add(other Round) {
	r.Operation.add(other.Operation)
	r.Reference.add(other.Reference)
	r.Times = append(r.Times, other.Times...)
	r.SetUps += other.SetUps
	switch {
	case other.Latency == nil:
	case r.Latency == nil:
		r.Latency = other.Latency
	default:
		r.Latency.Merge(other.Latency)
	}
}

func (s *Side) add(other Side) {
	s.Count += other.Count
	s.Elapsed += other.Elapsed
}
