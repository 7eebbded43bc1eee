package exhibit

import (
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// A reading is how the results of a command are read.
type reading[R any] struct {
	kind    results.Kind
	id      string
	answer  func(R) layout.Document
	ok      func(R) bool
	facts   func(R) []fact
	figures func(R) []measured
	// Plot is that of the figures that are drawn, without rows and series.
	plot plot.Plot
}

// repeatedPart shows the runs of one test, or those of A and of B.
func repeatedPart[R any](sets []repeats[R], read reading[R]) (page.Part, error) {
	p := page.Part{ID: read.id, State: page.Neutral}
	var names []string
	for _, r := range sets {
		if err := r.check(read.facts); err != nil {
			return p, err
		}
		names = append(names, r.name())
		p.Lines = append(p.Lines, said(r, read)...)
	}
	p.Heading = string(read.kind) + ", " + strings.Join(names, "; ")
	section := page.Section{Title: "Median and range", Plots: spreadPlots(sets, read)}
	if len(sets) == 1 {
		p.State, p.Answer = together(sets[0], read)
		section.Table, section.Notes = spreadTable(sets[0].figures(read.figures))
	} else {
		differences := differing(sets[0].facts(read.facts), sets[1].facts(read.facts))
		a, b := sets[0].figures(read.figures), sets[1].figures(read.figures)
		p.Answer, p.Problems = sideSummary(a, b), differences
		if len(differences) > 0 {
			p.Answer = incomparable(differences)
		}
		section.Table = sideTable(a, b, len(differences) == 0)
		section.Notes = append(sideNotes(len(sets[0].all), len(sets[1].all), len(differences) == 0), rareOnes(a, b)...)
	}
	p.Sections = []page.Section{section, repeatedMethod(sets, read)}
	return p, nil
}

// said repeats what each run said of itself.
func said[R any](r repeats[R], read reading[R]) []string {
	var all []string
	for _, s := range r.all {
		all = append(all, strings.TrimSpace(r.mark+" "+s.file)+" said: "+read.answer(s.result).Answer)
	}
	return all
}

// together is the answer for the runs of one test.
func together[R any](r repeats[R], read reading[R]) (page.State, string) {
	bad := 0
	for _, s := range r.all {
		if !read.ok(s.result) {
			bad++
		}
	}
	text := mainFigures(r.figures(read.figures))
	if bad > 0 {
		return page.Bad, fmt.Sprintf("NOT OK in %d of %d runs: %s", bad, len(r.all), text)
	}
	return page.Good, fmt.Sprintf("ok in all of %d runs: %s", len(r.all), text)
}

// mainFigures writes the figures of the answer with their ranges.
func mainFigures(all []spread) string {
	var parts []string
	for _, s := range all {
		if s.main {
			parts = append(parts, fmt.Sprintf("%s %s %s (%s)", s.subject, s.figure, s.middle(), s.extent()))
		}
	}
	return strings.Join(parts, "; ")
}

// spreadTable shows the runs of one test.
func spreadTable(all []spread) (*layout.Table, []string) {
	t := &layout.Table{Left: 2, Head: []string{"of", "figure", "median", "lowest", "highest"}}
	notes := []string{"A median of an even number of runs is the mean of the two in the middle. The range is all that there was, not an interval of confidence."}
	for _, s := range all {
		t.Add(s.subject, s.figure, s.middle(), s.write(s.low()), s.write(s.high()))
	}
	return t, append(notes, rareOnes(all, nil)...)
}

// spreadPlots draws the medians with their ranges, a series for each set.
func spreadPlots[R any](sets []repeats[R], read reading[R]) []plot.Plot {
	p := read.plot
	rows := make(map[string]int)
	for color, r := range sets {
		series := plot.Series{Name: r.name(), Look: r.look(color)}
		for _, s := range r.figures(read.figures) {
			if !s.drawn {
				continue
			}
			row := s.subject + " " + s.figure
			if _, ok := rows[row]; !ok {
				rows[row] = len(p.Rows)
				p.Rows = append(p.Rows, row)
			}
			low, high := s.low(), s.high()
			series.Points = append(series.Points, plot.Point{X: s.median(), Y: float64(rows[row]), Low: &low, High: &high})
		}
		p.Series = append(p.Series, series)
	}
	if len(p.Rows) == 0 {
		return nil
	}
	return []plot.Plot{p}
}

// repeatedMethod shows how the runs came about, a column for each set.
func repeatedMethod[R any](sets []repeats[R], read reading[R]) page.Section {
	var sides []side[repeats[R]]
	for _, r := range sets {
		sides = append(sides, side[repeats[R]]{mark: r.mark, result: r})
	}
	return methodSection(sides, func(r repeats[R]) []fact {
		return append([]fact{{"runs", figures.Count(len(r.all)), false}}, r.facts(read.facts)...)
	})
}
