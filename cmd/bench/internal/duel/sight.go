package duel

import "github.com/embedsign/embedsign/cmd/bench/internal/verdict"

// Sight gives, for each kernel, the smallest slowdown as a fraction that the run
// could have seen; +Inf where there were too few launches for any. It is what one
// look at all launches has, of a run whose two builds are the same: the looks that
// the run took before had less time or less of the error to spend, and where the
// first of them decided, its wide interval is all that remains of it.
//
// It is of the launches of the first run; see [verdict.Settings.Detectable].
func (c *Config) Sight(found Found) ([]float64, error) {
	s, err := verdict.NewSequence(c.settings())
	if err != nil {
		return nil, err
	}
	outcomes, err := s.Look(c.samples(found.firstRun()), 1)
	if err != nil {
		return nil, err
	}
	var all []float64
	for _, o := range outcomes {
		all = append(all, c.settings().Detectable(o.Decision))
	}
	return all, nil
}

// firstRun gives the launches before a confirmation.
func (f *Found) firstRun() []Launch {
	for i, l := range f.Launches {
		if l.Exchanged {
			return f.Launches[:i]
		}
	}
	return f.Launches
}
