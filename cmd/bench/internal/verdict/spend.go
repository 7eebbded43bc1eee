package verdict

import "math"

// spend gives the error that may be used up to a fraction of the run, all of it
// at 1: 2(1-Phi(z/sqrt(fraction))), z being what a two-sided error alpha has for
// its bound (Lan and DeMets, "Discrete sequential boundaries for clinical
// trials", Biometrika 70, 1983). Like the boundaries of O'Brien and Fleming it
// keeps most for the end: of an error of 0.05 it gives 0.0001 at a quarter,
// 0.006 at half and 0.024 at three quarters of the run.
//
// The other usual form, like Pocock's, gives 0.018 at a quarter. It was tried on
// the same simulated runs. Where the noise is far below the tolerance it ends
// sooner, after 10 of 40 launches instead of 20; where it is not, it is 1.3
// to 3 times as often without a verdict, because little is left for the look
// that has most launches. A gate is to give a verdict within its budget; seconds
// saved below that are worth less. The early looks are nevertheless not idle: a
// kernel that is far from the tolerance is decided by them.
func spend(fraction, alpha float64) float64 {
	return math.Erfc(math.Erfcinv(alpha) / math.Sqrt(min(fraction, 1)))
}
