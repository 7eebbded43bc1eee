package main

import (
	"context"
	"errors"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// compareWithBase builds both sides, holds the exact figures against each other, then
// the limits, if there are some, and then the speed. Where one of them fails there is
// no need to measure the next.
func (r *gateRun) compareWithBase(ctx context.Context) error {
	if err := r.buildBase(ctx); err != nil {
		return err
	}
	if err := r.buildHead(ctx); err != nil {
		return err
	}
	if err := r.compareExact(ctx); err != nil {
		return r.wrong(err)
	}
	if r.settled() {
		return nil
	}
	budget, err := r.judgeLimits(ctx)
	if err != nil || r.settled() {
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
	defer func() { err = errors.Join(err, base.Close()) }()
	head, err := r.starter(r.head)(ctx, "head")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, head.Close()) }()
	was, err := r.figures(ctx, base, head.Greeting().Wasm.SHA256)
	if err != nil {
		return err
	}
	is, err := r.figures(ctx, head, was.WasmSHA256)
	if err != nil {
		return err
	}
	r.result.Exact = gate.CompareExact(was, is)
	r.noteHead(head.Greeting())
	return nil
}
