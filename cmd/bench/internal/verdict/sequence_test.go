package verdict

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// spread makes n launches around a slowdown that differ by a hundredth of a
// percent each, symmetrically.
func spread(slowdown float64, n int) Sample {
	var s Sample
	for i := range n {
		off := 1e-4 * (float64(i) - float64(n-1)/2)
		s.Launches = append(s.Launches, Launch{LogRatio: math.Log1p(slowdown) + off})
	}
	return s
}

func mustLook(t *testing.T, s *Sequence, fraction float64, samples ...Sample) []Outcome {
	t.Helper()
	outcomes, err := s.Look(samples, fraction)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func mustSequence(t *testing.T, s Settings) *Sequence {
	t.Helper()
	sequence, err := NewSequence(s)
	if err != nil {
		t.Fatal(err)
	}
	return sequence
}

func verdictsOf(outcomes []Outcome) string {
	var words []string
	for _, o := range outcomes {
		words = append(words, string(o.Verdict))
	}
	return strings.Join(words, " ")
}

func TestSpend(t *testing.T) {
	for _, alpha := range []float64{0.2, 0.05, 0.01} {
		before := 0.0
		for i := range 101 {
			got := spend(float64(i)/100, alpha)
			if got < before || got > alpha*(1+1e-12) {
				t.Errorf("%v at %d %% after %v: want no less, and at most %v", got, i, before, alpha)
			}
			before = got
		}
		if spend(0, alpha) != 0 || !near(spend(1, alpha), alpha) || spend(7, alpha) != spend(1, alpha) {
			t.Errorf("%v: %v at the start, %v at the end, %v later", alpha, spend(0, alpha), spend(1, alpha), spend(7, alpha))
		}
	}
	// 2(1-Phi(1.959964/sqrt(t))), from a table of the normal distribution.
	for fraction, want := range map[float64]float64{0.25: 0.0000886, 0.5: 0.0055746, 0.75: 0.0236251} {
		if got := spend(fraction, 0.05); math.Abs(got-want) > 1e-6 {
			t.Errorf("%v of 0.05 at %v, want %v", got, fraction, want)
		}
	}
}

// TestVerdictByInterval has six kernels at a look that is the first and last,
// so that everything may be spent at once.
func TestVerdictByInterval(t *testing.T) {
	s := mustSequence(t, Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 6})
	got := mustLook(t, s, 1, spread(0, 20), spread(-0.5, 20), spread(0.1, 20), spread(0.049, 20), spread(0.051, 20), spread(0.05, 20))
	if want := "pass pass fail pass fail inconclusive"; verdictsOf(got) != want {
		t.Errorf("got %s, want %s", verdictsOf(got), want)
	}
	if d := got[2].Decision; d.N != 20 || !near(d.Point, 0.1) || d.Low < 0.0995 || d.High > 0.1005 {
		t.Errorf("of 10 %%: %+v", d)
	}
}

// TestToleranceItselfDecidesNothing has a bound that equals the tolerance.
func TestToleranceItselfDecidesNothing(t *testing.T) {
	s := Settings{Tolerance: 0.25, Alpha: 0.05, Kernels: 1}
	at := Interval{math.Log(1.25), math.Log(1.25), math.Log(1.25)}
	s.Tolerance = math.Expm1(at.Low)
	if got := s.decide(at, 9, 0.1, 0.1); got.Verdict != Undecided {
		t.Errorf("got %+v, want it undecided", got)
	}
}

// TestTooFewLaunchesNeverDecide has kernels a hundred times slower and faster.
func TestTooFewLaunchesNeverDecide(t *testing.T) {
	for n := range 12 {
		s := mustSequence(t, Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 2})
		got := mustLook(t, s, 1, spread(99, n), spread(-0.99, n))
		want := "inconclusive inconclusive"
		switch { // 1 in 2^n must be at most 0.05, and for failing 0.025
		case n >= 6:
			want = "fail pass"
		case n == 5:
			want = "inconclusive pass"
		}
		if verdictsOf(got) != want {
			t.Errorf("%d launches: %s, want %s", n, verdictsOf(got), want)
		}
		if n < 5 && (got[0].Low != -1 || !math.IsInf(got[0].High, 1) || math.IsNaN(got[0].Point)) {
			t.Errorf("%d launches: %+v, want no bounds", n, got[0].Decision)
		}
	}
}

// TestErrorIsSpentOnce adds up what all looks used: a look that could not decide
// uses nothing, and those that could no more than was promised.
func TestErrorIsSpentOnce(t *testing.T) {
	const alpha = 0.05
	s := mustSequence(t, Settings{Tolerance: 0.05, Alpha: alpha, Kernels: 3})
	undecided := func(n int) []Sample { return []Sample{spread(0.05, n), spread(0.05, n), spread(0.05, n)} }
	if mustLook(t, s, 0.5, undecided(3)...); s.failSpent != 0 || s.passSpent != 0 {
		t.Errorf("3 launches spent %v and %v", s.failSpent, s.passSpent)
	}
	var low, high float64
	for i, fraction := range []float64{0.6, 0.7, 0.8, 1} {
		for _, o := range mustLook(t, s, fraction, undecided(20+i)...) {
			low += o.AlphaLow
			high += o.AlphaHigh / 3
		}
	}
	if !near(low, alpha) || !near(high, alpha) {
		t.Errorf("spent %v of all kernels to fail and %v of each to pass, want %v", low, high, alpha)
	}
	again := mustSequence(t, Settings{Tolerance: 0.05, Alpha: alpha, Kernels: 3})
	mustLook(t, again, 0.7, undecided(20)...)
	for _, o := range mustLook(t, again, 0.7, undecided(40)...) {
		if o.AlphaLow != 0 || o.Low != -1 {
			t.Errorf("a second look at the same fraction: %+v, want nothing to spend", o.Decision)
		}
	}
}

// TestFailedKernelsLeaveTheirShare is Holm's rule: eight launches suffice for an
// error of 1 in 256. At an Alpha of 1 in 100 that is less than a third and more
// than a half.
func TestFailedKernelsLeaveTheirShare(t *testing.T) {
	settings := Settings{Tolerance: 0.05, Alpha: 0.01, Kernels: 3}
	alone := mustLook(t, mustSequence(t, settings), 1, spread(0.2, 8), spread(0, 8), spread(0, 8))
	if want := "inconclusive pass pass"; verdictsOf(alone) != want {
		t.Errorf("one slow kernel: %s, want %s", verdictsOf(alone), want)
	}
	another := mustLook(t, mustSequence(t, settings), 1, spread(0.2, 8), spread(0, 8), spread(0.2, 20))
	if want := "fail pass fail"; verdictsOf(another) != want {
		t.Errorf("after another failed: %s, want %s", verdictsOf(another), want)
	}
	if got := another[0].AlphaLow; !near(got, 0.005) {
		t.Errorf("share after another failed: %v, want 0.005", got)
	}
	if got := another[2].AlphaLow; !near(got, 0.01/3) {
		t.Errorf("share of the one that failed first: %v, want a third of 0.01", got)
	}
}

// TestVerdictsStay has launches that say the contrary at the second look.
func TestVerdictsStay(t *testing.T) {
	s := mustSequence(t, Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 3})
	first := mustLook(t, s, 0.5, spread(0.2, 20), spread(0, 20), spread(0.05, 20))
	if want := "fail pass undecided"; verdictsOf(first) != want {
		t.Fatalf("first look: %s, want %s", verdictsOf(first), want)
	}
	second := mustLook(t, s, 1, spread(0, 40), spread(0.2, 40), spread(0.05, 40))
	if want := "fail pass inconclusive"; verdictsOf(second) != want {
		t.Errorf("second look: %s, want %s", verdictsOf(second), want)
	}
	if second[0] != first[0] || second[1] != first[1] {
		t.Errorf("intervals changed after the verdict: %+v, were %+v", second[:2], first[:2])
	}
	if second[2].N != 40 {
		t.Errorf("the undecided kernel has %d launches, want 40", second[2].N)
	}
	second[0].Verdict = Pass
	if third := mustLook(t, s, 1, spread(0, 40), spread(0, 40), spread(0, 40)); third[0].Verdict != Fail {
		t.Error("the caller's copy changed the sequence")
	}
}

// TestStoredBaseline compares with values of another time, which lie elsewhere.
func TestStoredBaseline(t *testing.T) {
	s := mustSequence(t, Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 3, Stored: true})
	stored := spread(1, 15).ratios(1)
	slow, same, faster := spread(1.4, 12), spread(1, 12), spread(0.5, 12)
	slow.Baseline, same.Baseline, faster.Baseline = stored, stored, stored
	got := mustLook(t, s, 1, slow, same, faster)
	if want := "fail pass pass"; verdictsOf(got) != want {
		t.Errorf("got %s, want %s", verdictsOf(got), want)
	}
	if !near(got[0].Point, 0.2) || !near(got[2].Point, -0.25) {
		t.Errorf("got %v and %v, want 0.2 and -0.25", got[0].Point, got[2].Point)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	good := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 6}
	for message, spoil := range map[string]func(*Settings){
		"tolerance 0:":    func(s *Settings) { s.Tolerance = 0 },
		"tolerance NaN:":  func(s *Settings) { s.Tolerance = math.NaN() },
		"tolerance 11:":   func(s *Settings) { s.Tolerance = 11 },
		"tolerance -0.1:": func(s *Settings) { s.Tolerance = -0.1 },
		"alpha 0:":        func(s *Settings) { s.Alpha = 0 },
		"alpha 0.5:":      func(s *Settings) { s.Alpha = 0.5 },
		"alpha NaN:":      func(s *Settings) { s.Alpha = math.NaN() },
		"kernels 0:":      func(s *Settings) { s.Kernels = 0 },
	} {
		s := good
		spoil(&s)
		if _, err := NewSequence(s); err == nil || !strings.HasPrefix(err.Error(), message) {
			t.Errorf("%+v: error %v, want %q", s, err, message)
		}
	}
}

func TestLookRefusesWhatIsMissingOrNonsense(t *testing.T) {
	paired, stored := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 1}, Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 1, Stored: true}
	one := func(ratio, tainted float64) []Sample {
		return []Sample{{Launches: []Launch{{}, {ratio, tainted}}}}
	}
	for _, c := range []struct {
		settings Settings
		samples  []Sample
		fraction float64
		want     string
	}{
		{paired, nil, 1, "0 kernels: want 1"},
		{paired, make([]Sample, 2), 1, "2 kernels: want 1"},
		{paired, one(0, 0), -0.1, "fraction -0.1 of the run: want 0 or more"},
		{paired, one(0, 0), math.NaN(), "fraction NaN of the run: want 0 or more"},
		{paired, one(math.NaN(), 0), 1, "kernel 1: launch 2: log-ratio NaN: want a number between -14 and 14"},
		{paired, one(math.Inf(-1), 0), 1, "kernel 1: launch 2: log-ratio -Inf: want a number between -14 and 14"},
		{paired, one(15, 0), 1, "kernel 1: launch 2: log-ratio 15: want a number between -14 and 14"},
		{paired, one(0, math.NaN()), 1, "kernel 1: launch 2: tainted share NaN: want 0 to 1"},
		{paired, one(0, 1.5), 1, "kernel 1: launch 2: tainted share 1.5: want 0 to 1"},
		{paired, []Sample{{Baseline: []float64{1}}}, 1, "kernel 1: 1 stored values beside a base that was measured"},
		{stored, one(0, 0), 1, "kernel 1: no stored values to compare with"},
		{stored, []Sample{{Baseline: []float64{1, math.Inf(1)}}}, 1, "kernel 1: stored value 2: log-ratio +Inf: want a number between -14 and 14"},
	} {
		s := mustSequence(t, c.settings)
		if _, err := s.Look(c.samples, c.fraction); fmt.Sprint(err) != c.want {
			t.Errorf("%+v at %v: error %v, want %q", c.samples, c.fraction, err, c.want)
		}
	}
}
