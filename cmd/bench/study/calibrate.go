package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// Calibrating measures a build that is slower by some guess, and goes on from
// there. A gate with the wanted slowdown for its tolerance has nothing to decide, so
// it uses all of its time.
const (
	guess       = 100
	trials      = 4
	closeEnough = 0.004
	trialBudget = time.Minute
)

// rounds finds how many make a case's kernel slower by what the case says, and
// keeps the number beside the builds.
func (s *study) rounds(ctx context.Context, c Case) (int, error) {
	file := filepath.Join(s.builds, s.revision[:12], fmt.Sprintf("%s-%.0f.rounds", filepath.Base(places()[c.Kernel].file), 100*c.Slower))
	if text, err := os.ReadFile(file); err == nil {
		return strconv.Atoi(strings.TrimSpace(string(text)))
	}
	base, err := s.make(ctx, variant{})
	if err != nil {
		return 0, err
	}
	n := guess
	for range trials {
		found, err := s.trial(ctx, base, c, n)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(s.progress, "%s: %d rounds are %.1f %%\n", c.Name, n, 100*found)
		if math.Abs(found-c.Slower) < closeEnough {
			break
		}
		n = max(1, int(math.Round(float64(n)*c.Slower/found)))
	}
	return n, os.WriteFile(file, []byte(strconv.Itoa(n)+"\n"), 0o644)
}

// trial measures by which fraction a kernel is slower with so many rounds.
func (s *study) trial(ctx context.Context, base build, c Case, rounds int) (float64, error) {
	head, err := s.make(ctx, variant{kernel: c.Kernel, rounds: rounds})
	if err != nil {
		return 0, err
	}
	r, err := byGate(ctx, base, head, trialBudget, 100*c.Slower, uint64(rounds))
	if err != nil {
		return 0, err
	}
	for _, k := range r.Kernels {
		if k.Name == c.Kernel && k.Delta.Point != nil && *k.Delta.Point > 0 {
			return *k.Delta.Point, nil
		}
	}
	return 0, fmt.Errorf("%s: %d rounds more are not slower: %s", c.Kernel, rounds, reason(r))
}

func reason(r gate.Result) string { return string(r.Verdict) + ", " + r.Reason }
