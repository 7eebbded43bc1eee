package verdict

import (
	"fmt"
	"slices"
)

// A Confirmation is a second run after a first one in which kernels failed, with
// fresh processes in exchanged roles. In both, values are head against base, so
// that positive is slower; one reads them like a [Sequence].
//
// Where nothing that disturbs a run lasts into the next, both fail wrongly with
// a probability of at most Alpha times Alpha, each run having its own. Where
// something lasts, the promise is that of one run. Exchanging the roles takes
// away what is tied to a role: which process starts first, and that there are
// two of base but one of head. A wrong pass can now happen in either run, so
// its probability is at most twice Alpha.
//
// In the second run only the kernels that failed share the error for failing,
// as no other can fail: with one of them, its bound is as narrow as that of a
// gate with a single kernel.
type Confirmation struct {
	first        []Outcome
	failed, open group
}

// A group is some kernels of a run, by their places in it, with a sequence of
// their own.
type group struct {
	places   []int
	sequence *Sequence // nil without kernels
}

// NewConfirmation starts the second run after what the last look of the first
// gave, with the settings of the first.
func NewConfirmation(s Settings, first []Outcome) (*Confirmation, error) {
	c := &Confirmation{first: slices.Clone(first)}
	for place, o := range first {
		switch o.Verdict {
		case Fail:
			c.failed.places = append(c.failed.places, place)
		case Pass:
		default:
			c.open.places = append(c.open.places, place)
		}
	}
	for _, g := range []*group{&c.failed, &c.open} {
		if err := g.start(s); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (g *group) start(s Settings) (err error) {
	if s.Kernels = len(g.places); s.Kernels > 0 {
		g.sequence, err = NewSequence(s)
	}
	return err
}

// Look decides by the launches of the second run as [Sequence.Look] does by
// those of the first, for all kernels in the same order, and gives the outcomes
// of both runs together; see [Confirm]. What was measured of kernels that passed
// already is ignored.
func (c *Confirmation) Look(samples []Sample, fraction float64) ([]Outcome, error) {
	if len(samples) != len(c.first) {
		return nil, fmt.Errorf("%d kernels: want %d", len(samples), len(c.first))
	}
	joined := slices.Clone(c.first)
	for _, g := range []group{c.failed, c.open} {
		if err := g.look(samples, fraction, joined); err != nil {
			return nil, err
		}
	}
	return joined, nil
}

// look joins what the group's sequence sees into the first run's outcomes.
func (g group) look(samples []Sample, fraction float64, joined []Outcome) error {
	if g.sequence == nil {
		return nil
	}
	var own []Sample
	for _, place := range g.places {
		own = append(own, samples[place])
	}
	outcomes, err := g.sequence.Look(own, fraction)
	if err != nil {
		return err
	}
	for i, second := range outcomes {
		first := joined[g.places[i]].Decision
		joined[g.places[i]] = second
		joined[g.places[i]].Decision = Confirm(first, second.Decision)
	}
	return nil
}

// Confirm joins the decisions of a first and a second run. A kernel that failed
// fails only if it fails again; it passes if it now passes, and is inconclusive
// if the second run is. One that passed stays so. One that was not decided, such
// as because another failed first and ended the run, may pass by the second run
// but not fail, for that would be unconfirmed.
//
// The interval is that of the second run wherever that counts. The first was
// selected for being high, so its estimate is too.
func Confirm(first, second Decision) Decision {
	switch {
	case first.Verdict == Pass:
		return first
	case first.Verdict != Fail && second.Verdict == Fail:
		second.Verdict = Inconclusive
	}
	return second
}
