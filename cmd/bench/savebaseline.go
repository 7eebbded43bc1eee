package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/baseline"
	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// save measures head alone for the whole budget, and stores what it found. On a
// machine that cannot be measured on nothing is stored: it would be compared with for
// months.
func (r *gateRun) save(ctx context.Context) error {
	out, err := openOutput(r.flags.saveBaseline, nil)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	if err := r.buildHead(ctx); err != nil {
		return err
	}
	b, err := r.storable(ctx)
	if errors.Is(err, worker.ErrWrong) {
		return &exit{codeWrong, err}
	}
	if err != nil {
		return err
	}
	if err := out.write(b.Write); err != nil {
		return err
	}
	fmt.Fprintf(r.stderr, "saved %d launches of %d kernels in %s\n", len(b.Kernels[0].LogRatios), len(b.Kernels), r.flags.saveBaseline)
	return nil
}

func (r *gateRun) storable(ctx context.Context) (*baseline.Baseline, error) {
	exact, greeting, err := r.exactFigures(ctx, "")
	if err != nil {
		return nil, err
	}
	key := baseline.KeyOf(greeting.Environment)
	if err := key.Check(); err != nil {
		return nil, &exit{codeUnfit, err}
	}
	found, err := duel.Alone(ctx, r.duel(r.flags.budget))
	if err != nil {
		return nil, err
	}
	if found.Verdict == verdict.Unfit {
		return nil, &exit{codeUnfit, errors.New("not saved: two workers of the same build differ by more than the tolerance here, so this machine cannot be measured on now")}
	}
	if n := len(found.Launches); n < baseline.MinLaunches {
		return nil, fmt.Errorf("not saved: %d launches in %v: want at least %d; give it a larger --time-budget", n, r.flags.budget, baseline.MinLaunches)
	}
	side := r.result.Head
	return &baseline.Baseline{
		Schema: baseline.Schema, Key: key, Revision: side.Revision, Dirty: side.Dirty,
		Exact: exact, Kernels: storedKernels(found),
	}, nil
}

func storedKernels(found duel.Found) []baseline.Kernel {
	var all []baseline.Kernel
	for i, name := range gateKernels() {
		all = append(all, baseline.Kernel{Name: name, LogRatios: verdict.Deciding(found.Of(i), baseline.MinLaunches), ReferenceNS: found.Reference(i)})
	}
	return all
}
