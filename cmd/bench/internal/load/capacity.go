package load

import (
	"cmp"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// A Capacity is what a search for the highest good rate found.
type Capacity struct {
	// Rate is the highest at which the objective held twice; 0 if there is none.
	Rate float64 `json:"rate_per_second"`
	// Next is the lowest higher rate at which it did not hold; 0 if there is none.
	Next float64 `json:"next_per_second"`
	// Once is, where there is no Rate, the highest at which the objective held once
	// and was not tried again, as the time was over or the search was interrupted; 0
	// if there is none.
	Once float64 `json:"met_once_per_second,omitempty"`
	// LimitedBy says what ended the search: [Server], [Generator], [Range] or
	// [Time].
	LimitedBy string `json:"limited_by"`
	Steps     []Step `json:"steps"`
}

// The forms of [Capacity.LimitedBy] beside [Server] and [Generator].
const (
	Range = "range"
	Time  = "time"
)

// A Step is one rate that was tried.
type Step struct {
	Rate     float64 `json:"rate_per_second"`
	Achieved float64 `json:"achieved_per_second"`
	Errors   float64 `json:"errors"` // fraction
	P50      int64   `json:"p50"`
	P99      int64   `json:"p99"`
	// Busy is as of a [Model].
	Busy float64 `json:"processors_busy"`
	// Confirming: the rate was good before.
	Confirming bool `json:"confirming"`
	Met        bool `json:"met"`
	// Why says what was not met, and LimitedBy what kept the rate from being
	// reached.
	Why       string `json:"why"`
	LimitedBy string `json:"limited_by"`
}

// goal names the objective, as far as the result knows it.
func (r *Result) goal() string { return cmp.Or(r.Method.Objective, "the objective") }

// unfinished reports whether the time ended a search before it could say anything.
func (c *Capacity) unfinished() bool { return c.Rate == 0 && c.LimitedBy == Time }

// ground says in short what was found.
func (c *Capacity) ground(goal string) string {
	text := fmt.Sprintf("%s holds up to %s requests/s", goal, perSecond(c.Rate))
	switch c.LimitedBy {
	case Range:
		return text + ", the end of the range"
	case Time:
		return text + " at least; the time was over before the search was"
	}
	return text
}

// problem says why a search is not good; empty if it is.
func (c *Capacity) problem(goal string) string {
	switch {
	case c.unfinished() && c.Once > 0:
		return fmt.Sprintf("%s held once at %s requests/s%s, and the time was over before it could be tried again; raise --time-budget", goal, perSecond(c.Once), c.above())
	case c.unfinished():
		return fmt.Sprintf("the time was over before a rate was found at which %s holds; raise --time-budget", goal)
	case c.Rate == 0:
		return fmt.Sprintf("no rate was found at which %s holds twice", goal)
	case c.LimitedBy == Generator:
		return fmt.Sprintf("%s holds at %s requests/s; above, it was this machine and not the server alone that could not", goal, perSecond(c.Rate))
	}
	return ""
}

func (c *Capacity) above() string {
	if c.Next == 0 {
		return ""
	}
	return fmt.Sprintf(", not at %s", perSecond(c.Next))
}

// capacity shows the steps of a search.
func (r *Result) capacity() layout.Section {
	t := &layout.Table{Left: 1, Head: []string{"step", "rate/s", "achieved/s", "p50", "p99", "errors", "processors", "verdict"}}
	if r.Capacity == nil {
		return layout.Section{Table: t}
	}
	for i, s := range r.Capacity.Steps {
		t.Add(fmt.Sprint(i+1), perSecond(s.Rate), perSecond(s.Achieved), figures.Nanoseconds(s.P50), figures.Nanoseconds(s.P99), percent(s.Errors), known(s.Busy), s.verdict())
	}
	return layout.Section{Title: "Search for the capacity", Table: t, Notes: []string{r.Capacity.ending(r.goal())}}
}

func (s Step) verdict() string {
	verdict := "met"
	if !s.Met {
		verdict = "not met: " + s.Why
	}
	if s.Confirming {
		verdict += " (again)"
	}
	return verdict
}

// ending says below the steps how the search ended.
func (c *Capacity) ending(goal string) string {
	if c.unfinished() {
		return "The time was over before anything was found twice."
	}
	found := fmt.Sprintf("Met twice at %s requests/s: %s", perSecond(c.Rate), goal)
	if c.Rate == 0 {
		found = "Met twice at none of these rates: " + goal
	}
	switch c.LimitedBy {
	case Range:
		return found + ". That is the end of the range that was searched."
	case Time:
		return found + ". The time was over before the search was."
	case Generator:
		return found + fmt.Sprintf("; not met at %s. There it was not the server alone that could not, but this machine: the capacity of the server is at least this.", perSecond(c.Next))
	}
	if c.Next == 0 {
		return found + "."
	}
	return found + fmt.Sprintf("; not met at %s.", perSecond(c.Next))
}
