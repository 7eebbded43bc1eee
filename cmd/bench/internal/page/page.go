// Package page makes a report for people out of results: one HTML page that needs
// nothing but itself, or text. Callers fill a [Page], which package exhibit does, and
// call [Page.HTML] or [Page.Text].
//
// The page has no script and asks for nothing, not even for an icon; it forbids
// itself to. It reads in light and dark, on a narrow screen and on paper. The same
// page always gives the same bytes: there is no clock in it, and no random name.
package page

import (
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// A Page is parts that follow each other, each about one result or two compared.
type Page struct{ Parts []Part }

// A Part is about one kind of result.
type Part struct {
	// ID is unique in the page: small letters and hyphens.
	ID      string
	Heading string
	State   State
	// Answer is the first line: is it good, and on what ground.
	Answer string
	// Problems say what is wrong, a line each, and Lines what else comes before all
	// plots and tables.
	Problems, Lines []string
	Sections        []Section
}

// A State is how an answer is shown, beside its words.
type State string

const (
	Good    State = "good"
	Bad     State = "bad"
	Neutral State = "neutral"
)

// A Section is plots and a table, and how to read them. Each may be missing, and a
// section without either is not shown.
type Section struct {
	Title string
	Plots []plot.Plot
	Table *layout.Table
	Notes []string
}

// shown leaves out what would be a title alone.
func (p Part) shown() []Section {
	var shown []Section
	for _, s := range p.Sections {
		if s.hasTable() || len(s.Plots) > 0 {
			shown = append(shown, s)
		}
	}
	return shown
}

func (s Section) hasTable() bool { return s.Table != nil && len(s.Table.Rows) > 0 }

// Plots lists all plots of a page, in its order.
func (p Page) Plots() []plot.Plot {
	var all []plot.Plot
	for _, part := range p.Parts {
		for _, s := range part.shown() {
			all = append(all, s.Plots...)
		}
	}
	return all
}
