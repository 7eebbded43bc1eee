package loadtest

import (
	"math"

	"github.com/embedsign/embedsign/cmd/bench/internal/busy"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// fine is the ratio of the lowest bad rate to the highest good one at which a search
// ends: two runs at the same rate differ by more in what they find.
const fine = 1.05

// A search is a search under way.
type searching struct {
	try   func(rate float64) (load.Step, bool)
	fits  func(steps int) bool
	found load.Capacity
	good  []float64 // rates that were met, and no higher one was found bad since
	bad   float64   // the lowest that was not; infinite if there is none
	over  bool      // nothing more can be tried
}

// search looks for the highest rate in a range that is met twice. It doubles the rate
// until that is not met or the range ends, halves the distance until it is small, and
// then tries the best once more; if that fails then, it was luck, and the search goes
// on below. Try gives false when it was not to be; fits says whether there is time
// for so many steps more.
func search(low, high float64, try func(float64) (load.Step, bool), fits func(int) bool) load.Capacity {
	s := &searching{try: try, fits: fits, bad: math.Inf(1), found: load.Capacity{Steps: []load.Step{}}}
	for rate := low; s.step(rate, false) && rate < high; rate = min(2*rate, high) {
	}
	for !s.over && len(s.good) > 0 {
		s.narrow()
		if best := s.best(); best > 0 && s.confirm(best) {
			s.found.Rate = best
			break
		}
	}
	s.conclude(high)
	return s.found
}

// need is how many steps there must be time for. A rate that is tried has to be
// confirmed, and if that fails, it is a lower one that was good before: or all of the
// time would be spent, and nothing found.
func (s *searching) need(confirming bool) int {
	switch {
	case confirming:
		return 1
	case len(s.good) == 0:
		return 2
	}
	return 3
}

// step tries a rate, unless the time would not suffice.
func (s *searching) step(rate float64, confirming bool) (met bool) {
	if s.over || !s.fits(s.need(confirming)) {
		s.over = s.over || confirming
		s.found.LimitedBy = load.Time
		return false
	}
	step, ok := s.try(rate)
	if !ok {
		s.over = true
		return false
	}
	step.Confirming = confirming
	s.found.Steps = append(s.found.Steps, step)
	if !step.Met {
		s.fail(rate, step.LimitedBy)
		return false
	}
	if !confirming {
		s.good = append(s.good, rate)
	}
	return true
}

// fail notes a bad rate; what is not below it cannot be good.
func (s *searching) fail(rate float64, limitedBy string) {
	s.bad = rate
	s.found.LimitedBy = limitedBy
	for len(s.good) > 0 && s.good[len(s.good)-1] >= rate {
		s.good = s.good[:len(s.good)-1]
	}
}

// narrow halves the distance between good and bad, as a ratio, until it is small.
func (s *searching) narrow() {
	for !s.over && s.bad > fine*s.best() && !math.IsInf(s.bad, 1) {
		if before := len(s.found.Steps); !s.step(math.Sqrt(s.best()*s.bad), false) && len(s.found.Steps) == before {
			return // no time
		}
	}
}

func (s *searching) best() float64 {
	if len(s.good) == 0 {
		return 0
	}
	return s.good[len(s.good)-1]
}

func (s *searching) confirm(rate float64) bool { return s.step(rate, true) }

func (s *searching) conclude(high float64) {
	if !math.IsInf(s.bad, 1) {
		s.found.Next = s.bad
	}
	if s.found.Rate == 0 {
		s.found.Once = s.best()
	}
	if s.found.Rate >= high {
		s.found.LimitedBy = load.Range
	}
}

// limitOf says what kept an objective from being met though the rate was reached.
func limitOf(m *load.Model) string {
	if m.Busy >= busy.Saturated {
		return load.Generator
	}
	return load.Server
}
