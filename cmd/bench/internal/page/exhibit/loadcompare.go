package exhibit

import (
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
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
	switch {
	case same(l):
		p.Answer = theSame
	case len(differences) > 0:
		p.Answer, p.Problems = incomparable(differences), differences
	default:
		p.Answer = l.summary()
	}
	p.Sections = append(p.Sections, l.relations(len(differences) == 0 && !same(l)))
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
		all = append(all, fmt.Sprintf("%s loop: p99 of B is %s × that of A (%s, %s; %s%s)", a.model,
			figures.Ratio(quotient(a.quantiles.P99, b.quantiles.P99)),
			figures.Nanoseconds(b.quantiles.P99), figures.Nanoseconds(a.quantiles.P99), a.name, few(a, b)))
	}
	if len(all) == 0 {
		return "nothing to compare: no load model has times in both"
	}
	return strings.Join(all, "; ")
}

// few warns of a p99 that fewer than ten requests are beyond.
func few(a, b timing) string {
	if rare(99, min(a.quantiles.Samples, b.quantiles.Samples)) {
		return fmt.Sprintf("; beyond it are fewer than %d requests", fewBeyond)
	}
	return ""
}

func quotient(a, b int64) float64 { return float64(b) / float64(a) }

// relations is the table of both, with ratios where they mean something.
func (l loads) relations(comparable bool) page.Section {
	t := &layout.Table{Left: 2, Head: []string{"model", "figure", "A", "B"}}
	notes := []string{"A figure is of one run each."}
	if comparable {
		t.Head = append(t.Head, "B ÷ A")
		notes[0] = "A ratio of two runs has no interval: how far it would lie from 1 if nothing had changed, more runs of each show. Rare quantiles vary most."
	}
	var marked rarity
	for _, p := range l.pairs() {
		for _, row := range p.rows(&marked) {
			t.Add(row[:len(t.Head)]...)
		}
	}
	return page.Section{Title: "A and B compared", Table: t, Notes: append(notes, marked.notes()...)}
}

// rows are the figures of both, and last their ratio.
func (p pair) rows(marked *rarity) [][]string {
	rows := [][]string{{p.a.Name, "achieved/s", rate(p.a.Achieved), rate(p.b.Achieved), ratioOf(p.a.Achieved, p.b.Achieved)}}
	for _, a := range timings(p.a) {
		for _, b := range timings(p.b) {
			if a.name == b.name && a.quantiles.Samples > 0 && b.quantiles.Samples > 0 {
				rows = append(rows, quantileRows(a, b, marked)...)
			}
		}
	}
	rows = append(rows, []string{p.a.Name, "errors", percent(failed(p.a)), percent(failed(p.b)), ratioOf(failed(p.a), failed(p.b))})
	return append(rows, []string{p.a.Name, "processors", used(p.a.Busy), used(p.b.Busy), ratioOf(p.a.Busy, p.b.Busy)})
}

func quantileRows(a, b timing, marked *rarity) [][]string {
	row := func(name string, cellA, cellB string, x, y int64) []string {
		return []string{a.model, a.name + " " + name, cellA, cellB, ratioOf(float64(x), float64(y))}
	}
	q, r := a.quantiles, b.quantiles
	extreme := func(name string, x, y int64) []string {
		return row(name, figures.Nanoseconds(x), figures.Nanoseconds(y), x, y)
	}
	rows := [][]string{extreme("min", q.Min, r.Min), extreme("mean", q.Mean, r.Mean)}
	of := b.percentiles()
	for i, p := range a.percentiles() {
		rows = append(rows, row(p.name, marked.cell(p.ns, p.percentile, q.Samples), marked.cell(of[i].ns, p.percentile, r.Samples), p.ns, of[i].ns))
	}
	return append(rows, extreme("max", q.Max, r.Max))
}

// ratioOf writes B by A, if there is such a thing.
func ratioOf(a, b float64) string {
	if a <= 0 {
		return figures.Absent
	}
	return figures.Ratio(b / a)
}
