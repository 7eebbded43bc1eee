package verdict

import (
	"math"
	"slices"
	"testing"
)

func TestCompareAsBenchstat(t *testing.T) {
	base := []float64{104, 100, 101, 102, 103}
	slower := []float64{124, 120, 121, 122, 123}
	got := CompareAsBenchstat(base, slower)
	// 2 of the 252 ways to share ten values are as extreme.
	if want := 2.0 / 252; !near(got.P, want) || !near(got.Delta, 20.0/102) || got.Text != "+19.61% (p=0.008 n=5)" {
		t.Errorf("got %+v, want p %v", got, want)
	}
	if base[0] != 104 || slower[0] != 124 {
		t.Error("the caller's values were reordered")
	}
}

// TestBenchstatIsNotTheGate has pairs of which each is 10 % slower, on a machine
// that drifts: benchstat sees no difference where the pairs all agree.
func TestBenchstatIsNotTheGate(t *testing.T) {
	var base, head []float64
	var sample Sample
	for i := range 10 {
		pace := 100 * (1 + float64(i)/5)
		base, head = append(base, pace), append(head, 1.1*pace)
		sample.Launches = append(sample.Launches, Launch{LogRatio: math.Log(1.1)})
	}
	if got := CompareAsBenchstat(base, head); got.P < 0.05 || got.Text[0] != '~' {
		t.Errorf("benchstat: %+v, want no difference", got)
	}
	s := mustSequence(t, Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 1})
	if got := mustLook(t, s, 1, sample)[0]; got.Verdict != Fail {
		t.Errorf("paired: %+v, want fail", got.Decision)
	}
}

func TestBenchstatOfFewLaunches(t *testing.T) {
	for _, c := range []struct{ base, head []float64 }{
		{nil, nil}, {nil, []float64{1}}, {[]float64{1}, nil}, {[]float64{1}, []float64{2}}, {[]float64{3, 3}, []float64{3, 3}},
	} {
		got := CompareAsBenchstat(c.base, c.head)
		if got.P < 0.05 || got.Text[0] != '~' || math.IsNaN(got.Delta) || len(got.Warnings) == 0 {
			t.Errorf("%v and %v: %+v, want no difference and a warning", c.base, c.head, got)
		}
	}
	if got := CompareAsBenchstat(slices.Repeat([]float64{3}, 9), slices.Repeat([]float64{3}, 9)); got.Delta != 0 {
		t.Errorf("all equal: %+v", got)
	}
}
