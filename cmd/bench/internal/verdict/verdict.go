// Package verdict decides from paired measurements whether a kernel became
// slower: pass, fail, or that it cannot be told.
//
// The unit is the launch, a fresh set of processes, of which each kernel gives
// one log-ratio of times; what happened within a process shares that process's
// luck with addresses and is no further evidence. [Center] puts a
// distribution-free interval around these, a [Sequence] looks at it several
// times while launches come in, a [Confirmation] repeats a run that failed,
// [NoiseFloor] judges the machine by what identical code showed on it, and
// [Settings.Conclude] makes one verdict of all that.
//
// Values go in and values come out: nothing here reads a clock, a file or a
// source of randomness.
//
// What is promised, for launches that are independent of each other and whose
// log-ratios lie symmetrically around the true one: a run in which no kernel is
// slower than the tolerance fails, by whatever kernel and look, with a
// probability of at most [Settings].Alpha; and a run in which some kernel is
// slower passes with at most that probability. Identical code is promised more:
// it lies a whole tolerance away from where the first of these is reached. What
// is not promised is a verdict: too few launches, or too wide ones, give none.
package verdict

import (
	"fmt"
	"math"
)

// A Verdict is the answer for one kernel or for a whole run.
type Verdict string

const (
	// Undecided goes on: more launches may decide.
	Undecided Verdict = "undecided"
	// Pass is not slower than the tolerance, Fail is slower.
	Pass Verdict = "pass"
	Fail Verdict = "fail"
	// Inconclusive is undecided when there is nothing more to wait for.
	Inconclusive Verdict = "inconclusive"
	// Unfit says that the machine cannot be measured on at this tolerance. Only
	// a whole run is unfit, see [Settings.Conclude].
	Unfit Verdict = "unfit"
)

// A Decision is a verdict with its evidence. Verdict and interval always belong
// to the same look, so they never contradict each other.
type Decision struct {
	Verdict Verdict
	// Low, Point and High are fractions, positive is slower: 0.1 is 10 % more
	// time per operation. With too few launches for the error that may be spent
	// Low is -1 or High is +Inf, which no tolerance reaches.
	Low, Point, High float64
	// N is the number of launches.
	N int
	// AlphaLow and AlphaHigh are the probabilities that the true fraction lies
	// below Low, and above High. They differ, see [Sequence].
	AlphaLow, AlphaHigh float64
}

// Settings are fixed before the first launch. Choosing one of them by what was
// seen would make the promised error void.
type Settings struct {
	// Tolerance is the slowdown, as a fraction, beyond which a kernel fails.
	Tolerance float64
	// Alpha bounds the probability of a wrong fail and, separately, that of a
	// wrong pass, of the whole run: over all looks and kernels.
	Alpha float64
	// Kernels is how many there are.
	Kernels int
	// Stored says that there is no base beside the head and each kernel is
	// compared with a stored baseline.
	Stored bool
}

func (s Settings) check() error {
	switch {
	case !(s.Tolerance > 0 && s.Tolerance <= maxTolerance):
		return fmt.Errorf("tolerance %v: want a fraction above 0 and at most %v", s.Tolerance, maxTolerance)
	case !(s.Alpha > 0 && s.Alpha < 0.5):
		return fmt.Errorf("alpha %v: want a probability above 0 and below 0.5", s.Alpha)
	case s.Kernels < 1:
		return fmt.Errorf("kernels %d: want at least 1", s.Kernels)
	}
	return nil
}

// maxTolerance leaves room between what fails and what [Sequence.Look] refuses.
const maxTolerance = 10

// decide holds an interval of log-ratios against the tolerance. The bounds are
// part of the interval, so one that equals the tolerance decides nothing.
func (s Settings) decide(i Interval, n int, alphaLow, alphaHigh float64) Decision {
	d := Decision{
		Verdict: Undecided,
		Low:     math.Expm1(i.Low), Point: math.Expm1(i.Point), High: math.Expm1(i.High),
		N:        n,
		AlphaLow: alphaLow, AlphaHigh: alphaHigh,
	}
	switch {
	case d.Low > s.Tolerance:
		d.Verdict = Fail
	case d.High < s.Tolerance:
		d.Verdict = Pass
	}
	return d
}

// boundedBelow and boundedAbove say whether there were launches enough for a bound,
// and thus for a fail or a pass, whatever their values.
func (d Decision) boundedBelow() bool { return d.Low > -1 }
func (d Decision) boundedAbove() bool { return !math.IsInf(d.High, 1) }

// Detectable gives the smallest slowdown, as a fraction, that would have failed
// with an interval as wide as this one: the tolerance and the interval's lower
// half. A kernel that is truly this much slower fails about every other time,
// since its estimate is as often below the truth as above. It is +Inf where
// there were too few launches to fail anything.
func (s Settings) Detectable(d Decision) float64 {
	return (1+s.Tolerance)*(1+d.Point)/(1+d.Low) - 1
}
