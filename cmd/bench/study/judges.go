package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/perf/benchfmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
)

// byGate asks bench gate. The tolerance is in per cent.
func byGate(ctx context.Context, base, head build, budget time.Duration, tolerance float64, seed uint64) (r gate.Result, err error) {
	command := exec.CommandContext(ctx, base.bench, "gate", "--base-bin", base.bench, "--head-bin", head.bench, "--format", "json",
		"--time-budget", budget.String(), "--tolerance", strconv.FormatFloat(tolerance, 'g', -1, 64)+"%", "--seed", strconv.FormatUint(seed, 10))
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, ended := command.Output() // a verdict other than pass is an exit code
	if err := json.Unmarshal(out, &r); err != nil {
		return r, fmt.Errorf("bench gate: %w: %s", ended, strings.TrimSpace(stderr.String()))
	}
	return r, ctx.Err()
}

// What people do without the gate: all benchmarks of the old code, then all of the
// new code.
const (
	benchmarks = "^Benchmark(Signer|Prepared|Verify)$"
	repeats    = 10
	benchTime  = 300 * time.Millisecond
)

// significant is benchstat's own, threshold that of a single pair of runs.
const (
	significant = 0.05
	threshold   = 0.10
)

// asUsual measures both builds with go test's benchmarks, and judges what came of
// it twice: by benchstat, and by the last run of the old beside the first of the new.
func asUsual(ctx context.Context, base, head build) (byBenchstat, byThreshold *Judged, err error) {
	begin := time.Now()
	was, err := measured(ctx, base)
	if err != nil {
		return nil, nil, err
	}
	is, err := measured(ctx, head)
	if err != nil {
		return nil, nil, err
	}
	took := time.Since(begin).Seconds()
	byBenchstat, byThreshold = new(Judged), new(Judged)
	for name, old := range was {
		compared := verdict.CompareAsBenchstat(old, is[name])
		if compared.P < significant && compared.Delta > 0 {
			byBenchstat.Slower = append(byBenchstat.Slower, name)
		}
		if len(is[name]) > 0 && is[name][0] > (1+threshold)*old[len(old)-1] {
			byThreshold.Slower = append(byThreshold.Slower, name)
		}
	}
	byBenchstat.judge(took)
	byThreshold.judge(took / repeats)
	return byBenchstat, byThreshold, nil
}

// judge makes a verdict of what was found to be slower.
func (j *Judged) judge(seconds float64) {
	j.Verdict, j.Seconds = string(gate.Pass), seconds
	if len(j.Slower) > 0 {
		j.Verdict = string(gate.Fail)
	}
	slices.Sort(j.Slower)
}

// measured gives the times per operation of each benchmark.
func measured(ctx context.Context, b build) (map[string][]float64, error) {
	command := exec.CommandContext(ctx, b.tests, "-test.run=^$", "-test.bench="+benchmarks,
		"-test.count="+strconv.Itoa(repeats), "-test.benchtime="+benchTime.String())
	command.Dir = b.tested
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("benchmarks: %w: %s", err, out)
	}
	return timesIn(out)
}

func timesIn(text []byte) (map[string][]float64, error) {
	times := make(map[string][]float64)
	reader := benchfmt.NewReader(bytes.NewReader(text), "")
	for reader.Scan() {
		if r, ok := reader.Result().(*benchfmt.Result); ok {
			if seconds, ok := r.Value("sec/op"); ok {
				name := string(r.Name.Base())
				times[name] = append(times[name], seconds)
			}
		}
	}
	if len(times) == 0 {
		return nil, fmt.Errorf("no benchmark in %q", text)
	}
	return times, reader.Err()
}
