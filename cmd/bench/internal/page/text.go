package page

import (
	"io"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// mostRows is how many rows of a plot's numbers the text shows; a second by second
// table of an hour is for programs, which have the JSON.
const mostRows = 40

// Text writes all answers, and then the tables of each part, for a terminal.
func (p Page) Text(w io.Writer) error {
	var b strings.Builder
	for _, part := range p.Parts {
		b.WriteString(part.Heading + ": " + part.Answer + "\n")
		for _, problem := range part.Problems {
			b.WriteString("  - " + problem + "\n")
		}
	}
	for _, part := range p.Parts {
		b.WriteByte('\n')
		// A strings.Builder takes everything.
		_ = part.document().Text(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// document is the part without its answer.
func (p Part) document() layout.Document {
	d := layout.Document{Answer: p.Heading, Lines: p.Lines}
	for _, s := range p.shown() {
		d.Sections = append(d.Sections, s.tables()...)
	}
	return d
}

// tables gives the section for a terminal: its own table, or without one the numbers
// of its plots.
func (s Section) tables() []layout.Section {
	if s.hasTable() {
		return []layout.Section{{Title: s.Title, Table: s.Table, Notes: s.Notes}}
	}
	var all []layout.Section
	for _, plot := range s.Plots {
		t := plot.Table()
		if len(t.Rows) <= mostRows {
			all = append(all, layout.Section{Title: plot.Title, Table: t, Notes: []string{plot.Text}})
		}
	}
	return all
}
