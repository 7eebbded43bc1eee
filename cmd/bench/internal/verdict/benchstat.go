package verdict

import (
	"fmt"
	"slices"

	"golang.org/x/perf/benchmath"
)

// A Benchstat is what benchstat would say of the same launches. It decides
// nothing here: it forgets which times belong together, asks whether there is
// any difference instead of whether it matters, and answers for one kernel and
// one look.
type Benchstat struct {
	// P is the probability of two samples as unlike as these, or more, if
	// they were of one distribution: Mann and Whitney's test, two-sided.
	P float64
	// Delta is by which fraction head's median is above base's, 0 without
	// values.
	Delta float64
	// Text is both in benchstat's form, "~" for a delta when P is not below
	// 0.05.
	Text string
	// Warnings are benchmath's, such as that there are too few values.
	Warnings []error
}

// CompareAsBenchstat takes times per operation, above 0, one for each launch.
func CompareAsBenchstat(base, head []float64) Benchstat {
	if len(base) == 0 || len(head) == 0 {
		missing := fmt.Errorf("%d and %d launches: want some of both", len(base), len(head))
		return Benchstat{P: 1, Text: "~", Warnings: []error{missing}}
	}
	b, h := benchstatSample(base), benchstatSample(head)
	compared := benchmath.AssumeNothing.Compare(b, h)
	before, after := benchstatMedian(b), benchstatMedian(h)
	return Benchstat{
		P:        compared.P,
		Delta:    after/before - 1,
		Text:     compared.FormatDelta(before, after) + fmt.Sprintf(" (%s)", compared),
		Warnings: compared.Warnings,
	}
}

// benchstatSample copies the values, since benchmath sorts them in place.
func benchstatSample(values []float64) *benchmath.Sample {
	return benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
}

func benchstatMedian(s *benchmath.Sample) float64 {
	return benchmath.AssumeNothing.Summary(s, 0.95).Center
}
