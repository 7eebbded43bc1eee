package verdict

import (
	"fmt"
	"slices"
)

// A Sequence looks at the launches of one run several times, each time at all
// of them so far, and decides each kernel as early as it can.
//
// Looking often gives chance as many opportunities, so the errors are spent:
// all looks up to a fraction of the run together may use what [spend] gives, and
// each has what the earlier ones left. The errors of the looks are added up, as
// if no look knew of the others. That is more than is needed, since looks share
// launches, but it holds whatever the dependence between them; no integral over
// their joint distribution is needed, which rank statistics of few launches do
// not follow anyway. A look with too few launches for any verdict spends
// nothing, for it could not have erred.
//
// A wrong fail of any kernel makes a wrong fail of the run, so for failing the
// kernels share the error. They do so by Holm's rule: each has an equal share
// among those that have not failed yet. It holds over several looks too
// (Maurer and Bretz, "Multiple testing in group sequential trials using
// graphical approaches", Statistics in Biopharmaceutical Research 5, 2013).
// Take the k kernels that are in truth not slower than the tolerance, and the
// first of them that fails: so far only others failed, so its share of the
// look's error was at most a k-th; k kernels with a k-th of each look's error
// add up to no more than all looks' error. A kernel that passed keeps its
// share, unused: only a rejected hypothesis may pass its share on.
//
// For passing nothing is shared. The run passes only if all kernels pass, and
// so wrongly only if that one passes which is too slow, whose probability is
// that of a single kernel (Berger, "Multiparameter hypothesis testing and
// acceptance sampling", Technometrics 24, 1982). That a kernel passed is thus
// claimed of each by itself, at Alpha.
//
// A kernel that passed or failed keeps verdict and interval. The error is
// that of ever crossing the tolerance at some look, so it is paid for, and
// later launches need not confirm it; and were a verdict taken back by the next
// look, it would depend on how long someone cared to go on looking.
type Sequence struct {
	settings Settings
	outcomes []Outcome
	// failSpent and passSpent are the errors of the looks so far.
	failSpent, passSpent float64
}

// NewSequence starts a run. The error says which setting makes no sense.
func NewSequence(s Settings) (*Sequence, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, s.Kernels)
	for i := range outcomes {
		outcomes[i] = s.judge(Sample{}, 0, 0)
	}
	return &Sequence{settings: s, outcomes: outcomes}, nil
}

// Look decides what can be decided by the launches so far, for each kernel in
// the order given. The fraction, 0 to 1, says how much of the run is over: the
// launches or the time used, divided by the most there can be. It must not
// depend on what the launches said. With 1 or more this is the last look, and
// what is still undecided becomes inconclusive.
//
// A missing kernel, a log-ratio that is not finite and the like are errors; the
// look then did not take place.
func (s *Sequence) Look(samples []Sample, fraction float64) ([]Outcome, error) {
	if err := s.check(samples, fraction); err != nil {
		return nil, err
	}
	due := spend(fraction, s.settings.Alpha)
	s.look(samples, max(0, due-s.failSpent), max(0, due-s.passSpent))
	if fraction >= 1 {
		s.end()
	}
	return slices.Clone(s.outcomes), nil
}

func (s *Sequence) check(samples []Sample, fraction float64) error {
	if !(fraction >= 0) {
		return fmt.Errorf("fraction %v of the run: want 0 or more", fraction)
	}
	if len(samples) != s.settings.Kernels {
		return fmt.Errorf("%d kernels: want %d", len(samples), s.settings.Kernels)
	}
	for i, sample := range samples {
		if err := sample.check(s.settings.Stored); err != nil {
			return fmt.Errorf("kernel %d: %w", i+1, err)
		}
	}
	return nil
}

// look spends these errors. When kernels fail, the others look again with
// their larger shares.
func (s *Sequence) look(samples []Sample, fail, pass float64) {
	var failTested, passTested bool
	for again := true; again; {
		again = false
		share := fail / float64(s.settings.Kernels-s.failed())
		for i := range samples {
			if s.outcomes[i].Verdict != Undecided {
				continue
			}
			o := s.settings.judge(samples[i], share, pass)
			s.outcomes[i] = o
			failTested = failTested || o.boundedBelow()
			passTested = passTested || o.boundedAbove()
			again = again || o.Verdict == Fail
		}
	}
	if failTested {
		s.failSpent += fail
	}
	if passTested {
		s.passSpent += pass
	}
}

func (s *Sequence) failed() int {
	n := 0
	for _, o := range s.outcomes {
		if o.Verdict == Fail {
			n++
		}
	}
	return n
}

func (s *Sequence) end() {
	for i := range s.outcomes {
		o := &s.outcomes[i]
		for _, d := range []*Decision{&o.Decision, &o.All, &o.Clean} {
			if d.Verdict == Undecided {
				d.Verdict = Inconclusive
			}
		}
	}
}
