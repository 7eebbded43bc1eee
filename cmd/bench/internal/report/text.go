package report

import (
	"io"
	"strings"
)

// lineLength is where paragraphs of the text form are broken.
const lineLength = 100

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
		s.table.text(&b)
		for _, note := range s.notes {
			wrap(&b, note, "  ")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// wrap writes a paragraph in lines of at most lineLength characters.
func wrap(b *strings.Builder, paragraph, indent string) {
	length := 0
	for _, word := range strings.Fields(paragraph) {
		n := len([]rune(word))
		switch {
		case length == 0:
			b.WriteString(indent)
			length = len(indent)
		case length+1+n > lineLength:
			b.WriteString("\n" + indent)
			length = len(indent)
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(word)
		length += n
	}
	b.WriteByte('\n')
}
