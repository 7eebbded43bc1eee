package trial

import (
	"fmt"
	"io"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// Text writes the result for a terminal. The first line is the answer.
func (r *Result) Text(w io.Writer) error { return r.Document().Text(w) }

// Document is the result for people.
func (r *Result) Document() layout.Document {
	return layout.Document{
		Heading: "embedsign bench nonces", Answer: r.answer(), Problems: r.Problems,
		Sections: []layout.Section{r.counts(), r.groups(), r.merged(), r.tests(), r.method()},
	}
}

func (r *Result) answer() string {
	all := r.Nonces[len(r.Nonces)-1]
	if !r.OK {
		return fmt.Sprintf("NOT OK: of %s, %s a duplicate; %d of %s failed",
			figures.Plural(all.Generated, "nonce"), areOrIs(all.Duplicates), len(r.Failed()), figures.Plural(len(r.Tests), "test"))
	}
	return fmt.Sprintf("ok: %s, none twice, so at least %s; %s passed", figures.Plural(all.Generated, "nonce"), report.Weakest(r.Nonces), figures.Plural(len(r.Tests), "test"))
}

func areOrIs(n int) string {
	switch n {
	case 0:
		return "none is"
	case 1:
		return "1 is"
	}
	return figures.Count(n) + " are"
}

func (r *Result) counts() layout.Section {
	t := report.NoncesTable()
	t.Rows = report.NoncesRows(r.Nonces)
	return layout.Section{Title: "Nonces", Table: t, Notes: []string{report.EntropyNote}}
}

func (r *Result) groups() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"source", "generator", "number", "nonces"}}
	for _, g := range r.Groups {
		t.Add(g.Source, g.Group, figures.Count(g.Generators), figures.Count(g.Generated))
	}
	return layout.Section{Title: "Generators", Table: t, Notes: []string{
		"Each begins with a state of its own, and so can begin with the same one by mistake. Within a single generator that never shows.",
	}}
}

func (r *Result) merged() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"file", "drawn by", "nonces"}}
	for _, m := range r.Merged {
		t.Add(m.File, m.Source, figures.Count(m.Count))
	}
	return layout.Section{Title: "Files", Table: t}
}

// tests shows the least likely test of each family, by source.
func (r *Result) tests() layout.Section {
	t := &layout.Table{Left: 3, Head: []string{"source", "tests", "least likely", "counted", "expected", "p", "adjusted", "verdict", "number"}}
	for _, n := range r.Nonces {
		for _, family := range evidence.Families() {
			var of []evidence.Test
			for _, test := range sorted(r.Tests) {
				if test.Source == n.Source && test.Family == family {
					of = append(of, test)
				}
			}
			if len(of) > 0 {
				worst := of[0]
				t.Add(n.Source, family, worst.Name, figures.Number(worst.Statistic), figures.Number(worst.Expected),
					figures.Optional(worst.P, probability), figures.Optional(worst.AdjustedP, probability), worst.Verdict, figures.Count(len(of)))
			}
		}
	}
	return layout.Section{Title: "Tests", Table: t, Notes: []string{
		r.families() + fmt.Sprintf("p: how probable that, or worse, is for random nonces; adjusted: by Holm, for the number of tests. Sound sources fail once in %s runs.", figures.Count(int64(1/r.Method.Alpha))),
	}}
}

// families explains the tests that were done, and no others.
func (r *Result) families() string {
	text := ""
	for _, family := range evidence.Families() {
		if slices.ContainsFunc(r.Tests, func(t evidence.Test) bool { return t.Family == family }) {
			text += family + ": " + asked(family) + ". "
		}
	}
	return text + evidence.BitNumbers + " "
}

// asked is what tests of a family ask.
func asked(family string) string {
	switch family {
	case evidence.Unique:
		return "no duplicate"
	case evidence.Form:
		return "canonical lower-case text, version 4, variant 10"
	case evidence.Balance:
		return "how often each of the 122 random bits is set"
	}
	return "how many pairs agree in a window of random bits, which shows a source with few bits long before it repeats itself"
}

func probability(p float64) string { return fmt.Sprintf("%.2g", p) }

func (r *Result) method() layout.Section {
	e, m := r.Environment, r.Method
	t := &layout.Table{Left: 2, Head: []string{"what", "value"}}
	t.Add("machine", fmt.Sprintf("%s, %d seen, %d used", e.CPU, e.CPUs, e.MaxProcs))
	t.Add("toolchain", fmt.Sprintf("%s %s/%s, wazero %s", e.Go, e.GOOS, e.GOARCH, e.Wazero))
	t.Add("revision", e.Revision)
	if m.Count > 0 {
		t.Add("asked for", fmt.Sprintf("%s of each source; wazero and http have %v each", figures.Plural(m.Count, "nonce"), m.Patience))
		t.Add("drawn", fmt.Sprintf("in %s, %d at once", figures.Seconds(m.Drawing), m.Goroutines))
	}
	for _, left := range m.LeftOut {
		t.Add("left out", left)
	}
	if m.Target != "" {
		t.Add("http target", m.Target)
	}
	t.Add("compared", "in "+figures.Seconds(m.Comparing))
	if m.Memory > 0 {
		t.Add("memory", "at most "+drawing.Bytes(m.Memory))
	}
	if m.Spilled > 0 {
		t.Add("files", drawing.Bytes(m.Spilled))
	}
	return layout.Section{Title: "How this was done", Table: t}
}
