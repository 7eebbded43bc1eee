package measure

import (
	"slices"

	"golang.org/x/perf/benchmath"
)

// An Estimate is a median with a distribution-free confidence interval.
type Estimate struct {
	// Median, Low and High are all 0 without samples. Low and High are infinite
	// when there are too few samples for the confidence.
	Median, Low, High float64
	Samples           int
}

// Confidence is the confidence of an [Estimate]'s interval.
const Confidence = 0.95

// median estimates the median of what the values are samples of. The interval
// comes from their order alone, so outliers do not widen it.
func median(values []float64) Estimate {
	if len(values) == 0 {
		return Estimate{}
	}
	s := benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
	sum := benchmath.AssumeNothing.Summary(s, Confidence)
	return Estimate{Median: sum.Center, Low: sum.Lo, High: sum.Hi, Samples: len(values)}
}

// Ratio estimates the ratio of an operation to its reference. What slows both of
// a pair of slices alike cancels out. Not everything does: see ARCHITECTURE.md
// about processors that are shared.
func Ratio(times []Times) Estimate {
	ratios := make([]float64, len(times))
	for i, t := range times {
		ratios[i] = t.Ratio()
	}
	return median(ratios)
}
