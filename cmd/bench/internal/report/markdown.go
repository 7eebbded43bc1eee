package report

import (
	"io"
	"strings"
)

// Markdown writes the report for a pull request or a job summary.
func (r *Report) Markdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("## embedsign bench: " + r.verdict() + "\n\n")
	for _, p := range r.Problems {
		b.WriteString("- **" + p + "**\n")
	}
	for _, line := range r.answers() {
		b.WriteString("- " + strings.Join(strings.Fields(line), " ") + "\n")
	}
	for _, s := range r.sections() {
		b.WriteString("\n### " + s.title + "\n\n")
		s.table.Markdown(&b)
		for _, note := range s.notes {
			b.WriteString("\n" + note + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
