package duel

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// TestAlone measures with real processes, and compares the result with itself.
func TestAlone(t *testing.T) {
	var roles []string
	note := func(ctx context.Context, role string) (*worker.Worker, error) {
		roles = append(roles, role)
		return self(ctx, role)
	}
	c := Config{Head: note, Kernels: []string{"native nonce", "wazero sign"}, Budget: time.Second, Seed: 1, Settings: verdict.Settings{Tolerance: 5, Alpha: 0.05}}
	stored, err := Alone(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(stored.Launches); n == 0 || len(roles) != n*headProcesses || strings.Contains(strings.Join(roles, " "), "base") {
		t.Errorf("%d launches started %q", n, roles)
	}
	for _, k := range stored.Launches[0].Kernels {
		if k.Slices != rounds*blocks*headProcesses*2 || k.Head <= 0 || k.Base <= 0 || k.LogRatio == 0 {
			t.Errorf("%+v", k)
		}
	}
	for i := range c.Kernels {
		c.Baseline = append(c.Baseline, []float64{stored.Launches[0].Kernels[i].LogRatio})
	}
	found, err := Run(t.Context(), c)
	if err != nil || found.Verdict == verdict.Undecided || found.Outcomes[0].N == 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestAloneSum has the kernel take 2 and 8 where the reference takes 1: 4 in the
// mean, and one process four times the other.
func TestAloneSum(t *testing.T) {
	k := loneKernel{tally: tally{slices: 4, tainted: 1}, blocks: [][headProcesses]times{{{2, 1}, {8, 1}}}}
	got := k.sum()
	if !near(got.LogRatio, math.Log(4)) || !near(got.Noise, math.Log(4)) || !near(got.Head, 4) || !near(got.Base, 1) || got.Tainted != 0.25 {
		t.Errorf("%+v", got)
	}
}

// fakeLaunches have one kernel with these log-ratios and noises.
func fakeLaunches(ratios, noises []float64) (all []Launch) {
	for i := range ratios {
		all = append(all, Launch{Kernels: []Kernel{{LogRatio: ratios[i], Noise: noises[i]}}})
	}
	return all
}

// TestSight of launches without any difference is the tolerance, and less the more
// they differ. A confirmation's do not count.
func TestSight(t *testing.T) {
	c := Config{Base: self, Kernels: []string{"native sign"}, Settings: verdict.Settings{Tolerance: 0.05, Alpha: 0.05}}
	same := make([]float64, 12)
	found := Found{Launches: fakeLaunches(same, same)}
	for i := range same {
		found.Launches = append(found.Launches, Launch{Exchanged: true, Kernels: []Kernel{{LogRatio: float64(i)}}})
	}
	sight, err := c.Sight(found)
	if err != nil || !near(sight[0], 0.05) {
		t.Errorf("no noise: %v, %v", sight, err)
	}
	unlike := []float64{-0.1, 0.1, -0.08, 0.08, -0.06, 0.06, -0.04, 0.04, -0.02, 0.02, 0, 0}
	if sight, err = c.Sight(Found{Launches: fakeLaunches(unlike, same)}); err != nil || sight[0] < 0.08 || sight[0] > 0.16 {
		t.Errorf("noise: %v, %v", sight, err)
	}
	if sight, err = c.Sight(Found{Launches: fakeLaunches(same[:1], same)}); err != nil || !math.IsInf(sight[0], 1) {
		t.Errorf("a single launch: %v, %v", sight, err)
	}
}

// TestAnUnfitMachine has two processes of the same build that differ always.
func TestAnUnfitMachine(t *testing.T) {
	d := newDuel(Config{Kernels: []string{"native sign"}, Settings: verdict.Settings{Tolerance: 0.05, Alpha: 0.05}})
	same, biased := make([]float64, 12), make([]float64, 12)
	for i := range biased {
		biased[i] = 0.1
	}
	for _, test := range []struct {
		noises []float64
		want   verdict.Verdict
	}{{same, ""}, {biased, verdict.Unfit}} {
		d.found = Found{Launches: fakeLaunches(same, test.noises)}
		if err := d.judgeMachine(); err != nil || d.found.Verdict != test.want {
			t.Errorf("%q, %v; want %q", d.found.Verdict, err, test.want)
		}
	}
}

// TestWhole goes on with a verdict of PASS, and with no other.
func TestWhole(t *testing.T) {
	for v, want := range map[verdict.Verdict]bool{verdict.Pass: true, verdict.Fail: false, verdict.Unfit: false} {
		d := newDuel(Config{Whole: true})
		d.found.Verdict = v
		if d.goesOn() != want {
			t.Errorf("%s: goes on %t, want %t", v, !want, want)
		}
	}
	d := newDuel(Config{})
	d.found.Verdict = verdict.Pass
	if d.goesOn() {
		t.Error("goes on although nobody asked for it")
	}
}
