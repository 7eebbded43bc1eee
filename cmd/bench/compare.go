package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// compareWithBase builds both sides, and compares the speed if nothing else fails.
func (r *gateRun) compareWithBase(ctx context.Context) error {
	if err := r.buildBase(ctx); err != nil {
		return err
	}
	if err := r.buildHead(ctx); err != nil {
		return err
	}
	budget, err := r.beforeSpeed(ctx, r.compareExact)
	if err != nil || budget == 0 {
		return err
	}
	if r.sameSource() {
		r.result.Verdict = gate.Pass
		r.result.Conclude()
		return nil
	}
	c := r.duel(budget)
	c.Base = r.starter(r.base)
	found, err := duel.Run(ctx, c)
	if err != nil {
		return r.wrong(err)
	}
	r.result.Take(gateKernels(), found)
	return nil
}

// beforeSpeed compares the exact figures, then judges limits if there are some, and
// gives the time for speed: none where it is not to be measured any more.
func (r *gateRun) beforeSpeed(ctx context.Context, exact func(context.Context) error) (time.Duration, error) {
	if err := exact(ctx); err != nil {
		return 0, r.wrong(err)
	}
	if r.settled() {
		return 0, nil
	}
	r.begun = time.Now() // what is exact takes what it takes
	budget, err := r.judgeLimits(ctx)
	if err != nil || r.settled() {
		return 0, err
	}
	return budget, nil
}

// sameSource reports whether both were built here and are the same file, as after a
// change of documents alone. Files that someone named are measured whatever they are.
func (r *gateRun) sameSource() bool {
	return r.flags.base != "" && r.flags.headBin == "" && r.result.Same()
}

// compareExact asks both sides for what has no noise, both there at once so that it
// is known whether they have the same signer.wasm.
func (r *gateRun) compareExact(ctx context.Context) (err error) {
	base, err := r.starter(r.base)(ctx, "base")
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, base.Close()) }()
	head, err := r.starter(r.head)(ctx, "head")
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, head.Close()) }()
	r.noteHead(head.Greeting())
	was, err := r.figures(ctx, base, head.Greeting().Wasm.SHA256)
	if err != nil {
		return err
	}
	if err := was.Check(gateKernels()); err != nil { // of head, a kernel that is gone is a FAIL
		return fmt.Errorf("base: %w; compare with another commit", err)
	}
	is, err := r.figures(ctx, head, was.WasmSHA256)
	if err != nil {
		return err
	}
	r.result.Exact = gate.CompareExact(was, is)
	return nil
}
