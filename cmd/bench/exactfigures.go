package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// exactFigures starts a worker of head, and asks it for what has no noise. The file
// of another side says whether to compress signer.wasm: it takes ten seconds, and
// where both have the same one there is nothing to compare.
func (r *gateRun) exactFigures(ctx context.Context, binary, role, otherWasm string) (f gate.Figures, g worker.Greeting, err error) {
	w, err := r.starter(binary)(ctx, role)
	if err != nil {
		return f, g, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	f, err = r.figures(ctx, w, otherWasm)
	return f, w.Greeting(), err
}

func (r *gateRun) figures(ctx context.Context, w *worker.Worker, otherWasm string) (f gate.Figures, err error) {
	wasm := w.Greeting().Wasm
	f.Wasm, f.WasmSHA256 = wasm.Bytes, wasm.SHA256
	if f.Exact, err = w.Exact(ctx); err != nil || wasm.SHA256 == otherWasm {
		return f, err
	}
	fmt.Fprintln(r.stderr, "compressing signer.wasm …")
	f.Brotli, err = worker.Sizes{}.Brotli(ctx, w)
	return f, err
}

// noteHead keeps where head runs.
func (r *gateRun) noteHead(g worker.Greeting) {
	r.result.Environment = g.Environment
	r.result.Method.Watched = append([]string{"context switches, processor time, steal, throttling, load"}, g.Unwatched...)
}
