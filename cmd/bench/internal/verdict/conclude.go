package verdict

import "math"

// Conclude makes one verdict of those of the kernels and of the A/A arm. While
// it is [Undecided], more launches may decide; the A/A arm is not asked before
// that is over, so that chance has one opportunity to call a machine unfit.
//
// A machine on which identical code differs by more than the tolerance is unfit
// whatever the kernels say. One whose floor is merely above the tolerance is
// unfit only where the kernels are not decided: it then is the machine, not the
// code being near the tolerance, that there is no verdict. Where they are
// decided the same noise is in their intervals, which nevertheless lay on one
// side. A floor that is not known, for want of launches, is no word against a machine.
//
// Without any kernel the run is inconclusive, never a pass.
func (s Settings) Conclude(kernels []Decision, floor Floor) Verdict {
	count := make(map[Verdict]int)
	for _, k := range kernels {
		count[k.Verdict]++
	}
	switch {
	case count[Fail] == 0 && count[Undecided] > 0:
		return Undecided
	case floor.biased(s.Tolerance):
		return Unfit
	case count[Fail] > 0:
		return Fail
	case len(kernels) > 0 && count[Pass] == len(kernels):
		return Pass
	case floor.Fraction > s.Tolerance && !math.IsInf(floor.Fraction, 1):
		return Unfit
	}
	return Inconclusive
}
