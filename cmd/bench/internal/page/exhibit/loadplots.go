package exhibit

import (
	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// A times is a histogram to be drawn, with its name and look.
type times struct {
	name      string
	look      plot.Look
	histogram *hdrhistogram.Histogram
}

// sets groups histograms by plot: of one result all go into one, which shows how the
// models differ; of two there is a plot for each model.
func (l loads) sets() map[string][]times {
	sets := make(map[string][]times)
	for _, s := range l {
		for _, m := range s.result.Decoded {
			key, color := m.Name, 0
			if len(l) == 1 {
				key = "all"
				color = len(sets[key])
			}
			names := timings(m)
			for i, h := range []*hdrhistogram.Histogram{m.ResponseTimes, m.ServiceTimes} {
				if h.TotalCount() > 0 {
					sets[key] = append(sets[key], times{s.of(m.Name + " " + names[i].name), s.look(color + i), h})
				}
			}
		}
	}
	return sets
}

// setNames lists the keys of sets in the order of plots, those with values only.
func (l loads) setNames() []string {
	sets := l.sets()
	var all []string
	for _, name := range append([]string{"all"}, l.models()...) {
		if len(sets[name]) > 0 {
			all = append(all, name)
		}
	}
	return all
}

// titled adds to a title which model a plot is of.
func titled(title, set string) string {
	switch set {
	case load.Open:
		return title + ", open loop"
	case load.Closed:
		return title + ", closed loop"
	}
	return title
}

func (l loads) percentilePlots() []plot.Plot {
	var all []plot.Plot
	for _, set := range l.setNames() {
		p := plot.Plot{
			ID: "load-percentiles-" + set, Title: titled("Response and service times", set),
			Text: "Lower is better. To the right is what is rare: at 99 % one request in a hundred took longer. The marks are at 50, 90, 99, 99.9 and 99.99 %, the last point is the longest time.",
			X:    plot.Axis{Label: "percentile", Scale: plot.Tail, Unit: plot.Percentiles()},
			Y:    plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
		}
		for _, t := range l.sets()[set] {
			p.Series = append(p.Series, plot.Series{Name: t.name, Look: t.look, Points: percentilePoints(t.histogram)})
		}
		all = append(all, p)
	}
	return all
}

func (l loads) histogramPlots() []plot.Plot {
	var all []plot.Plot
	for _, set := range l.setNames() {
		p := plot.Plot{
			ID: "load-histogram-" + set, Title: titled("How often each time occurred", set),
			Text: "The height of a step is the share of requests that took as long as the step is wide; the steps are of the same width on the logarithmic axis, twenty to a factor of ten. A mark is on the highest step. Two hills are two kinds of requests, such as those that waited and those that did not.",
			X:    plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
			Y:    plot.Axis{Label: "share of the requests", FromZero: true, Unit: plot.Percent()},
		}
		for _, t := range l.sets()[set] {
			p.Series = append(p.Series, plot.Series{Name: t.name, Look: t.look, Form: plot.Steps, Points: histogramPoints(t.histogram)})
		}
		all = append(all, p)
	}
	return all
}

// timePlots makes a plot over time for each model.
func (l loads) timePlots(p plot.Plot, series func(side[*results.Load], results.Model) []plot.Series) []plot.Plot {
	var all []plot.Plot
	for _, name := range l.models() {
		one := p
		one.ID, one.Title, one.Series = p.ID+"-"+name, titled(p.Title, name), nil
		one.X = plot.Axis{Label: "time since the beginning", FromZero: true, Unit: plot.Seconds()}
		for _, s := range l {
			if m, ok := model(s.result, name); ok && len(m.Seconds) > 0 {
				one.Series = append(one.Series, series(s, m)...)
			}
		}
		if len(one.Series) > 0 {
			all = append(all, one)
		}
	}
	return all
}

func (l loads) latencyTimePlots() []plot.Plot {
	p := plot.Plot{
		ID: "load-time", Title: "Response time over time",
		Text: "For each second, or some in a long run, half and 99 % of the answers that ended in it had come by then; max is the longest. A second in which none ended is a gap.",
		Y:    plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
	}
	return l.timePlots(p, func(s side[*results.Load], m results.Model) []plot.Series {
		line := func(color int, name string, value func(load.Second) float64) plot.Series {
			return plot.Series{Name: s.of(name), Look: s.look(color), Points: secondPoints(m.Seconds, value)}
		}
		return []plot.Series{
			line(0, "p50", func(x load.Second) float64 { return float64(x.P50) }),
			line(1, "p99", func(x load.Second) float64 { return float64(x.P99) }),
			line(2, "max", func(x load.Second) float64 { return float64(x.Max) }),
		}
	})
}

func (l loads) ratePlots() []plot.Plot {
	p := plot.Plot{
		ID: "load-rates", Title: "Offered and achieved rate over time",
		Text: "offered is what was due, achieved what ended, errors the bars at the ground. Where achieved is below offered a queue grows, and where it is above one is worked off.",
		Y:    plot.Axis{Label: "requests per second", FromZero: true, Unit: plot.PerSecond()},
	}
	return l.timePlots(p, func(s side[*results.Load], m results.Model) []plot.Series {
		line := func(color int, name string, value func(load.Second) float64) plot.Series {
			return plot.Series{Name: s.of(name), Look: s.look(color), Points: secondPoints(m.Seconds, value)}
		}
		all := []plot.Series{line(1, "achieved", func(x load.Second) float64 { return x.Achieved })}
		if m.Offered > 0 {
			all = append([]plot.Series{line(0, "offered", func(x load.Second) float64 { return x.Offered })}, all...)
		}
		return append(all, plot.Series{Name: s.of("errors"), Look: s.look(3), Form: plot.Bars, Points: errorBars(m.Seconds)})
	})
}

// errorBars are errors per second, as wide as the time they are of.
func errorBars(seconds []load.Second) []plot.Point {
	points := secondPoints(seconds, func(x load.Second) float64 { return float64(x.Errors) / x.Length })
	for i, s := range seconds {
		points[i].X, points[i].End = s.At, s.At+s.Length
	}
	return points
}

// secondPoints puts each value in the middle of the time it is of.
func secondPoints(seconds []load.Second, value func(load.Second) float64) []plot.Point {
	var points []plot.Point
	for _, s := range seconds {
		points = append(points, plot.Point{X: s.At + s.Length/2, Y: value(s)})
	}
	return points
}

// capacityPlots shows p99 at each rate that was tried.
func (l loads) capacityPlots() []plot.Plot {
	p := plot.Plot{
		ID: "load-capacity", Title: "p99 at each rate that was tried",
		Text: "Where the marks rise steeply, the server cannot keep up. At the circles the objective was met, at the squares it was not.",
		X:    plot.Axis{Label: "requests per second, offered", Unit: plot.PerSecond()},
		Y:    plot.Axis{Label: "p99, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
	}
	for _, s := range l {
		if s.result.Capacity == nil {
			continue
		}
		for color, name := range []string{"met", "not met"} {
			if points := stepPoints(s.result.Capacity.Steps, color == 0); len(points) > 0 {
				p.Series = append(p.Series, plot.Series{Name: s.of(name), Look: s.look(color), Points: points})
			}
		}
	}
	if len(p.Series) == 0 {
		return nil
	}
	return []plot.Plot{p}
}
