package exhibit

import (
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
)

// compare puts in front what can be said of two load tests.
func (l loads) compare(p *page.Part) {
	p.State = page.Neutral
	for _, s := range l {
		d := s.result.Document()
		p.Lines = append(p.Lines, s.mark+" said: "+d.Answer)
	}
	differences := differing(loadFacts(l[0].result), loadFacts(l[1].result))
	if len(l.pairs()) == 0 {
		differences = append(differences, fmt.Sprintf("load model: A %s, B %s", l[0].result.Method.Model, l[1].result.Method.Model))
	}
	if len(differences) > 0 {
		p.Answer, p.Problems = incomparable(differences), differences
	} else {
		p.Answer = l.summary()
	}
	p.Sections = append(p.Sections, l.relations(len(differences) == 0))
}

// A pair is one load model of both sides.
type pair struct{ a, b results.Model }

func (l loads) pairs() []pair {
	var all []pair
	for _, name := range l.models() {
		a, okA := model(l[0].result, name)
		b, okB := model(l[1].result, name)
		if okA && okB {
			all = append(all, pair{a, b})
		}
	}
	return all
}

// summary says how p99 of each model changed.
func (l loads) summary() string {
	var all []string
	for _, p := range l.pairs() {
		a, b := timings(p.a)[0], timings(p.b)[0]
		if a.quantiles.P99 == 0 || b.quantiles.P99 == 0 {
			continue
		}
		all = append(all, fmt.Sprintf("%s loop: p99 of B is %s × that of A (%s, %s; %s)", a.model,
			figures.Ratio(quotient(a.quantiles.P99, b.quantiles.P99)),
			figures.Nanoseconds(b.quantiles.P99), figures.Nanoseconds(a.quantiles.P99), a.name))
	}
	if len(all) == 0 {
		return "nothing to compare: no load model has times in both"
	}
	return strings.Join(all, "; ")
}

func quotient(a, b int64) float64 { return float64(b) / float64(a) }

// relations is the table of both, with ratios where they mean something.
func (l loads) relations(comparable bool) page.Section {
	t := &layout.Table{Left: 2, Head: []string{"model", "figure", "A", "B"}}
	notes := []string{"A figure is of one run each."}
	if comparable {
		t.Head = append(t.Head, "B ÷ A")
		notes[0] = "A ratio of two runs has no interval: how far it would lie from 1 if nothing had changed, two more runs of A show. Rare quantiles vary most."
	}
	for _, p := range l.pairs() {
		for _, row := range p.rows() {
			if !comparable {
				row = row[:len(t.Head)]
			}
			t.Add(row...)
		}
	}
	return page.Section{Title: "A and B compared", Table: t, Notes: notes}
}

// rows are the figures of both, and last their ratio.
func (p pair) rows() [][]string {
	rows := [][]string{{p.a.Name, "achieved/s", rate(p.a.Achieved), rate(p.b.Achieved), ratioOf(p.a.Achieved, p.b.Achieved)}}
	b := timings(p.b)
	for i, a := range timings(p.a) {
		if i >= len(b) || a.quantiles.Samples == 0 || b[i].quantiles.Samples == 0 {
			continue
		}
		rows = append(rows, quantileRows(a, b[i].quantiles)...)
	}
	share := func(m results.Model) float64 { return float64(m.Errors) / float64(max(m.Requests, 1)) }
	return append(rows, []string{p.a.Name, "errors", percent(share(p.a)), percent(share(p.b)), ratioOf(share(p.a), share(p.b))})
}

func quantileRows(a timing, b load.Quantiles) [][]string {
	var rows [][]string
	q := a.quantiles
	for _, x := range []struct {
		name string
		a, b int64
	}{{"p50", q.P50, b.P50}, {"p90", q.P90, b.P90}, {"p99", q.P99, b.P99}, {"p99.9", q.P999, b.P999}, {"max", q.Max, b.Max}} {
		rows = append(rows, []string{a.model, a.name + " " + x.name, figures.Nanoseconds(x.a), figures.Nanoseconds(x.b), ratioOf(float64(x.a), float64(x.b))})
	}
	return rows
}

// ratioOf writes B by A, if there is such a thing.
func ratioOf(a, b float64) string {
	if a <= 0 {
		return figures.Absent
	}
	return figures.Ratio(b / a)
}
