package exhibit

import (
	"fmt"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
)

// loads are the load tests that a part shows.
type loads []side[*results.Load]

// loadPart shows one load test, or two compared.
func loadPart(sides []side[*results.Load]) page.Part {
	l := loads(sides)
	p := page.Part{ID: "load", Heading: heading("bench load", sides)}
	if len(l) == 1 {
		r := l[0].result
		d := r.Document()
		p.State, p.Answer, p.Problems, p.Lines = state(r.OK), d.Answer, d.Problems, d.Lines
		if r.Difference != "" {
			p.Lines = append(p.Lines, r.Difference)
		}
	} else {
		l.compare(&p)
	}
	p.Sections = append(p.Sections, l.percentiles(), l.rates(), l.histograms(), l.overTime(), l.capacity(), l.objective(), l.answers(), l.method())
	return p
}

// model gives a load model of a side.
func model(r *results.Load, name string) (results.Model, bool) {
	for _, m := range r.Decoded {
		if m.Name == name {
			return m, true
		}
	}
	return results.Model{}, false
}

// models lists the load models of all sides.
func (l loads) models() []string {
	return union(l, func(r *results.Load) []string {
		return mapped(r.Decoded, func(m results.Model) string { return m.Name })
	})
}

// A timing is one kind of time of a model.
type timing struct {
	model, name string
	quantiles   load.Quantiles
}

// timings lists the kinds of times of a model: response, service, and what there is
// besides.
func timings(m results.Model) []timing {
	response := timing{m.Name, "response", m.Response}
	if m.Estimate {
		response.name = "response (estimate)"
	}
	all := []timing{response, {m.Name, "service", m.Service}}
	if m.SendDelay != nil {
		all = append(all, timing{m.Name, "send delay", *m.SendDelay})
	}
	if m.Settled != nil {
		all = append(all, timing{m.Name, "service, connected", *m.Settled})
	}
	return all
}

// A percentile is one of a time.
type percentile struct {
	name       string
	percentile float64
	ns         int64
}

// percentiles lists those between the extremes.
func (t timing) percentiles() []percentile {
	q := t.quantiles
	return []percentile{{"p50", 50, q.P50}, {"p75", 75, q.P75}, {"p90", 90, q.P90}, {"p95", 95, q.P95}, {"p99", 99, q.P99}, {"p99.9", 99.9, q.P999}}
}

func (l loads) percentiles() page.Section {
	t := &layout.Table{Left: 2, Head: []string{"model", "time", "min", "mean", "p50", "p75", "p90", "p95", "p99", "p99.9", "max", "samples"}}
	var marked rarity
	for _, s := range l {
		for _, m := range s.result.Decoded {
			for _, x := range timings(m) {
				t.Add(append([]string{s.of(m.Name), x.name}, marked.cells(x)...)...)
			}
		}
	}
	return page.Section{Title: "Latency by percentile", Plots: l.percentilePlots(), Table: t, Notes: append(l.timeNotes(), marked.notes()...)}
}

// timeNotes say what the times are.
func (l loads) timeNotes() []string {
	notes := []string{"response: from when a request was due until its answer had ended, so a stall counts for all who had to wait. service: from when it was sent. send delay: the difference."}
	if slices.Contains(l.models(), load.Closed) {
		notes = append(notes, "For a closed loop nothing is ever due; there the response time is an estimate, computed from the service times.")
	}
	for _, s := range l {
		for _, m := range s.result.Decoded {
			if m.Settled != nil {
				notes = append(notes, s.of(m.Name)+": connected is service without the first requests on each connection of each batch, which open it.")
			}
			if sameTimes(m) {
				notes = append(notes, s.of(m.Name)+": response and service are the same, as no time was so long that the estimate has a request wait behind it. Their lines lie on each other, response broad below service.")
			}
		}
	}
	return notes
}

// sameTimes is true where one line would hide the other.
func sameTimes(m results.Model) bool {
	return m.ResponseTimes.TotalCount() > 0 && m.ResponseTimes.Equals(m.ServiceTimes)
}

func (l loads) rates() page.Section {
	t := &layout.Table{Left: 1, Head: []string{"model", "offered/s", "achieved/s", "requests", "errors", "missed", "at once", "processors", "of them own", "held back by"}}
	for _, s := range l {
		for _, m := range s.result.Decoded {
			offered, missed := figures.Absent, figures.Absent
			if m.Offered > 0 {
				offered = rate(m.Offered)
			}
			if m.Name == load.Open {
				missed = figures.Count(m.Missed)
			}
			t.Add(s.of(m.Name), offered, rate(m.Achieved), figures.Count(m.Requests), figures.Count(m.Errors),
				missed, figures.Count(m.Workers), busy(s.result, m), used(m.Own), word(m.LimitedBy))
		}
	}
	return page.Section{Title: "Offered against achieved", Plots: l.ratePlots(), Table: t, Notes: []string{
		"achieved/s: what was sent before the end, by the length of the schedule; for a closed loop what ended. Where it stays below offered, the times are of another load than the one that was asked for. missed: due, and not sent before the end. at once: the most requests that were under way.",
		"processors: how much of them was in use, and how much by the load generator itself. Near 80 % and above, requests wait for a processor, and the times are those of this machine as much as of the server.",
	}}
}

// busy writes what was in use of the processors. On one machine that is no less than
// what the generator used, so that where no more was seen the rest is not known.
func busy(r *results.Load, m results.Model) string {
	if r.Target.SameMachine && m.Busy > 0 && m.Busy <= m.Own {
		return "at least " + used(m.Own)
	}
	return used(m.Busy)
}

// used writes a share of the processors, which is good to a percent; 0 is one that is
// not known.
func used(share float64) string {
	switch {
	case share <= 0:
		return figures.Absent
	case share < 0.01:
		return "under 1 %"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// word writes a word that may be missing.
func word(text string) string {
	if text == "" {
		return figures.Absent
	}
	return text
}

func (l loads) histograms() page.Section {
	return page.Section{Title: "Histogram", Plots: l.histogramPlots()}
}

func (l loads) overTime() page.Section {
	return page.Section{Title: "Latency over time", Plots: l.latencyTimePlots()}
}
