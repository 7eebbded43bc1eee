package measure

import (
	"cmp"
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

// QuietShare is the part of all pairs of slices that [Ratio] looks at, as one
// over it; but it takes minQuiet pairs if there are that many.
const (
	QuietShare = 4
	minQuiet   = 8
)

// Ratio estimates the ratio of an operation to its reference: once over the
// quietest quarter of the pairs, and once over all of them.
//
// Pairing cancels what slows both sides alike. Not everything does: on a virtual
// machine, signing was seen to take a third longer for seconds on end while the
// HMAC beside it did not, wherever its buffers lay and whichever core it ran on.
// A neighbour on the same physical core would look like that; it was not proved.
// Such interference adds time, so the pairs in which both together were fastest
// tell most about the code. The choice leans towards low ratios where the
// operation is noisier than its reference, which is why both are reported.
func Ratio(times []Times) (quiet, all Estimate) {
	sorted := slices.SortedFunc(slices.Values(times), func(a, b Times) int {
		return cmp.Compare(a.Operation*a.Reference, b.Operation*b.Reference)
	})
	n := max(len(sorted)/QuietShare, min(len(sorted), minQuiet))
	return median(ratios(sorted[:n])), median(ratios(sorted))
}

func ratios(times []Times) []float64 {
	r := make([]float64, len(times))
	for i, t := range times {
		r[i] = t.Ratio()
	}
	return r
}
