package exhibit

import (
	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
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
				look := s.look(color + i)
				look.Broad = i == 0 && sameTimes(m)
				if h.TotalCount() > 0 {
					sets[key] = append(sets[key], times{s.of(m.Name + " " + names[i].name), look, h})
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
	return l.plots(plot.Plot{
		ID: "load-percentiles-", Title: "Response and service times",
		Text: "Lower is better. To the right is what is rare: at 99 % one request in a hundred took longer. The marks are at 50, 90, 99, 99.9 and 99.99 %, the last point is the longest time.",
		X:    plot.Axis{Label: "percentile", Scale: plot.Tail, Unit: plot.Percentiles()},
		Y:    plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
	}, plot.Series{}, percentilePoints)
}

func (l loads) histogramPlots() []plot.Plot {
	return l.plots(plot.Plot{
		ID: "load-histogram-", Title: "How often each time occurred",
		Text: "The height of a step is the share of requests that took as long as the step is wide; the steps are of the same width on the logarithmic axis, twenty to a factor of ten. The share is logarithmic too, as a tail of one request in a hundred would be flat otherwise; what did not occur is on the ground. A mark is on the highest step. Two hills are two kinds of requests, such as those that waited and those that did not.",
		X:    plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
		Y:    plot.Axis{Label: "share of the requests, logarithmic", Scale: plot.Log, Unit: plot.Percent()},
	}, plot.Series{Form: plot.Steps}, histogramPoints)
}

// plots makes a plot like this one for each set of times, with a series like that one
// for each histogram of it.
func (l loads) plots(like plot.Plot, series plot.Series, points func(*hdrhistogram.Histogram) []plot.Point) []plot.Plot {
	var all []plot.Plot
	for _, set := range l.setNames() {
		p := like
		p.ID, p.Title = like.ID+set, titled(like.Title, set)
		for _, t := range l.sets()[set] {
			s := series
			s.Name, s.Look, s.Points = t.name, t.look, points(t.histogram)
			p.Series = append(p.Series, s)
		}
		all = append(all, p)
	}
	return all
}
