package main

import (
	"context"

	"github.com/embedsign/embedsign/cmd/bench/internal/baseline"
	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// compareWithStored measures head alone, and compares with a stored result: the exact
// figures first, then limits if there are some, then the speed. With a result of
// another key the exact figures are compared that do not depend on what differs, and
// the limits judged, which have no history; but there is no word on speed.
func (r *gateRun) compareWithStored(ctx context.Context) error {
	r.result.Base = gate.Side{Name: r.flags.baseline, Revision: r.baseline.Revision, Dirty: r.baseline.Dirty}
	if err := r.buildHead(ctx); err != nil {
		return err
	}
	budget, err := r.beforeSpeed(ctx, r.compareStoredExact)
	if err != nil || budget == 0 {
		return err
	}
	if len(r.result.Differs) > 0 {
		r.result.Conclude()
		return nil
	}
	c := r.duel(budget)
	c.Baseline = r.baseline.LogRatios(gateKernels())
	found, err := duel.Run(ctx, c)
	if err != nil {
		return r.wrong(err)
	}
	r.result.Differs = r.pace(found)
	r.result.TakeStored(gateKernels(), c.Baseline, found)
	return nil
}

// pace compares the times of the references with the stored ones: a machine in another
// state has other ratios as well.
func (r *gateRun) pace(found duel.Found) []gate.Part {
	var now []float64
	for i := range gateKernels() {
		now = append(now, found.Reference(i))
	}
	differs := r.baseline.Pace(gateKernels(), now, r.result.Method.Tolerance)
	return append([]gate.Part{}, differs...)
}

// compareStoredExact asks head for what has no noise, and looks at its key.
func (r *gateRun) compareStoredExact(ctx context.Context) error {
	is, greeting, err := r.exactFigures(ctx, r.baseline.Exact.WasmSHA256)
	if err != nil {
		return err
	}
	compare := gate.CompareExact
	differs, toolchain := r.baseline.Key.Differs(baseline.KeyOf(greeting.Environment))
	if toolchain {
		compare = gate.CompareLasting
	}
	r.result.Exact = compare(r.baseline.Exact, is)
	r.result.Differs = append(r.result.Differs, differs...)
	return nil
}
