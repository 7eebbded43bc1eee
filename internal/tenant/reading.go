package tenant

import (
	"cmp"
	"slices"
)

// MaxDownload is the most rows of one download. The platform's limit is a million; the
// sample has fewer rows than this one.
const MaxDownload = 100

// A Sheet is the data of a table or chart.
type Sheet struct {
	Columns []string
	// Numeric tells which columns are of numbers, whether there are rows or not.
	Numeric []bool
	Rows    [][]Cell
}

// A Sort orders a sheet by a column.
type Sort struct {
	Column     string `json:"column"`
	Descending bool   `json:"descending"`
}

// A Look is how a person looks at an element, without changing it.
type Look struct {
	Sort Sort `json:"sort"`
	// Controls keep the rows whose column has one of the values, for each name that is
	// that of a column; a URL can name others too, and those do nothing.
	Controls map[string][]string `json:"controls,omitempty"`
}

// element finds one of what the person looks at.
func (r *Reading) element(id ID) (Element, error) {
	for _, p := range r.Content.Pages {
		for _, e := range p.Elements {
			if e.ID == id {
				return e, nil
			}
		}
	}
	return Element{}, missing("element", id)
}

// Data gives the rows of an element that the person may see: of a chart the sums of its
// measure by group. A sheet that is not to be sorted is in the order of the table.
func (r *Reading) Data(id ID, look Look) (Sheet, error) {
	e, err := r.element(id)
	if err != nil {
		return Sheet{}, err
	}
	sheet, err := r.sheet(e, look.Controls)
	if err != nil {
		return Sheet{}, err
	}
	return sheet, sheet.sort(look.Sort)
}

// Explored groups the rows of any element by a column and sums another, without saving
// that, for who explores.
func (r *Reading) Explored(id ID, look Look, group, measure string) (Sheet, error) {
	if r.Level < CanExplore {
		return Sheet{}, problem(Forbidden, "", "%s cannot explore this workbook: that takes a grant and an account type that allow it", r.visit.User.Email)
	}
	e, err := r.element(id)
	if err != nil {
		return Sheet{}, err
	}
	if e.Kind == ChartElement {
		e.Kind = TableElement
	}
	sheet, err := r.sheet(e, look.Controls)
	if err == nil {
		sheet, err = sheet.summed(group, measure)
	}
	if err != nil {
		return Sheet{}, err
	}
	return sheet, sheet.sort(look.Sort)
}

// Download gives the rows of an element to who may take them away, at most
// [MaxDownload], and how many there would be.
func (r *Reading) Download(id ID, look Look) (sheet Sheet, all int, err error) {
	if !r.visit.Allows(Download) {
		return sheet, 0, problem(Forbidden, "", "the account type %s cannot download", r.visit.User.AccountType)
	}
	if sheet, err = r.Data(id, look); err != nil {
		return sheet, 0, err
	}
	all = len(sheet.Rows)
	sheet.Rows = sheet.Rows[:min(all, MaxDownload)]
	return sheet, all, nil
}

func (r *Reading) sheet(e Element, controls map[string][]string) (Sheet, error) {
	d, ok := r.visit.state.Datasets[e.Dataset]
	if !ok || e.Kind == TextElement {
		return Sheet{}, problem(Invalid, "", "%q is a text and has no data", e.ID)
	}
	u, t := r.visit.state.person(r.visit.User.Email)
	sheet := Sheet{d.Columns, d.numeric(), d.Rows(Viewer{
		Teams: u.Teams, Attributes: r.visit.Session.Attributes, Everything: u.administers(t),
	})}
	sheet.keep(controls)
	if e.Kind == ChartElement {
		return sheet.summed(e.Group, e.Measure)
	}
	return sheet, nil
}

// keep drops the rows that a control does not want. A control without values wants all.
func (s *Sheet) keep(controls map[string][]string) {
	for i, column := range s.Columns {
		if values := controls[column]; len(values) > 0 {
			s.Rows = slices.DeleteFunc(s.Rows, func(row []Cell) bool { return !slices.Contains(values, row[i].String()) })
		}
	}
}

// sort orders the rows; equal ones stay as they were.
func (s *Sheet) sort(by Sort) error {
	if by.Column == "" {
		return nil
	}
	i := slices.Index(s.Columns, by.Column)
	if i < 0 {
		return missing("column", by.Column)
	}
	s.Rows = slices.Clone(s.Rows)
	slices.SortStableFunc(s.Rows, func(a, b []Cell) int {
		if by.Descending {
			a, b = b, a
		}
		return a[i].Compare(b[i])
	})
	return nil
}

// summed adds up a column of numbers for each value of another, in the order of the
// values.
func (s Sheet) summed(group, measure string) (Sheet, error) {
	by, of := slices.Index(s.Columns, group), slices.Index(s.Columns, measure)
	switch {
	case by < 0:
		return s, missing("column", group)
	case of < 0:
		return s, missing("column", measure)
	case !s.Numeric[of]:
		return s, problem(Invalid, "measure", "%q has texts, of which there is no sum", measure)
	}
	sums := make(map[string]float64)
	for _, row := range s.Rows {
		sums[row[by].String()] += row[of].Number
	}
	out := Sheet{Columns: []string{group, measure}, Numeric: []bool{false, true}}
	for value, sum := range sums {
		out.Rows = append(out.Rows, []Cell{text(value), number(sum)})
	}
	slices.SortFunc(out.Rows, func(a, b []Cell) int { return cmp.Compare(a[0].Text, b[0].Text) })
	return out, nil
}
