package plot

import (
	"cmp"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// Table gives the numbers of the plot: a row for each row, or each X, and a column
// for each series.
func (p *Plot) Table() *layout.Table {
	if len(p.Rows) > 0 {
		return p.rowTable()
	}
	t := &layout.Table{Left: 1, Head: p.head()}
	columns := make([]map[span]Point, len(p.Series))
	var rows []span
	for i, s := range p.Series {
		columns[i] = make(map[span]Point)
		for _, point := range s.Points {
			at := span{point.X, point.End}
			if s.Form == Line {
				at.end = 0
			}
			columns[i][at] = point
			rows = append(rows, at)
		}
	}
	slices.SortFunc(rows, span.compare)
	for _, at := range slices.Compact(rows) {
		t.Add(p.row(at, columns)...)
	}
	return t
}

// A span is an X, or where there is an end, an interval of X.
type span struct{ from, end float64 }

func (s span) compare(other span) int {
	return cmp.Or(cmp.Compare(s.from, other.from), cmp.Compare(s.end, other.end))
}

func (p *Plot) head() []string {
	head := []string{p.X.Label}
	for _, s := range p.Series {
		head = append(head, s.Name)
	}
	return head
}

func (p *Plot) row(at span, columns []map[span]Point) []string {
	cells := []string{p.X.Unit.Figure(at.from)}
	if at.end != 0 {
		cells[0] += " to " + p.X.Unit.Figure(at.end)
	}
	for _, column := range columns {
		point, ok := column[at]
		if !ok {
			cells = append(cells, figures.Absent)
			continue
		}
		cells = append(cells, p.Y.Unit.Figure(point.Y))
	}
	return cells
}

// rowTable has a column for each series, with the interval where there is one.
func (p *Plot) rowTable() *layout.Table {
	t := &layout.Table{Left: 1, Head: []string{""}}
	for _, s := range p.Series {
		t.Head = append(t.Head, s.Name)
	}
	for i, name := range p.Rows {
		cells := []string{name}
		for _, s := range p.Series {
			cells = append(cells, p.cell(s, i))
		}
		t.Add(cells...)
	}
	return t
}

func (p *Plot) cell(s Series, row int) string {
	i := slices.IndexFunc(s.Points, func(point Point) bool { return int(point.Y) == row })
	if i < 0 {
		return figures.Absent
	}
	point := s.Points[i]
	text := p.X.Unit.Figure(point.X)
	if point.Low != nil && point.High != nil {
		text += " (" + p.X.Unit.Figure(*point.Low) + " to " + p.X.Unit.Figure(*point.High) + ")"
	}
	return text
}
