// Package layout writes tables and paragraphs, for terminals and in Markdown.
package layout

import (
	"strings"
	"unicode/utf8"
)

// A Table is text in columns. The first Left columns hold words and are aligned
// left, the others hold figures and are aligned right.
type Table struct {
	Left int
	Head []string
	Rows [][]string
}

// Add puts a row below the others.
func (t *Table) Add(cells ...string) { t.Rows = append(t.Rows, cells) }

// widths gives the width of each column in characters.
func (t *Table) widths() []int {
	widths := make([]int, len(t.Head))
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// Text writes the table indented, the columns two spaces apart.
func (t *Table) Text(b *strings.Builder) {
	widths := t.widths()
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString("  ")
			line.WriteString(t.pad(i, cell, widths[i]))
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
}

func (t *Table) pad(column int, cell string, width int) string {
	space := strings.Repeat(" ", width-utf8.RuneCountInString(cell))
	if column < t.Left {
		return cell + space
	}
	return space + cell
}

// Markdown writes the table in the form of GitHub.
func (t *Table) Markdown(b *strings.Builder) {
	writeRow(b, t.Head)
	rule := make([]string, len(t.Head))
	for i := range rule {
		rule[i] = "---:"
		if i < t.Left {
			rule[i] = "---"
		}
	}
	writeRow(b, rule)
	for _, row := range t.Rows {
		writeRow(b, row)
	}
}

func writeRow(b *strings.Builder, cells []string) {
	for _, cell := range cells {
		b.WriteString("| ")
		b.WriteString(strings.ReplaceAll(cell, "|", `\|`))
		b.WriteByte(' ')
	}
	b.WriteString("|\n")
}
