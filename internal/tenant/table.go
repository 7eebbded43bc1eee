package tenant

import (
	"slices"
	"strconv"
)

// A Table is one of the samples that datasets are made of. All of it is made up.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	rows    func() [][]Cell
}

// A Cell is a text or a number.
type Cell struct {
	Text   string
	Number float64
	// IsNumber tells which of the two it is.
	IsNumber bool
}

// String writes the cell for a person: numbers with at most two digits after the point.
func (c Cell) String() string {
	if !c.IsNumber {
		return c.Text
	}
	return strconv.FormatFloat(float64(int64(c.Number*100+0.5))/100, 'f', -1, 64)
}

// Compare orders numbers by size and before texts, which are in the order of their
// bytes.
func (c Cell) Compare(other Cell) int {
	switch {
	case c.IsNumber != other.IsNumber:
		if c.IsNumber {
			return -1
		}
		return 1
	case c.IsNumber && c.Number != other.Number:
		if c.Number < other.Number {
			return -1
		}
		return 1
	case c.Text < other.Text:
		return -1
	case c.Text > other.Text:
		return 1
	}
	return 0
}

func text(t string) Cell    { return Cell{Text: t} }
func number(n float64) Cell { return Cell{Number: n, IsNumber: true} }

// OrdersTable is the name of the sample that there is.
const OrdersTable = "Orders"

// The columns of the sample.
const (
	ColumnDate     = "Date"
	ColumnRegion   = "Region"
	ColumnTeam     = "Team"
	ColumnProduct  = "Product"
	ColumnQuantity = "Quantity"
	ColumnPrice    = "Price"
	ColumnRevenue  = "Revenue"
)

// Tables lists the samples.
func Tables() []Table {
	return []Table{{
		Name:    OrdersTable,
		Columns: []string{ColumnDate, ColumnRegion, ColumnTeam, ColumnProduct, ColumnQuantity, ColumnPrice, ColumnRevenue},
		rows:    orders,
	}}
}

func tableNamed(name string) (Table, bool) {
	for _, t := range Tables() {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Rows gives all rows, in the order of the columns.
func (t Table) Rows() [][]Cell { return t.rows() }

func (t Table) column(name string) int { return slices.Index(t.Columns, name) }

func (t Table) checkColumns(names []string) error {
	for i, name := range names {
		if t.column(name) < 0 {
			return missing("column", name)
		}
		if slices.Contains(names[:i], name) {
			return problem(Invalid, "columns", "%q is there twice", name)
		}
	}
	return nil
}

// selected gives the cells of some columns.
func (t Table) selected(row []Cell, columns []string) []Cell {
	cells := make([]Cell, len(columns))
	for i, name := range columns {
		cells[i] = row[t.column(name)]
	}
	return cells
}

// orders makes 240 orders of a shop, the same ones each time: every region and team
// has some of every product, in amounts that differ enough for a chart to show it.
func orders() [][]Cell {
	regions := []string{"East", "Midwest", "South", "Southwest", "West"}
	teams := []string{"FinanceViewers", "FinanceCreators"}
	products := []struct {
		name  string
		price float64
	}{{"Cable", 4.5}, {"Charger", 19.9}, {"Headphones", 79}, {"Keyboard", 45.5}, {"Monitor", 189}, {"Notebook", 899}}
	const many = 240
	rows := make([][]Cell, 0, many)
	for i := range many {
		product := products[i%len(products)]
		quantity := float64(1 + (i*7+i/9)%12)
		rows = append(rows, []Cell{
			text(day(i)), text(regions[(i/3)%len(regions)]), text(teams[(i/2)%len(teams)]), text(product.name),
			number(quantity), number(product.price), number(quantity * product.price),
		})
	}
	return rows
}

// day is a date of a year with twelve months of 28 days that are used.
func day(i int) string {
	month, date := 1+i/20, 1+(i*5)%28
	return "2024-" + twoDigits(month) + "-" + twoDigits(date)
}

func twoDigits(n int) string {
	return string([]byte{byte('0' + n/10), byte('0' + n%10)})
}
