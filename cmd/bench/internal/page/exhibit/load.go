package exhibit

import (
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

// timings lists the kinds of times of a model; service comes first for a closed loop,
// where it is what was measured.
func timings(m results.Model) []timing {
	response := timing{m.Name, "response", m.Response}
	if m.Estimate {
		response.name = "response (estimate)"
	}
	all := []timing{response, {m.Name, "service", m.Service}}
	if m.SendDelay != nil {
		all = append(all, timing{m.Name, "send delay", *m.SendDelay})
	}
	return all
}

func (l loads) percentiles() page.Section {
	t := &layout.Table{Left: 2, Head: []string{"model", "time", "p50", "p75", "p90", "p95", "p99", "p99.9", "max", "samples"}}
	for _, s := range l {
		for _, m := range s.result.Decoded {
			for _, x := range timings(m) {
				q := x.quantiles
				row := []string{s.of(m.Name), x.name}
				for _, ns := range []int64{q.P50, q.P75, q.P90, q.P95, q.P99, q.P999, q.Max} {
					row = append(row, figures.Nanoseconds(ns))
				}
				t.Add(append(row, figures.Count(q.Samples))...)
			}
		}
	}
	return page.Section{Title: "Latency by percentile", Plots: l.percentilePlots(), Table: t, Notes: []string{
		"response: from when a request was due until its answer had ended, so a stall counts for all who had to wait. service: from when it was sent. send delay: the difference.",
		"For a closed loop nothing is ever due; there the response time is an estimate, computed from the service times.",
	}}
}

func (l loads) rates() page.Section {
	t := &layout.Table{Left: 1, Head: []string{"model", "offered/s", "achieved/s", "requests", "errors", "missed", "at once", "held back by"}}
	for _, s := range l {
		for _, m := range s.result.Decoded {
			offered := figures.Absent
			if m.Offered > 0 {
				offered = rate(m.Offered)
			}
			t.Add(s.of(m.Name), offered, rate(m.Achieved), figures.Count(m.Requests), figures.Count(m.Errors),
				figures.Count(m.Missed), figures.Count(m.Workers), word(m.LimitedBy))
		}
	}
	return page.Section{Title: "Offered against achieved", Plots: l.ratePlots(), Table: t, Notes: []string{
		"Where achieved stays below offered, the times are of another load than the one that was asked for. missed: due, and not sent before the end. at once: the most requests that were under way.",
	}}
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
