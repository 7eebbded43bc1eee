package load

import (
	"io"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// JSON writes the result for programs.
func (r *Result) JSON(w io.Writer) error { return jsonfile.Write(w, r) }

// Text writes the result for a terminal. The first line is the answer.
func (r *Result) Text(w io.Writer) error { return r.Document().Text(w) }

// Document is the result for people.
func (r *Result) Document() layout.Document {
	d := layout.Document{
		Heading: "embedsign bench load", Answer: r.Headline(),
		Sections: []layout.Section{r.capacity(), r.times(), r.rates(), r.answers(), r.objective(), r.method()},
	}
	if len(r.Problems) > 1 { // a single one is in the answer
		d.Problems = r.Problems
	}
	return d
}

func (r *Result) answers() layout.Section {
	t := &layout.Table{Left: 3, Head: []string{"model", "what", "count"}}
	for _, m := range r.Models.All() {
		t.Add(m.Name, "answers by status", listed(m.Statuses))
		if m.Errors > 0 {
			t.Add(m.Name, "errors by kind", listed(m.Failures))
		}
		if m.Accepted > 0 || len(m.Refused) > 0 {
			t.Add(m.Name, "URLs accepted", figures.Count(m.Accepted))
			t.Add(m.Name, "refused by code", listed(m.Refused))
			t.Add(m.Name, "opened once more", figures.Count(m.Reopened)+", of which accepted "+figures.Count(m.AcceptedTwice))
		}
		if m.Verified > 0 {
			t.Add(m.Name, "signatures verified", figures.Count(m.Verified)+", of which wrong "+figures.Count(m.BadSignatures))
		}
	}
	return layout.Section{Title: "Answers", Table: t}
}

func (r *Result) objective() layout.Section {
	t := &layout.Table{Left: 4, Head: []string{"model", "objective", "found", "verdict"}}
	for _, c := range r.Objective {
		verdict := "met"
		if !c.Met {
			verdict = "NOT MET"
		}
		name, _, _ := strings.Cut(c.Text, "<")
		t.Add(c.Model, c.Text, c.found(name), verdict)
	}
	return layout.Section{Title: "Objective", Table: t}
}
