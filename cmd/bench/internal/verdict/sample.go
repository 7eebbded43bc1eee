package verdict

import (
	"errors"
	"fmt"
	"math"
)

// A Sample is what is known of one kernel.
type Sample struct {
	Launches []Launch
	// Baseline holds the log-ratios of a stored run, one for each of its
	// launches; only where [Settings].Stored says so.
	Baseline []float64
}

// A Launch is what one launch found of one kernel.
type Launch struct {
	// LogRatio is the logarithm of head's time per operation divided by base's,
	// or by the reference's where the baseline is stored.
	LogRatio float64
	// Tainted is the share, 0 to 1, of its slices during which the machine did
	// something else.
	Tainted float64
}

// MaxTainted is the largest share of tainted slices that a clean launch has. A
// launch gives its median block: with a quarter of the blocks wrong, all of
// them to the same side, that median still lies within the middle third of
// those that are right.
const MaxTainted = 0.25

// maxLogRatio is a factor of a million: beyond that someone mixed up units.
const maxLogRatio = 14

// An Outcome is the decision that counts, together with that of all launches
// and that of the clean ones, of which it is one.
type Outcome struct {
	Decision
	All, Clean Decision
}

// judge decides by the clean launches if they are at least half of all, and
// else by all.
//
// Leaving launches out favours neither side, as long as the choice does not
// look at the ratio: it looks at the machine's counters, head's and base's
// slices are equally long and mixed, and a launch goes with both sides or not
// at all. Two biases are left. A head that itself provokes what is counted as a
// taint, such as being switched off by its own garbage collector, hides the
// launches in which that happened; so the result of all launches stands beside
// the other, and decides once such launches are the usual case. And what the
// clean launches say holds for a quiet machine only.
func (s Settings) judge(sample Sample, alphaLow, alphaHigh float64) Outcome {
	all := s.estimate(sample.ratios(1), sample.Baseline, alphaLow, alphaHigh)
	clean := all
	if ratios := sample.ratios(MaxTainted); len(ratios) < all.N {
		clean = s.estimate(ratios, sample.Baseline, alphaLow, alphaHigh)
	}
	if decides(clean.N, all.N) {
		return Outcome{clean, all, clean}
	}
	return Outcome{all, all, clean}
}

// decides reports whether so many clean launches decide, of so many in all.
func decides(clean, all int) bool { return 2*clean >= all }

// Deciding gives the log-ratios of the launches that decide: the clean ones if they are at
// least half of all and at least so many, and else all.
func Deciding(launches []Launch, atLeast int) []float64 {
	s := Sample{Launches: launches}
	all, clean := s.ratios(1), s.ratios(MaxTainted)
	if len(clean) >= atLeast && decides(len(clean), len(all)) {
		return clean
	}
	return all
}

func (s Settings) estimate(ratios, baseline []float64, alphaLow, alphaHigh float64) Decision {
	interval := Center
	if s.Stored {
		interval = func(head []float64, low, high float64) Interval { return Shift(baseline, head, low, high) }
	}
	return s.decide(interval(ratios, alphaLow, alphaHigh), len(ratios), alphaLow, alphaHigh)
}

// ratios gives those of the launches in which at most this share was tainted.
func (s Sample) ratios(tainted float64) []float64 {
	var ratios []float64
	for _, l := range s.Launches {
		if l.Tainted <= tainted {
			ratios = append(ratios, l.LogRatio)
		}
	}
	return ratios
}

// check makes sure that no value is missing or nonsense: nothing here may turn
// that into a verdict.
func (s Sample) check(stored bool) error {
	switch {
	case stored && len(s.Baseline) == 0:
		return errors.New("no stored values to compare with")
	case !stored && len(s.Baseline) > 0:
		return fmt.Errorf("%d stored values beside a base that was measured", len(s.Baseline))
	}
	for i, l := range s.Launches {
		if !(l.Tainted >= 0 && l.Tainted <= 1) {
			return fmt.Errorf("launch %d: tainted share %v: want 0 to 1", i+1, l.Tainted)
		}
		if err := checkRatio(l.LogRatio); err != nil {
			return fmt.Errorf("launch %d: %w", i+1, err)
		}
	}
	for i, ratio := range s.Baseline {
		if err := checkRatio(ratio); err != nil {
			return fmt.Errorf("stored value %d: %w", i+1, err)
		}
	}
	return nil
}

func checkRatio(ratio float64) error {
	if !(math.Abs(ratio) <= maxLogRatio) {
		return fmt.Errorf("log-ratio %v: want a number between -%d and %d", ratio, maxLogRatio, maxLogRatio)
	}
	return nil
}
