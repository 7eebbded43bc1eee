package main

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/limits"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// TestGateExamplesMakeSense checks the flags of each example of the help.
func TestGateExamplesMakeSense(t *testing.T) {
	seen := make(map[gate.Mode]bool)
	for example := range strings.Lines(newGateCommand(io.Discard, io.Discard).Example) {
		var g gating
		flags := pflag.NewFlagSet("gate", pflag.ContinueOnError)
		g.register(flags)
		if err := flags.Parse(strings.Fields(example)[2:]); err != nil {
			t.Fatalf("%s: %v", example, err)
		}
		mode, tolerance, err := g.check(flags)
		if err != nil || tolerance <= 0 {
			t.Errorf("%s: %v, tolerance %v", example, err, tolerance)
		}
		seen[mode] = true
	}
	for _, m := range gateModes() {
		if !seen[m.mode] && m.mode != gate.Limited { // limits are in an example with a comparison
			t.Errorf("no example with --%s", m.flag)
		}
	}
}

// TestConfirmed: a limit fails if it is exceeded in both runs.
func TestConfirmed(t *testing.T) {
	run := func(oks ...bool) (judged []report.Limit) {
		for _, ok := range oks {
			judged = append(judged, report.Limit{OK: ok})
		}
		return judged
	}
	first, again := run(true, true, false, false), run(true, false, true, false)
	if got, want := confirmed(first, again), run(true, true, true, false); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestPerResult spreads budgets over a run of 8 results, four operations at two
// concurrencies.
func TestPerResult(t *testing.T) {
	plan := limitsPlan([]limits.Limit{{Engine: "native"}})
	if !slices.Equal(plan.Engines, []string{"native"}) {
		t.Errorf("engines %q", plan.Engines)
	}
	for budget, want := range map[time.Duration]time.Duration{
		time.Second: minPerResult, time.Hour: maxPerResult, besideResults + 5600*time.Millisecond: 500 * time.Millisecond,
	} {
		if got := perResult(plan, budget); got.Round(time.Millisecond) != want {
			t.Errorf("%v: %v, want %v", budget, got, want)
		}
	}
}
