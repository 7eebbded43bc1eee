package exhibit

import (
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// phases shows the steps in the life of a WebAssembly instance.
func (r runs) phases() page.Section {
	names := union(r, func(x *report.Report) []string { return mapped(x.Phases, phaseName) })
	if len(names) == 0 {
		return page.Section{}
	}
	p := plot.Plot{
		ID: "run-phases", Title: "Time of each phase",
		Text: "Further left is better. The axis is logarithmic: the same distance is the same factor.",
		X:    plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
		Rows: names,
	}
	for _, s := range r {
		series := plot.Series{Name: s.of("time"), Look: s.look(0)}
		for i, name := range names {
			for _, phase := range s.result.Phases {
				if phaseName(phase) == name {
					series.Points = append(series.Points, plot.Point{X: float64(phase.NS), Y: float64(i)})
				}
			}
		}
		p.Series = append(p.Series, series)
	}
	return page.Section{Title: "Life of a WebAssembly instance", Plots: []plot.Plot{p}, Notes: []string{
		"compile-cold: into an empty cache, once. compile-cached: from that cache, in a new runtime. instantiate: up to a running Go. first-call: the first request of a fresh instance. steady: the same request when warm.",
	}}
}

func phaseName(p report.Phase) string { return p.Engine + " " + p.Phase }

// nonces shows what was found among the nonces that a run drew.
func (r runs) nonces() page.Section {
	t := report.NoncesTable()
	for _, s := range r {
		addNonces(t, s.of, s.result.Nonces)
	}
	return page.Section{Title: "Nonces", Table: t, Notes: []string{report.EntropyNote}}
}

// addNonces shows what was found among the nonces of a result.
func addNonces(t *layout.Table, of func(string) string, all []report.Nonces) {
	for _, row := range report.NoncesRows(all) {
		row[0] = of(row[0])
		t.Add(row...)
	}
}

func (r runs) limits() page.Section {
	t := &layout.Table{Left: 3, Head: []string{"engine", "operation", "figure", "conc", "limit", "found", "verdict"}}
	for _, s := range r {
		for _, l := range s.result.Limits {
			verdict := "kept"
			if !l.OK {
				verdict = "EXCEEDED"
			}
			t.Add(s.of(l.Engine), l.Operation, l.Figure, figures.Count(l.Concurrency), figures.Ratio(l.Max), figures.Ratio(l.Value), verdict)
		}
	}
	return page.Section{Title: "Limits", Table: t}
}

func (r runs) method() page.Section {
	return methodSection(r, facts)
}

// methodSection shows how results came about, a column for each.
func methodSection[R any](sides []side[R], facts func(R) []fact) page.Section {
	t := &layout.Table{Left: 1 + len(sides), Head: append([]string{"what"}, heads(sides, "value")...)}
	for _, name := range union(sides, func(r R) []string {
		return mapped(facts(r), func(f fact) string { return f.name })
	}) {
		row, empty := []string{name}, true
		for _, s := range sides {
			value := find(facts(s.result), name).value
			empty = empty && value == ""
			row = append(row, blank(value))
		}
		if !empty {
			t.Add(row...)
		}
	}
	return page.Section{Title: "How this was measured, and where", Table: t}
}
