package gate

import (
	"math"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
)

// TakeStored puts what was found of head alone, and what it was compared with, into
// the result, and concludes. The baseline has the log-ratios of each kernel to the
// reference in each launch.
func (r *Result) TakeStored(kernels []string, baseline [][]float64, found duel.Found) {
	r.takeSpeed(kernels, found)
	for i := range r.Kernels {
		r.Kernels[i].takeStored(i, baseline[i], found.Launches)
	}
	if len(r.Differs) > 0 {
		r.withdraw()
	}
	r.Conclude()
}

// takeStored replaces times of the reference, which the duel has in the place of
// base's, by ratios to it. Benchstat compares those: its test is meant for values
// that do not come in pairs.
func (k *Kernel) takeStored(i int, baseline []float64, launches []duel.Launch) {
	var is []float64
	for _, l := range launches {
		is = append(is, math.Exp(l.Kernels[i].LogRatio))
	}
	var was []float64
	for _, ratio := range baseline {
		was = append(was, math.Exp(ratio))
	}
	b := verdict.CompareAsBenchstat(was, is)
	k.Benchstat = Benchstat{finite(b.P), finite(b.Delta)}
	k.BaseRatio, k.HeadRatio = middle(was), middle(is)
	k.BaseNS = 0
	for launch := range k.Times {
		k.Times[launch].Base = 0
	}
}

// middle gives the median, of two the upper.
func middle(values []float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	return &sorted[len(sorted)/2]
}
