package verdict

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(a, b float64) bool { return a == b || math.Abs(a-b) < 1e-9 }

func (i Interval) near(other Interval) bool {
	return near(i.Low, other.Low) && near(i.Point, other.Point) && near(i.High, other.High)
}

// TestCenterByHand has few values, so that the averages can be written down:
// those of 1, 2 and 6 are 1, 1.5, 2, 3.5, 4 and 6.
func TestCenterByHand(t *testing.T) {
	infinite := math.Inf(1)
	for _, c := range []struct {
		why       string
		values    []float64
		low, high float64
		want      Interval
	}{
		{"nothing is known", nil, 0.2, 0.2, Interval{-infinite, 0, infinite}},
		{"one value is below the centre every other time", []float64{3}, 0.5, 0.49, Interval{3, 3, infinite}},
		{"the least error of three is 1/8", []float64{6, 1, 2}, 0.125, 0.124, Interval{1, 2.75, infinite}},
		{"the next ranks cost 1/8 each", []float64{6, 1, 2}, 0.374, 0.375, Interval{1.5, 2.75, 3.5}},
		{"all equal", []float64{7, 7, 7, 7, 7}, 0.05, 0.05, Interval{7, 7, 7}},
		{"zeros are values like others", []float64{0, 0, 0, 0, 5}, 0.05, 0.05, Interval{0, 0, 5}},
		{"an error above a half stops at the middle", []float64{1, 2, 6}, 0.9, 0.9, Interval{2, 2.75, 3.5}},
	} {
		if got := Center(c.values, c.low, c.high); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.why, got, c.want)
		}
	}
}

// TestCenterOfTheDepressionScale is example 3.1 of Hollander and Wolfe: nine
// patients before and after a tranquillizer.
func TestCenterOfTheDepressionScale(t *testing.T) {
	before := []float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}
	after := []float64{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29}
	var differences []float64
	for i := range before {
		differences = append(differences, after[i]-before[i])
	}
	got := Center(differences, 0.0196, 0.0196)
	if want := (Interval{-0.786, -0.46, -0.010}); !got.near(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestShiftOfTheWaterTransfer is example 4.1 of the same book: the permeability
// of a membrane at term and earlier.
func TestShiftOfTheWaterTransfer(t *testing.T) {
	term := []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	earlier := []float64{1.15, 0.88, 0.90, 0.74, 1.21}
	got := Shift(term, earlier, 0.02, 0.02)
	if want := (Interval{-0.76, -0.305, 0.15}); !got.near(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestShiftNeedsBothSides(t *testing.T) {
	for _, c := range [][2][]float64{{nil, {1}}, {{1}, nil}, {nil, nil}} {
		if got := Shift(c[0], c[1], 0.1, 0.1); got != unbounded {
			t.Errorf("%v: %+v, want no interval", c, got)
		}
	}
	// One in three choose two: 1/3 is the least error of one and two values.
	if got, want := Shift([]float64{1}, []float64{4, 6}, 0.34, 0.33), (Interval{3, 4, math.Inf(1)}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestCenterLeavesValuesAlone(t *testing.T) {
	values := []float64{3, 1, 2}
	Center(values, 0.1, 0.1)
	Shift(values, values, 0.1, 0.1)
	if values[0] != 3 || values[1] != 1 || values[2] != 2 {
		t.Errorf("reordered: %v", values)
	}
}

// TestCoverage counts how often a bound lies beyond the truth: hardly more often
// than its error says, and not so seldom that it says nothing.
func TestCoverage(t *testing.T) {
	const alpha, runs = 0.05, 1500
	m := machine{noise: 0.02, slowHead: 0.125, slowBase: 0.125}
	for _, n := range []int{8, 20, 70} {
		random := rand.New(rand.NewPCG(3, uint64(n)))
		var center, shift misses
		for range runs * 8 / max(8, n) {
			center.count(Center(m.ratios(random, n), alpha, alpha))
			shift.count(Shift(m.ratios(random, n/2), m.ratios(random, n/2), alpha, alpha))
		}
		center.check(t, "centre", n, alpha)
		shift.check(t, "shift", n, alpha)
	}
}

func (m machine) ratios(random *rand.Rand, n int) []float64 {
	return Sample{Launches: m.draw(random, 0, n)}.ratios(1)
}

// misses counts intervals that lie wholly above and below a true 0.
type misses struct{ above, below, all int }

func (m *misses) count(i Interval) {
	m.all++
	if i.Low > 0 {
		m.above++
	}
	if i.High < 0 {
		m.below++
	}
}

// check allows what a binomial count exceeds once in some 30 000 times.
func (m misses) check(t *testing.T, what string, n int, alpha float64) {
	t.Helper()
	most := atMost(m.all, alpha)
	least := int(float64(m.all) * alpha / 4)
	t.Logf("%s of %d: %d and %d of %d missed", what, n, m.above, m.below, m.all)
	if m.above > most || m.below > most || m.above < least || m.below < least {
		t.Errorf("%s of %d: %d and %d of %d missed, want %d to %d", what, n, m.above, m.below, m.all, least, most)
	}
}

// atMost gives the largest count that passes for a probability of p.
func atMost(runs int, p float64) int {
	expected := float64(runs) * p
	return int(expected + 4*math.Sqrt(expected*(1-p)))
}
