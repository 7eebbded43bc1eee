package layout

import (
	"io"
	"strings"
)

// A Document is a report that reads the same on a terminal and in Markdown.
type Document struct {
	// Heading is what Markdown puts before the answer, such as "embedsign bench".
	Heading string
	// Answer is the first line: is it good, and on what ground.
	Answer string
	// Problems say what is wrong, a line each.
	Problems []string
	// Lines follow the answer. Spaces in them align columns on a terminal.
	Lines []string
	// Sections without rows are left out.
	Sections []Section
}

// A Section is a titled table, with paragraphs that say how to read it.
type Section struct {
	Title string
	Table *Table
	Notes []string
}

// Shown gives the sections that have something to show.
func (d Document) Shown() []Section {
	var shown []Section
	for _, s := range d.Sections {
		if len(s.Table.Rows) > 0 {
			shown = append(shown, s)
		}
	}
	return shown
}

// Text writes the document for a terminal.
func (d Document) Text(w io.Writer) error {
	var b strings.Builder
	b.WriteString(d.Answer + "\n")
	for _, p := range d.Problems {
		b.WriteString("  - " + p + "\n")
	}
	if len(d.Lines) > 0 {
		b.WriteByte('\n')
	}
	for _, line := range d.Lines {
		b.WriteString("  " + line + "\n")
	}
	for _, s := range d.Shown() {
		b.WriteString("\n" + s.Title + "\n")
		s.Table.Text(&b)
		for _, note := range s.Notes {
			Wrap(&b, note, "  ")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Markdown writes the document for a pull request or a job summary.
func (d Document) Markdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("## " + d.Heading + ": " + d.Answer + "\n")
	if len(d.Problems)+len(d.Lines) > 0 {
		b.WriteByte('\n')
	}
	for _, p := range d.Problems {
		b.WriteString("- **" + p + "**\n")
	}
	for _, line := range d.Lines {
		b.WriteString("- " + strings.Join(strings.Fields(line), " ") + "\n")
	}
	for _, s := range d.Shown() {
		b.WriteString("\n### " + s.Title + "\n\n")
		s.Table.Markdown(&b)
		for _, note := range s.Notes {
			b.WriteString("\n" + note + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
