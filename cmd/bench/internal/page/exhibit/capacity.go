package exhibit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

func (l loads) capacity() page.Section {
	t := &layout.Table{Left: 1, Head: []string{"rate/s", "achieved/s", "p50", "p99", "errors", "processors", "again", "held back by", "objective"}}
	for _, s := range l {
		if s.result.Capacity == nil {
			continue
		}
		for _, step := range s.result.Capacity.Steps {
			t.Add(s.of(rate(step.Rate)), rate(step.Achieved), figures.Nanoseconds(step.P50), figures.Nanoseconds(step.P99), percent(step.Errors),
				used(step.Busy), yes(step.Confirming), word(step.LimitedBy), met(step))
		}
	}
	return page.Section{Title: "Search for the capacity", Plots: l.capacityPlots(), Table: t, Notes: l.capacities()}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func met(s load.Step) string {
	switch {
	case s.Met:
		return "met"
	case s.Why == "":
		return "not met"
	}
	return "not met: " + s.Why
}

// goal names what was to hold; results of former versions do not say.
func goal(r *results.Load) string {
	if r.Method.Objective == "" {
		return "an objective that the file does not name"
	}
	return r.Method.Objective
}

// capacities says what each search looked for, and what it ended with.
func (l loads) capacities() []string {
	var all []string
	for _, s := range l {
		c := s.result.Capacity
		if c == nil {
			continue
		}
		found := fmt.Sprintf("the highest rate at which this held twice is %s/s", rate(c.Rate))
		switch {
		case c.Rate == 0 && c.Once > 0:
			found = fmt.Sprintf("this held once at %s/s, and twice at no rate", rate(c.Once))
		case c.Rate == 0:
			found = "this held twice at no rate"
		}
		all = append(all, fmt.Sprintf("%s: %s; %s. The search was ended by: %s.", s.of("objective"), goal(s.result), found, ended(c.LimitedBy)))
	}
	return all
}

// ended says in words what a search ended with.
func ended(by string) string {
	switch by {
	case load.Server:
		return "the server, which did not do more"
	case load.Generator:
		return "this machine, which had no more processors to give, so that the server may do more"
	case load.Range:
		return "the end of the range of rates"
	case load.Time:
		return "the time for it"
	}
	return word(by)
}

// A limitOf is a time that an objective limits: which one of a step, and the limit in
// nanoseconds, which is 0 where nothing is known of one.
type limitOf struct {
	name  string
	limit float64
}

func (x limitOf) value(s load.Step) float64 {
	if x.name == "p50" {
		return float64(s.P50)
	}
	return float64(s.P99)
}

// limits lists the times of an objective that steps have; without one p99 is shown.
func limits(objective string) []limitOf {
	conditions, err := load.ParseObjective(objective)
	if err != nil { // of a former version, which did not store it
		return []limitOf{{name: "p99"}}
	}
	var all []limitOf
	for _, c := range conditions {
		if name, _, _ := strings.Cut(c.Text, "<"); name == "p50" || name == "p99" {
			all = append(all, limitOf{name, c.Limit})
		}
	}
	if len(all) == 0 {
		return []limitOf{{name: "p99"}}
	}
	return all
}

// capacityPlots shows the times that the objective limits at each rate that was tried.
func (l loads) capacityPlots() []plot.Plot {
	var all []plot.Plot
	drawn := make(map[limitOf]bool)
	for _, s := range l {
		if s.result.Capacity == nil {
			continue
		}
		for _, x := range limits(s.result.Method.Objective) {
			if !drawn[x] {
				drawn[x] = true
				all = append(all, l.capacityPlot(x))
			}
		}
	}
	return all
}

func (l loads) capacityPlot(x limitOf) plot.Plot {
	p := plot.Plot{
		ID: "load-capacity-" + x.name, Title: x.name + " at each rate that was tried",
		Text: "Where the marks rise steeply, the server cannot keep up. At the circles the objective was met, at the squares it was not.",
		X:    plot.Axis{Label: "requests per second, offered", Unit: plot.PerSecond()},
		Y:    plot.Axis{Label: x.name + " of the response time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
	}
	if x.limit > 0 {
		p.ID += fmt.Sprintf("-%d", int64(x.limit))
		p.Level = &plot.Rule{At: x.limit, Label: fmt.Sprintf("limit, %s < %s", x.name, figures.Seconds(x.limit/1e9))}
		p.Text += " A square below the line failed for another reason, which the table names."
	}
	for _, s := range l {
		if s.result.Capacity == nil {
			continue
		}
		for color, name := range []string{"met", "not met"} {
			if points := stepPoints(s.result.Capacity.Steps, color == 0, x.value); len(points) > 0 {
				p.Series = append(p.Series, plot.Series{Name: s.of(name), Look: s.look(color), Points: points})
			}
		}
	}
	return p
}

// stepPoints places the rates of a search that met the objective, or those that did
// not, in the order of the rates.
func stepPoints(steps []load.Step, met bool, value func(load.Step) float64) []plot.Point {
	var points []plot.Point
	for _, s := range steps {
		if s.Met == met {
			points = append(points, plot.Point{X: s.Rate, Y: value(s), Marked: true})
		}
	}
	slices.SortStableFunc(points, func(a, b plot.Point) int { return cmp.Compare(a.X, b.X) })
	return points
}
