package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// exactFigures starts a worker of head, and asks it for what has no noise. The file
// of another side says whether to compress signer.wasm: it takes ten seconds, and
// where both have the same one there is nothing to compare.
func (r *gateRun) exactFigures(ctx context.Context, otherWasm string) (f gate.Figures, g worker.Greeting, err error) {
	w, err := r.starter(r.head)(ctx, "head")
	if err != nil {
		return f, g, err
	}
	defer func() { err = cmp.Or(err, w.Close()) }()
	r.noteHead(w.Greeting())
	f, err = r.figures(ctx, w, otherWasm)
	return f, w.Greeting(), err
}

func (r *gateRun) figures(ctx context.Context, w *worker.Worker, otherWasm string) (f gate.Figures, err error) {
	wasm := w.Greeting().Wasm
	f.Wasm, f.WasmSHA256 = wasm.Bytes, wasm.SHA256
	if f.Exact, err = w.Exact(ctx); err != nil {
		return f, err
	}
	if err := f.Check(nil); err != nil {
		return f, fmt.Errorf("%s: %w", w.Role(), err)
	}
	if wasm.SHA256 == otherWasm {
		return f, nil
	}
	fmt.Fprintf(r.stderr, "compressing signer.wasm of the %s …\n", w.Role())
	f.Brotli, err = worker.Sizes{}.Brotli(ctx, w)
	return f, err
}

// noteHead keeps where head runs.
func (r *gateRun) noteHead(g worker.Greeting) {
	r.result.Environment = g.Environment
	if revision := r.result.Head.Revision; revision != "" { // the binary itself does not hold it
		r.result.Environment.Revision = revision
	}
	r.result.Method.Watched = append([]string{"context switches", "processor time", "steal", "throttling", "load"}, g.Unwatched...)
}
