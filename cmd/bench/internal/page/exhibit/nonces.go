package exhibit

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// trials are the results of bench nonces that a part shows.
type trials []side[*trial.Result]

// noncesPart shows one trial, or two beside each other. There is nothing to divide in
// two of them: each is a proof or it is not.
func noncesPart(sides []side[*trial.Result]) page.Part {
	n := trials(sides)
	p := page.Part{ID: "nonces", Heading: heading("bench nonces", sides), State: page.Good}
	for _, s := range n {
		d := s.result.Document()
		if !s.result.OK {
			p.State = page.Bad
		}
		if s.mark == "" {
			p.Answer, p.Problems, p.Lines = d.Answer, d.Problems, d.Lines
			continue
		}
		p.Lines = append(p.Lines, s.mark+" said: "+d.Answer)
		p.Problems = append(p.Problems, mapped(d.Problems, func(text string) string { return s.mark + ": " + text })...)
	}
	if len(n) == 2 {
		p.Answer = n.both()
	}
	p.Sections = []page.Section{n.counts(), n.evidence(), n.groups(), n.method()}
	return p
}

// both says what two trials are together, and what they are not.
func (n trials) both() string {
	text := "both are ok"
	switch {
	case !n[0].result.OK && !n[1].result.OK:
		text = "NOT OK, neither of them"
	case !n[0].result.OK:
		text = "NOT OK: A"
	case !n[1].result.OK:
		text = "NOT OK: B"
	}
	return text + "; nonces of A were not compared with those of B, which bench nonces --merge does"
}

func (n trials) counts() page.Section {
	t := report.NoncesTable()
	p := plot.Plot{
		ID: "nonces-entropy", Title: "Bits of collision entropy that no duplicate proves",
		Text: "Further right is more. A UUIDv4 has 122; how much of that is proved depends on the number of nonces alone, two bits more for twice as many. A source with a duplicate proves none and has no mark.",
		X:    plot.Axis{Label: "bits at least, log2(n²/6)", FromZero: true, Unit: plot.Numbers()},
		Rows: n.sources(),
		Rule: &plot.Rule{At: 122, Label: "122, all of a UUIDv4"},
	}
	for _, s := range n {
		series := plot.Series{Name: s.of("bits at least"), Look: s.look(0)}
		addNonces(t, s.of, s.result.Nonces)
		for _, x := range report.Sources(s.result.Nonces) {
			if x.EntropyBits > 0 {
				series.Points = append(series.Points, plot.Point{X: x.EntropyBits, Y: float64(slices.Index(p.Rows, x.Source))})
			}
		}
		p.Series = append(p.Series, series)
	}
	return page.Section{Title: "Duplicates, and what none proves", Plots: []plot.Plot{p}, Table: t, Notes: []string{report.EntropyNote}}
}

func (n trials) sources() []string {
	return union(n, func(r *trial.Result) []string {
		var all []string
		for _, x := range report.Sources(r.Nonces) {
			all = append(all, x.Source)
		}
		return all
	})
}

// evidence shows the tests that stand out.
func (n trials) evidence() page.Section {
	t := &layout.Table{Left: 2, Head: []string{"source", "test", "found", "expected", "p", "adjusted p", "verdict"}}
	var notes []string
	for _, s := range n {
		shown := outstanding(s.result.Tests)
		for _, x := range shown {
			t.Add(s.of(x.Source), x.Name, figures.Number(x.Statistic), figures.Number(x.Expected), probability(x.P), probability(x.AdjustedP), x.Verdict)
		}
		notes = append(notes, fmt.Sprintf("%s: %d failed. Shown are %d: what failed, and of the bits of each source those that are least likely; all are in the JSON.",
			s.of(figures.Plural(len(s.result.Tests), "test")), len(s.result.Failed()), len(shown)))
	}
	notes = append(notes, "p: how probable a result as far off as this, or farther, is if the source is sound. adjusted p: the same corrected by Holm's method for the number of tests; below the alpha of the run the test failed. A test without p leaves nothing to chance: found has to be expected. "+evidence.BitNumbers)
	return page.Section{Title: "Tests", Plots: n.testPlots(), Table: t, Notes: notes}
}

// There is a test for each bit of each source: only so many of those that passed, and
// of those that failed, are shown.
const (
	shownBits   = 2
	shownFailed = 30
)

// outstanding leaves out most tests of single bits, and puts in front what failed.
func outstanding(tests []evidence.Test) []evidence.Test {
	sorted := slices.Clone(tests)
	slices.SortStableFunc(sorted, func(a, b evidence.Test) int { return cmp.Compare(likeliness(a), likeliness(b)) })
	shown := make(map[string]int) // bits of a source
	var failed, passed []evidence.Test
	for _, t := range sorted {
		switch {
		case t.Verdict == evidence.Fail:
			failed = append(failed, t)
		case t.Family != evidence.Balance:
			passed = append(passed, t)
		case shown[t.Source] < shownBits:
			shown[t.Source]++
			passed = append(passed, t)
		}
	}
	slices.SortStableFunc(passed, func(a, b evidence.Test) int { return cmp.Compare(place(tests, a), place(tests, b)) })
	return append(failed[:min(shownFailed, len(failed))], passed...)
}

// place is where a test stands in the file.
func place(tests []evidence.Test, t evidence.Test) int {
	return slices.IndexFunc(tests, func(x evidence.Test) bool { return x.Source == t.Source && x.Name == t.Name })
}

// likeliness orders tests by what they say against the source. One without chance that
// failed comes before all.
func likeliness(t evidence.Test) float64 {
	switch {
	case t.P != nil:
		return *t.P
	case t.Verdict == evidence.Fail:
		return -1
	}
	return 2
}

// leastProbability is where p ends in plots: less is not told apart by any eye, and
// what underflowed to 0 has no place on a logarithmic axis.
const leastProbability = 1e-12

func (n trials) testPlots() []plot.Plot {
	p := plot.Plot{
		ID: "nonces-tests", Title: "Adjusted p of the tests",
		Text: fmt.Sprintf("Right of the line is what chance does. Left of it a test failed; what is less likely than %g is drawn there.", leastProbability),
		X:    plot.Axis{Label: "adjusted p, logarithmic", Scale: plot.Log, Unit: plot.Probabilities()},
		Rule: &plot.Rule{At: n.alpha(), Label: "alpha " + strconv.FormatFloat(n.alpha(), 'g', 3, 64)},
	}
	for _, s := range n {
		series := plot.Series{Name: s.of("adjusted p"), Look: s.look(1)}
		for _, t := range outstanding(s.result.Tests) {
			if t.AdjustedP == nil {
				continue
			}
			row := t.Source + " " + t.Name
			if !slices.Contains(p.Rows, row) {
				p.Rows = append(p.Rows, row)
			}
			series.Points = append(series.Points, plot.Point{X: max(*t.AdjustedP, leastProbability), Y: float64(slices.Index(p.Rows, row))})
		}
		p.Series = append(p.Series, series)
	}
	if len(p.Rows) == 0 {
		return nil
	}
	return []plot.Plot{p}
}

// alpha is that of the first result; a file that does not say has the usual one.
func (n trials) alpha() float64 {
	if a := n[0].result.Method.Alpha; a > 0 && a < 1 {
		return a
	}
	return evidence.Alpha
}
