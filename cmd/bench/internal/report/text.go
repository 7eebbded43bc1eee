package report

import (
	"io"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// Text writes the report for a terminal. The first lines are the answer.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	b.WriteString(r.verdict() + "\n")
	for _, p := range r.Problems {
		b.WriteString("  - " + p + "\n")
	}
	for i, line := range r.answers() {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString("  " + line + "\n")
	}
	for _, s := range r.sections() {
		b.WriteString("\n" + s.title + "\n")
		s.table.Text(&b)
		for _, note := range s.notes {
			layout.Wrap(&b, note, "  ")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
