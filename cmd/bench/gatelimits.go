package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/limits"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/suite"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// Limits are judged in what `bench run` of head reports: a gate of another build than
// head's must not speak for it, nor head's own judge.

// holdAgainstLimits has nothing to compare with: all of the budget is the limits'.
func (r *gateRun) holdAgainstLimits(ctx context.Context) error {
	if err := r.buildHead(ctx); err != nil {
		return err
	}
	if err := r.takeLimits(ctx, r.flags.budget); err != nil {
		return err
	}
	r.result.Verdict = gate.Pass
	r.result.Conclude()
	return nil
}

// limitsShare is the part of the budget that limits have beside a comparison. They
// need less than it does: they are far from what is measured, or useless.
const limitsShare = 0.25

// judgeLimits judges limits, if there are some, and gives the budget that is left.
// They come before speed, since one that is exceeded ends the gate in less time.
func (r *gateRun) judgeLimits(ctx context.Context) (left time.Duration, err error) {
	if len(r.limits) == 0 {
		return r.flags.budget, nil
	}
	share := time.Duration(limitsShare * float64(r.flags.budget))
	return r.flags.budget - share, r.takeLimits(ctx, share)
}

// takeLimits judges the limits. Where one is exceeded, all is measured once more by
// a fresh process: like a slower kernel, only what is exceeded twice fails.
func (r *gateRun) takeLimits(ctx context.Context, budget time.Duration) error {
	fmt.Fprintln(r.stderr, "holding head against limits …")
	judged, err := r.judgeOnce(ctx, budget/2)
	if err == nil && slices.ContainsFunc(judged, exceeded) {
		fmt.Fprintln(r.stderr, "a limit was exceeded; measuring once more …")
		var again []report.Limit
		again, err = r.judgeOnce(ctx, budget/2)
		judged = confirmed(judged, again)
	}
	if err != nil {
		return r.wrong(err)
	}
	r.result.TakeLimits(judged)
	return nil
}

func exceeded(l report.Limit) bool { return !l.OK }

// confirmed replaces each limit that was exceeded by the same one of another run. Both
// are of the same limits and the same plan, so they are in the same order.
func confirmed(first, again []report.Limit) []report.Limit {
	joined := slices.Clone(first)
	for i := range min(len(first), len(again)) {
		if exceeded(first[i]) {
			joined[i] = again[i]
		}
	}
	return joined
}

// judgeOnce judges the limits in one run of head.
func (r *gateRun) judgeOnce(ctx context.Context, budget time.Duration) ([]report.Limit, error) {
	measured, err := r.runHead(ctx, budget)
	if err != nil {
		return nil, fmt.Errorf("limits: head: %w", err)
	}
	r.result.Environment = measured.Environment // the same as that of head's worker
	judged, err := limits.Judge(r.limits, measured.Results)
	if err != nil {
		return nil, usage("limits %q: %w", r.flags.limits, err)
	}
	return judged, nil
}

// limitsPlan is a run that measures what these limits are of, or everything.
func limitsPlan(of []limits.Limit) suite.Config {
	c := suite.Config{Engines: suite.Engines()}
	if len(of) > 0 {
		c.Engines = slices.DeleteFunc(c.Engines, func(engine string) bool {
			return !slices.ContainsFunc(of, func(l limits.Limit) bool { return l.Engine == engine })
		})
	}
	return c
}

// The time of a run: what each result has, what it takes beside that for latencies
// and warm-up, and what the run takes to start its engines and to compare nonces.
const (
	minPerResult  = 100 * time.Millisecond
	maxPerResult  = time.Second
	besideSlices  = 1.4
	besideResults = 4 * time.Second
	runNonces     = 10_000
)

// perResult spreads a budget over the results of a run.
func perResult(c suite.Config, budget time.Duration) time.Duration {
	results := 0
	for _, operations := range c.Planned() {
		results += 2 * len(operations) // at one goroutine and at all cores
	}
	return min(maxPerResult, max(minPerResult, time.Duration(float64(budget-besideResults)/besideSlices/float64(results))))
}

// runHead has head measure itself as a user would, and reads its report. Of what is
// wrong its exit code tells, and its report: one of them is enough.
func (r *gateRun) runHead(ctx context.Context, budget time.Duration) (*report.Report, error) {
	plan := limitsPlan(r.limits)
	command := exec.CommandContext(ctx, r.head, "run", "--engines", strings.Join(plan.Engines, ","),
		"--duration", perResult(plan, budget).Round(time.Millisecond).String(), "--nonces", strconv.Itoa(runNonces), "--format", "json")
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = runPatience
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	switch code := command.ProcessState.ExitCode(); {
	case code == codeWrong:
		return nil, fmt.Errorf("bench run: %w: %s", worker.ErrWrong, lastLine(stderr.String()))
	case err != nil:
		return nil, fmt.Errorf("bench run: %w: %s", err, lastLine(stderr.String()))
	}
	var measured report.Report
	if err := json.Unmarshal(stdout.Bytes(), &measured); err != nil {
		return nil, fmt.Errorf("bench run: not a report: %w", err)
	}
	if measured.Schema != report.Schema || measured.Incomplete {
		return nil, fmt.Errorf("bench run: a report of schema %d, incomplete %t: want a complete one of schema %d", measured.Schema, measured.Incomplete, report.Schema)
	}
	if measured.Wrong() {
		return nil, fmt.Errorf("bench run: %w: %s", worker.ErrWrong, strings.Join(measured.Problems, "; "))
	}
	return &measured, nil
}

// runPatience is for a run that was interrupted.
const runPatience = 10 * time.Second

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
