package load

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// rates shows how much was sent, and what became of it.
func (r *Result) rates() layout.Section {
	t := &layout.Table{Left: 1, Head: []string{"model", "offered/s", "achieved/s", "good/s", "in", "requests", "errors", "missed", "at once", "processors"}}
	for _, m := range r.Models.All() {
		offered, missed := figures.Absent, figures.Absent
		if m.Offered > 0 {
			offered = perSecond(m.Offered)
		}
		if m.Name == Open {
			missed = figures.Count(m.Missed)
		}
		t.Add(m.Name, offered, perSecond(m.Achieved), perSecond(m.good()), m.in(), figures.Count(m.Requests), figures.Count(m.Errors),
			missed, figures.Count(m.Workers), r.processors(m.Model))
	}
	notes := []string{
		"good: achieved, without errors. in: the time by which the rates are reckoned. missed: due, and not sent before the end, because all workers were waiting; they count in the response time with their wait until then. at once: the most requests that were under way. processors: how much of them was in use, and by this process alone.",
	}
	if m := r.Models.Closed; m != nil && m.Paused > 0 {
		notes = append(notes, fmt.Sprintf("Besides, the closed loop spent %s before, between and after the batches of hey. This is in no figure.", figures.Seconds(m.Paused)))
	}
	return layout.Section{Title: "Rates", Table: t, Notes: notes}
}

// good is the achieved rate without failures. It is reckoned anew, as results of
// former versions do not have it.
func (m *Model) good() float64 { return m.Achieved * (1 - share(m.Errors, m.Requests)) }

// in is the time by which the achieved rate was reckoned.
func (m *Model) in() string {
	if m.Achieved == 0 {
		return figures.Absent
	}
	return figures.Seconds(float64(m.Requests) / m.Achieved)
}

// processors says what was in use. On this machine no less can have been than this
// process used, so that then the rest is not known.
func (r *Result) processors(m *Model) string {
	switch {
	case m.Busy <= 0:
		return figures.Absent
	case r.Target.SameMachine && m.Busy <= m.Own:
		return "at least " + known(m.Own) + ", all own"
	}
	return known(m.Busy) + ", own " + known(m.Own)
}
