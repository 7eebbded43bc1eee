package main

import (
	"context"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
)

// A self-test injects minInjected, or manyTolerances times the tolerance if that is
// more. 15 % is what this gate promises to see with its usual budget and tolerance;
// a tenth of it more would prove nothing, as it is within what a tolerance of 5 % and
// the noise of a busy machine leave open. With a large tolerance the distance from it
// has to grow as well, or the test would fail on good machines.
const (
	minInjected    = 0.15
	manyTolerances = 3
)

// testItself has an identical pair measured, head against itself, and then the same
// with one of the two slowed down, each with half of the budget.
func (r *gateRun) testItself(ctx context.Context) error {
	if err := r.buildHead(ctx); err != nil {
		return err
	}
	if err := r.greet(ctx); err != nil {
		return r.wrong(err)
	}
	c := r.duel(r.flags.budget / 2)
	c.Base, c.Whole = c.Head, true
	identical, err := duel.Run(ctx, c)
	if err != nil {
		return r.wrong(err)
	}
	sight, err := c.Sight(identical)
	if err != nil {
		return err
	}
	c.Whole, c.Again = false, max(minInjected, manyTolerances*r.result.Method.Tolerance)
	slowed, err := duel.Run(ctx, c)
	if err != nil {
		return r.wrong(err)
	}
	r.result.TakeTest(gateKernels(), c.Again, identical, slowed, sight)
	return nil
}

// greet starts a worker of head to see where it runs.
func (r *gateRun) greet(ctx context.Context) error {
	w, err := r.starter(r.head)(ctx, "head")
	if err != nil {
		return err
	}
	r.noteHead(w.Greeting())
	return w.Close()
}
