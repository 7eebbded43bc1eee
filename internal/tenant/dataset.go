package tenant

import (
	"slices"
	"time"
)

// A Dataset is a table of sample rows with the columns that may be seen, and with rules
// by which each person sees rows of their own.
type Dataset struct {
	Document
	Table   string   `json:"table"`   // of [Tables]
	Columns []string `json:"columns"` // in this order
	Rules   []Rule   `json:"rules"`
	// Published datasets can be used in workbooks.
	Published bool `json:"published"`
}

// A Rule shows only the rows whose column has one of the values of the person: the
// names of their teams, or those of an attribute, which a URL gives as :ua_<name>.
type Rule struct {
	Column string `json:"column"`
	// Attribute is the name without :ua_; empty for teams.
	Attribute string `json:"attribute,omitempty"`
}

// maxRules is more than the sample table has columns to filter by.
const maxRules = 4

// CreateDataset adds a dataset that is not published.
func (s *State) CreateDataset(by Address, id ID, name string, at Place, table string, columns []string, now time.Time) error {
	if err := checkRoom("datasets", len(s.Datasets), MaxDatasets); err != nil {
		return err
	}
	d, err := s.newDocument(by, id, name, at, now)
	if err != nil {
		return err
	}
	t, ok := tableNamed(table)
	if !ok {
		return missing("table", table)
	}
	if len(columns) == 0 {
		columns = t.Columns
	}
	if err := t.checkColumns(columns); err != nil {
		return err
	}
	s.Datasets[id] = Dataset{Document: d, Table: table, Columns: slices.Clone(columns)}
	return nil
}

// ChangeDataset sets the rules of a dataset and whether it is published.
func (s *State) ChangeDataset(by Address, id ID, rules []Rule, published bool, now time.Time) error {
	d, ok := s.Datasets[id]
	if !ok {
		return missing("dataset", id)
	}
	if s.levelOf(by, Object{OnDataset, id}, d.Document) < CanContribute {
		return problem(Forbidden, "", "%s cannot edit the dataset %q", by, d.Name)
	}
	if err := checkRoom("rules", len(rules), maxRules+1); err != nil {
		return err
	}
	t, _ := tableNamed(d.Table)
	for _, r := range rules {
		if err := t.checkColumns([]string{r.Column}); err != nil {
			return err
		}
		if err := checkText("attribute", r.Attribute, MaxName); err != nil {
			return err
		}
	}
	d.Rules, d.Published, d.Changed = slices.Clone(rules), published, now.UTC()
	s.Datasets[id] = d
	return nil
}

// A Viewer is who looks at rows.
type Viewer struct {
	Teams      []string
	Attributes map[string][]string
	// Everything is true for who sees all rows whatever the rules are.
	Everything bool
}

// Rows gives the rows that a person may see, with the columns of the dataset. Each
// rule has to hold: rules take rows away, and who has no value of what a rule asks for
// sees none.
func (d Dataset) Rows(v Viewer) [][]Cell {
	t, ok := tableNamed(d.Table)
	if !ok {
		return nil
	}
	var rows [][]Cell
	for _, row := range t.Rows() {
		if v.Everything || d.shows(t, row, v) {
			rows = append(rows, t.selected(row, d.Columns))
		}
	}
	return rows
}

// numeric tells which columns are of numbers.
func (d Dataset) numeric() []bool {
	t, _ := tableNamed(d.Table)
	first := t.selected(t.Rows()[0], d.Columns)
	are := make([]bool, len(first))
	for i, cell := range first {
		are[i] = cell.IsNumber
	}
	return are
}

func (d Dataset) shows(t Table, row []Cell, v Viewer) bool {
	for _, r := range d.Rules {
		allowed := v.Teams
		if r.Attribute != "" {
			allowed = v.Attributes[r.Attribute]
		}
		if !slices.Contains(allowed, row[t.column(r.Column)].String()) {
			return false
		}
	}
	return true
}
