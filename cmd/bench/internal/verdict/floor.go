package verdict

import (
	"fmt"
	"math"
)

// A Floor is what the machine makes of identical code: the A/A arm, in which
// both sides are the base.
type Floor struct {
	// Kernels are the intervals of the A/A log-ratios, in the order given.
	Kernels []Interval
	// Fraction is the largest difference that is still within one of the
	// intervals. It does not depend on which of the two workers is called
	// the first: half the time and twice the time are both a difference of 1.
	// It is +Inf without kernels, or with too few launches for an interval.
	Fraction float64
}

// NoiseFloor estimates the floor. All intervals together cover the truth with a
// probability of 1-alpha, so each of their ends has an equal share of alpha.
func NoiseFloor(perKernel [][]float64, alpha float64) (Floor, error) {
	share := alpha / float64(2*len(perKernel))
	kernels := make([]Interval, len(perKernel))
	for k, ratios := range perKernel {
		for i, ratio := range ratios {
			if err := checkRatio(ratio); err != nil {
				return Floor{}, fmt.Errorf("kernel %d, launch %d: %w", k+1, i+1, err)
			}
		}
		kernels[k] = Center(ratios, share, share)
	}
	return Floor{Kernels: kernels, Fraction: math.Expm1(farthest(kernels))}, nil
}

// farthest gives the largest absolute bound.
func farthest(intervals []Interval) float64 {
	if len(intervals) == 0 {
		return math.Inf(1)
	}
	bound := 0.0
	for _, i := range intervals {
		bound = max(bound, -i.Low, i.High)
	}
	return bound
}

// biased says that identical code differs by more than the tolerance, beyond
// chance: an interval lies wholly on one side.
func (f Floor) biased(tolerance float64) bool {
	limit := math.Log1p(tolerance)
	for _, i := range f.Kernels {
		if i.Low > limit || i.High < -limit {
			return true
		}
	}
	return false
}
