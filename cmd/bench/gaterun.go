package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/baseline"
	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/limits"
	"github.com/embedsign/embedsign/cmd/bench/internal/progress"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// gateError is the chance of a wrong FAIL, and of a wrong PASS, over all kernels
// and looks.
const gateError = 0.05

// gateKernels are what a gate measures.
func gateKernels() []string {
	return []string{"native sign", "native sign-prepared", "native verify", "native nonce", "wazero sign", "wazero sign-prepared"}
}

// A gateRun is a gate under way.
type gateRun struct {
	flags      *gating
	limits     []limits.Limit     // none without the flag
	baseline   *baseline.Baseline // nil without the flag
	dir        string             // for what is built and compiled
	base, head string             // binaries
	begun      time.Time          // when they were built
	stderr     io.Writer
	result     gate.Result
}

// readFiles reads what the flags name, before anything takes time. A file that
// cannot be read is wrong usage, as in bench run.
func (r *gateRun) readFiles() (err error) {
	if r.limits, err = readLimits(r.flags.limits, limitsPlan(nil).Planned()); err != nil {
		return err
	}
	if r.flags.baseline == "" {
		return nil
	}
	f, err := os.Open(r.flags.baseline)
	if err != nil {
		return usage("baseline: %w", err)
	}
	defer f.Close()
	if r.baseline, err = baseline.Read(f, gateKernels()); err != nil {
		return usage("baseline %q: %w", r.flags.baseline, err)
	}
	return nil
}

// duel gives what all measuring of speed has in common.
func (r *gateRun) duel(budget time.Duration) duel.Config {
	return duel.Config{
		Head:     r.starter(r.head),
		Settings: verdict.Settings{Tolerance: r.result.Method.Tolerance, Alpha: gateError},
		Kernels:  gateKernels(), Budget: budget, Seed: r.flags.seed,
		Progress: showLaunches(progress.New(r.stderr)),
	}
}

func showLaunches(p *progress.Progress) func(duel.Progress) {
	return func(now duel.Progress) {
		stage := "measuring"
		if now.Confirming {
			stage = "confirming"
		}
		p.Step(stage, fmt.Sprintf("launch %d, %.0f %% of the time", now.Launches, 100*now.Fraction))
	}
}

func (r *gateRun) starter(binary string) duel.Starter {
	return func(ctx context.Context, role string) (*worker.Worker, error) {
		return worker.Start(ctx, role, binary, "worker", "--cache", filepath.Join(r.dir, "compiled"))
	}
}

// settled concludes where speed need not be measured: something failed that no
// speed makes good.
func (r *gateRun) settled() bool {
	if len(r.result.Wrong) == 0 && len(r.result.Failed()) == 0 {
		return false
	}
	r.result.Conclude()
	return true
}

// wrong keeps what a worker proved wrong: that is a result, and no failure.
func (r *gateRun) wrong(err error) error {
	if !errors.Is(err, worker.ErrWrong) {
		return err
	}
	r.result.Wrong = append(r.result.Wrong, err.Error())
	r.result.Conclude()
	return nil
}
