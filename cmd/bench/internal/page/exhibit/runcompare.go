package exhibit

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// facts lists how a run came about.
func facts(r *report.Report) []fact {
	m := r.Method
	return append(machine(r.Environment),
		fact{"http target", m.Target, true},
		fact{"wazero random", m.Random, true},
		fact{"signed text", byteCount(m.SignedText), true},
		fact{"URL", byteCount(m.URL), false},
		fact{"each result", fmt.Sprintf("%v of slices, operation and reference, in %d rounds", m.Duration, m.Rounds), false},
		fact{"warm-up", fmt.Sprintf("%v in each round, thrown away", m.WarmUp), false},
		fact{"slice", fmt.Sprintf("about %v", m.Slice), false},
		fact{"left out", m.LeftOut, false},
	)
}

func byteCount(n int) string {
	if n == 0 {
		return ""
	}
	return figures.Plural(n, "byte")
}

func (r runs) differences() []string {
	if len(r) < 2 {
		return nil
	}
	return differing(facts(r[0].result), facts(r[1].result))
}

// compare puts in front what can be said of two runs.
func (r runs) compare(p *page.Part, differences []string) {
	p.State = page.Neutral
	p.Lines = r.verdicts()
	comparable := len(differences) == 0 && !same(r)
	t, tally := r.relations(comparable)
	p.Sections = append(p.Sections, page.Section{Title: "A and B compared", Plots: r.ratioPlots(), Table: t, Notes: r.comparisonNotes(comparable)})
	switch {
	case same(r):
		p.Answer = theSame
	case len(differences) > 0:
		p.Answer, p.Problems = incomparable(differences), differences
	default:
		p.Answer = tally.String()
	}
}

// verdicts repeats what each of the runs said of itself.
func (r runs) verdicts() []string {
	var all []string
	for _, s := range r {
		d := s.result.Document()
		all = append(all, s.mark+" said: "+d.Answer)
		for _, problem := range d.Problems {
			all = append(all, s.mark+" said: "+problem)
		}
	}
	return all
}

func (r runs) comparisonNotes(comparable bool) []string {
	notes := []string{"ratio: time of an operation divided by that of its reference, in alternating slices of the same run; lower is better."}
	if comparable {
		notes = append(notes, "B ÷ A: the ratio of the ratios, 1 where nothing changed. Its interval joins both intervals of 95 %, so it holds with 90 % at least. It knows nothing of what lasts as long as a run, such as where code lies in memory: whether signing became slower is for bench gate to say.")
	}
	return notes
}

// A tally counts what came out of a comparison.
type tally struct{ slower, faster, same, unknown int }

func (t tally) String() string {
	if t.slower+t.faster+t.same == 0 {
		return "nothing to compare: no ratio with an interval is in both"
	}
	text := fmt.Sprintf("in relation to its reference B is slower in %d, faster in %d, and not told apart from A in %d", t.slower, t.faster, t.same)
	if t.unknown > 0 {
		text += fmt.Sprintf("; without an interval in both: %d", t.unknown)
	}
	return text
}

// relations is the table of ratios, and of ratios of ratios where they mean something.
func (r runs) relations(comparable bool) (*layout.Table, tally) {
	t := &layout.Table{Left: 2, Head: []string{"engine", "operation", "conc", "ratio A", "interval A", "ratio B", "interval B"}}
	if comparable {
		t.Head = append(t.Head, "B ÷ A", "interval", "B is")
	}
	var count tally
	for _, c := range union(r, cells) {
		a, _ := c.in(r[0].result)
		b, _ := c.in(r[1].result)
		row := []string{c.engine, c.operation, figures.Count(c.concurrency)}
		for _, x := range []report.Result{a, b} {
			row = append(row, figures.Optional(x.Ratio, figures.Ratio), interval(x.RatioLow, x.RatioHigh))
		}
		if comparable {
			row = append(row, relate(a, b).cells(&count)...)
		}
		t.Add(row...)
	}
	return t, count
}

// A relation is how a ratio changed; nil is what is not known.
type relation struct{ point, low, high *float64 }

// relate divides B by A. With both intervals at their far ends at once, the result
// encloses the true one whenever both do.
func relate(a, b report.Result) relation {
	if a.Ratio == nil || b.Ratio == nil || a.Reference != b.Reference {
		return relation{}
	}
	point := *b.Ratio / *a.Ratio
	r := relation{point: &point}
	if a.RatioLow != nil && a.RatioHigh != nil && b.RatioLow != nil && b.RatioHigh != nil {
		low, high := *b.RatioLow / *a.RatioHigh, *b.RatioHigh / *a.RatioLow
		r.low, r.high = &low, &high
	}
	return r
}

// cells writes the relation and counts it.
func (r relation) cells(count *tally) []string {
	word := figures.Absent
	switch {
	case r.low == nil:
		count.unknown++
	case *r.low > 1:
		count.slower++
		word = "slower"
	case *r.high < 1:
		count.faster++
		word = "faster"
	default:
		count.same++
		word = "not told apart"
	}
	return []string{figures.Optional(r.point, figures.Ratio), interval(r.low, r.high), word}
}
