package lab

import (
	"strings"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
)

// A whichWorkbook names one in front of a frame: the one that the URL led to if the ID is
// empty, else one of the folder menu, as published or as its draft.
type whichWorkbook struct {
	Workbook tenant.ID `json:"workbook"`
	Draft    bool      `json:"draft"`
}

type whichElement struct {
	whichWorkbook
	tenant.Look
	Element tenant.ID `json:"element"`
}

// visitorQuestions are those of the frame.
func visitorQuestions() map[string]question {
	return map[string]question{
		"view":     asked(visitor, view),
		"rows":     asked(visitor, rows),
		"explore":  asked(visitor, explore),
		"download": asked(visitor, download),
		"send":     asked(visitor, send),
		"shelves":  asked(visitor, shelves),
		"save_as":  asked(visitor, saveAs),
		"edit":     asked(visitor, edit),
		"publish":  asked(visitor, publish),
		"new_id":   asked(visitor, newID),
	}
}

func (c *call) reading(which whichWorkbook) (*tenant.Reading, error) {
	switch {
	case which.Workbook == "":
		return c.visit.Entrance()
	case which.Draft:
		return c.visit.Draft(which.Workbook)
	}
	return c.visit.Workbook(which.Workbook)
}

// A viewed is a workbook for the frame.
type viewed struct {
	User        person              `json:"user"`
	Permissions []tenant.Permission `json:"permissions"`
	Workbook    tenant.Document     `json:"workbook"`
	Content     tenant.Content      `json:"content"`
	Level       tenant.Level        `json:"level"`
	Expires     int64               `json:"expires"` // Unix seconds
	Controls    map[string][]string `json:"controls"`
}

type person struct {
	Email       tenant.Address `json:"email"`
	FirstName   string         `json:"first_name,omitempty"`
	LastName    string         `json:"last_name,omitempty"`
	AccountType string         `json:"account_type"`
	Teams       []string       `json:"teams"`
}

func view(c *call, q whichWorkbook) (any, error) {
	r, err := c.reading(q)
	if err != nil {
		return nil, err
	}
	if q.Workbook != "" {
		c.lab.journal.add(event{kind: reads, user: c.visit.User.Email, accountType: c.visit.User.AccountType, owner: r.Workbook.Owner})
	}
	u := c.visit.User
	v := viewed{
		User:     person{u.Email, u.FirstName, u.LastName, u.AccountType, u.Teams},
		Workbook: r.Workbook, Content: r.Content, Level: r.Level,
		Expires: c.visit.Session.Expires.Unix(), Controls: c.visit.Session.Controls,
	}
	for _, p := range tenant.Permissions() {
		if c.visit.Allows(p.Permission) {
			v.Permissions = append(v.Permissions, p.Permission)
		}
	}
	return v, nil
}

// A sheet is rows for the page: texts and numbers as they are.
type sheet struct {
	Columns []string `json:"columns"`
	Numeric []bool   `json:"numeric"`
	Rows    [][]any  `json:"rows"`
	All     int      `json:"all"` // that there would be
}

func sheetOf(s tenant.Sheet, all int) sheet {
	out := sheet{Columns: s.Columns, Numeric: s.Numeric, Rows: make([][]any, len(s.Rows)), All: all}
	for i, row := range s.Rows {
		out.Rows[i] = make([]any, len(row))
		for j, cell := range row {
			out.Rows[i][j] = cell.Text
			if cell.IsNumber {
				out.Rows[i][j] = cell.Number
			}
		}
	}
	return out
}

func rows(c *call, q whichElement) (any, error) {
	r, err := c.reading(q.whichWorkbook)
	if err != nil {
		return nil, err
	}
	s, err := r.Data(q.Element, q.Look)
	return sheetOf(s, len(s.Rows)), err
}

func explore(c *call, q struct {
	whichElement
	Group   string `json:"group"`
	Measure string `json:"measure"`
}) (any, error) {
	r, err := c.reading(q.whichWorkbook)
	if err != nil {
		return nil, err
	}
	s, err := r.Explored(q.Element, q.Look, q.Group, q.Measure)
	return sheetOf(s, len(s.Rows)), err
}

func download(c *call, q whichElement) (any, error) {
	r, err := c.reading(q.whichWorkbook)
	if err != nil {
		return nil, err
	}
	s, all, err := r.Download(q.Element, q.Look)
	if err == nil {
		c.lab.journal.add(event{kind: downloads, user: c.visit.User.Email, accountType: c.visit.User.AccountType})
	}
	return sheetOf(s, all), err
}

// send says what would be sent. Nothing leaves the simulator.
func send(c *call, q struct {
	whichWorkbook
	To string `json:"to"`
}) (any, error) {
	if !c.visit.Allows(tenant.Send) {
		return nil, &tenant.Problem{Code: tenant.Forbidden, Message: "the account type " + c.visit.User.AccountType + " cannot send"}
	}
	to, err := tenant.ParseAddress(strings.TrimSpace(q.To))
	if err != nil {
		return nil, err
	}
	r, err := c.reading(q.whichWorkbook)
	if err != nil {
		return nil, err
	}
	return struct {
		Would string `json:"would_send"`
	}{"“" + r.Workbook.Name + "” to " + string(to) + " (a simulator sends nothing)"}, nil
}

func shelves(c *call, _ struct{}) (any, error) {
	type shelf struct {
		Place      tenant.Place      `json:"place"`
		Path       []string          `json:"path"`
		Documents  []tenant.Document `json:"documents"`
		Contribute bool              `json:"contribute"`
	}
	out := []shelf{}
	for _, s := range c.visit.Shelves() {
		out = append(out, shelf{s.Place, s.Path, append([]tenant.Document{}, s.Documents...), s.Contribute})
	}
	return out, nil
}

func saveAs(c *call, q struct {
	whichWorkbook
	Name  string       `json:"name"`
	Place tenant.Place `json:"place"`
}) (any, error) {
	r, err := c.reading(q.whichWorkbook)
	if err != nil {
		return nil, err
	}
	id, err := r.SaveAs(c.ctx, q.Name, q.Place)
	return struct {
		Workbook tenant.ID `json:"workbook"`
	}{id}, err
}

// A version is a workbook as it was when it was changed last.
type version struct {
	Workbook tenant.ID `json:"workbook"`
	Changed  time.Time `json:"changed"`
}

func edit(c *call, q struct {
	version
	Content tenant.Content `json:"content"`
}) (any, error) {
	if q.Changed.IsZero() {
		return nil, needed("changed")
	}
	return done{}, c.visit.Edit(c.ctx, q.Workbook, q.Changed, q.Content)
}

func publish(c *call, q version) (any, error) {
	if q.Changed.IsZero() {
		return nil, needed("changed")
	}
	return done{}, c.visit.Publish(c.ctx, q.Workbook, q.Changed)
}

// newID gives a page what it needs for a new page or element.
func newID(c *call, _ struct{}) (any, error) {
	id, err := c.newID()
	return struct {
		ID tenant.ID `json:"id"`
	}{id}, err
}
