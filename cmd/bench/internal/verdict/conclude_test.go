package verdict

import (
	"fmt"
	"math"
	"testing"
)

// TestConclude goes from launches to the verdict of a run, for each verdict that
// there is.
func TestConclude(t *testing.T) {
	settings := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 2}
	quiet := []Sample{spread(0, 20), spread(0, 20)}
	for _, c := range []struct {
		why      string
		compared []Sample
		same     []Sample
		fraction float64
		want     Verdict
	}{
		{"both as fast", quiet, quiet, 1, Pass},
		{"both faster", []Sample{spread(-0.2, 20), spread(-0.2, 20)}, quiet, 1, Pass},
		{"one slower", []Sample{spread(0, 20), spread(0.1, 20)}, quiet, 1, Fail},
		{"one slower, early", []Sample{spread(0, 20), spread(0.1, 20)}, quiet, 0.5, Fail},
		{"one slower, the other undecided", []Sample{spread(0.05, 20), spread(0.1, 20)}, quiet, 0.5, Fail},
		{"at the tolerance, early", []Sample{spread(0, 20), spread(0.05, 20)}, quiet, 0.5, Undecided},
		{"at the tolerance, at the end", []Sample{spread(0, 20), spread(0.05, 20)}, quiet, 1, Inconclusive},
		{"too few launches, at the end", []Sample{spread(0, 4), spread(0, 4)}, quiet, 1, Inconclusive},
		{"at the tolerance on a noisy machine, early", []Sample{spread(0, 20), spread(0.05, 20)}, []Sample{noisy(20), spread(0, 20)}, 0.5, Undecided},
		{"at the tolerance on a noisy machine", []Sample{spread(0, 20), spread(0.05, 20)}, []Sample{noisy(20), spread(0, 20)}, 1, Unfit},
		{"as fast on a noisy machine", quiet, []Sample{spread(0, 20), noisy(20)}, 1, Pass},
		{"slower on a noisy machine", []Sample{spread(0, 20), spread(0.1, 20)}, []Sample{spread(0, 20), noisy(20)}, 1, Fail},
		{"slower where the same code is slower too", []Sample{spread(0, 20), spread(0.1, 20)}, []Sample{spread(0, 20), spread(0.06, 20)}, 1, Unfit},
		{"as fast where the same code is faster", quiet, []Sample{spread(-0.06, 20), spread(0, 20)}, 1, Unfit},
		{"as fast where the same code differs a little", quiet, []Sample{spread(-0.04, 20), spread(0.04, 20)}, 1, Pass},
	} {
		outcomes := mustLook(t, mustSequence(t, settings), c.fraction, c.compared...)
		floor, err := NoiseFloor(ratiosUpTo(c.same, len(c.same[0].Launches)), settings.Alpha)
		if err != nil {
			t.Fatal(err)
		}
		if got := settings.Conclude(decisionsOf(outcomes), floor); got != c.want {
			t.Errorf("%s: %s, want %s (kernels %s, floor %.3f)", c.why, got, c.want, verdictsOf(outcomes), floor.Fraction)
		}
	}
}

// noisy has launches 20 % to either side.
func noisy(n int) Sample {
	var s Sample
	for i := range n {
		s.Launches = append(s.Launches, Launch{LogRatio: math.Log(1.2) * float64(1-2*(i%2))})
	}
	return s
}

func TestConcludeOfNothingIsNoPass(t *testing.T) {
	if got := simulatedSettings.Conclude(nil, Floor{}); got != Inconclusive {
		t.Errorf("no kernels: %s, want inconclusive", got)
	}
	if got := simulatedSettings.Conclude([]Decision{{Verdict: Pass}, {}}, Floor{}); got != Inconclusive {
		t.Errorf("a kernel without a verdict: %s, want inconclusive", got)
	}
}

func TestNoiseFloor(t *testing.T) {
	half, infinite := math.Log(0.5), math.Inf(1)
	for _, c := range []struct {
		why  string
		in   [][]float64
		want float64
	}{
		{"no kernels", nil, infinite},
		{"too few launches", [][]float64{{0, 0, 0}}, infinite},
		{"one kernel with too few", [][]float64{{0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0}}, infinite},
		{"five launches err 1 in 32 on each side", [][]float64{{0, 0, 0, 0, 0}}, infinite},
		{"no noise", [][]float64{{0, 0, 0, 0, 0, 0}}, 0},
		{"half the time is as far as twice", [][]float64{{half, half, half, half, half, half}}, 1},
		{"the worst kernel counts", [][]float64{{0, 0, 0, 0, 0, 0, 0}, {-half, -half, -half, -half, -half, -half, -half}}, 1},
	} {
		got, err := NoiseFloor(c.in, 0.05)
		if err != nil || !near(got.Fraction, c.want) || len(got.Kernels) != len(c.in) {
			t.Errorf("%s: %+v, error %v; want %v", c.why, got, err, c.want)
		}
	}
}

func TestNoiseFloorRefusesNonsense(t *testing.T) {
	_, err := NoiseFloor([][]float64{{0}, {0, math.NaN()}}, 0.05)
	if want := "kernel 2, launch 2: log-ratio NaN: want a number between -14 and 14"; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

// TestDetectable moves an interval up to where it just fails: by what the answer
// says, and not by less.
func TestDetectable(t *testing.T) {
	s := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 1}
	seen := Interval{Low: -0.03, Point: -0.01, High: 0.02}
	smallest := s.Detectable(s.decide(seen, 20, 0.01, 0.01))
	if want := 1.05*math.Exp(0.02) - 1; !near(smallest, want) {
		t.Errorf("got %v, want %v", smallest, want)
	}
	for shift, want := range map[float64]Verdict{1e-9: Fail, -1e-9: Undecided} {
		up := math.Log1p(smallest) - seen.Point + shift
		moved := s.decide(Interval{seen.Low + up, seen.Point + up, seen.High + up}, 20, 0.01, 0.01)
		if moved.Verdict != want {
			t.Errorf("%v beside it: %+v, want %s", shift, moved, want)
		}
	}
	if got := s.Detectable(s.decide(unbounded, 0, 0.01, 0.01)); !math.IsInf(got, 1) {
		t.Errorf("without launches: %v, want +Inf", got)
	}
}
