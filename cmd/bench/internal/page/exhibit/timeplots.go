package exhibit

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// timePlots makes a plot over time for each model.
func (l loads) timePlots(id string, one func(model string) plot.Plot, series func(side[*results.Load], results.Model) []plot.Series) []plot.Plot {
	var all []plot.Plot
	for _, name := range l.models() {
		p := one(name)
		p.ID = id + "-" + name
		p.X = plot.Axis{Label: "time since the beginning", FromZero: true, Unit: plot.Seconds()}
		for _, s := range l {
			if m, ok := model(s.result, name); ok && len(m.Seconds) > 0 {
				p.Series = append(p.Series, series(s, m)...)
			}
		}
		if len(p.Series) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// latencyTimePlots shows response times, and of a closed loop, which has none second
// by second, service times.
func (l loads) latencyTimePlots() []plot.Plot {
	return l.timePlots("load-time", latencyTimePlot, func(s side[*results.Load], m results.Model) []plot.Series {
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

func latencyTimePlot(model string) plot.Plot {
	what := "Response time"
	if model == load.Closed {
		what = "Service time"
	}
	return plot.Plot{
		Title: titled(what+" over time", model),
		Text:  fmt.Sprintf("%s: for each second, or some in a long run, half and 99 %% of the answers that ended in it had taken no longer; max is the longest. A second in which none ended is a gap.", what),
		Y:     plot.Axis{Label: what + ", logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
	}
}

// secondPoints puts each value in the middle of the time it is of.
func secondPoints(seconds []load.Second, value func(load.Second) float64) []plot.Point {
	var points []plot.Point
	for _, s := range seconds {
		points = append(points, plot.Point{X: s.At + s.Length/2, Y: value(s)})
	}
	return points
}
