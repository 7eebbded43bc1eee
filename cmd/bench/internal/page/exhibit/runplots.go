package exhibit

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// rows lists engines with their operations, and concurrencies all that there are.
func (r runs) rows() []string {
	return union(r, func(x *report.Report) []string { return mapped(cells(x), cell.row) })
}

func (r runs) concurrencies() []int {
	return union(r, func(x *report.Report) []int {
		return mapped(cells(x), func(c cell) int { return c.concurrency })
	})
}

func mapped[A, B any](list []A, f func(A) B) []B {
	var all []B
	for _, x := range list {
		all = append(all, f(x))
	}
	return all
}

// rowSeries makes a series for each concurrency of each side, with a point for each
// result that the function has one of.
func (r runs) rowSeries(point func(report.Result) (plot.Point, bool)) []plot.Series {
	rows := r.rows()
	var all []plot.Series
	for color, concurrency := range r.concurrencies() {
		for _, s := range r {
			series := plot.Series{Name: s.of(fmt.Sprintf("%d at once", concurrency)), Look: s.look(color)}
			for i, row := range rows {
				for _, x := range s.result.Results {
					if x.Engine+" "+x.Operation != row || x.Concurrency != concurrency {
						continue
					}
					if p, ok := point(x); ok {
						p.Y = float64(i)
						series.Points = append(series.Points, p)
					}
				}
			}
			if len(series.Points) > 0 {
				all = append(all, series)
			}
		}
	}
	return all
}

func (r runs) ratioPlots() []plot.Plot {
	series := r.rowSeries(func(x report.Result) (plot.Point, bool) {
		if x.Ratio == nil {
			return plot.Point{}, false
		}
		return plot.Point{X: *x.Ratio, Low: x.RatioLow, High: x.RatioHigh}, true
	})
	if len(series) == 0 {
		return nil
	}
	return []plot.Plot{{
		ID: "run-ratios", Title: "Time of an operation in relation to its reference",
		Text:   "Further left is better. A line around a mark is its interval of 95 % confidence; where none is seen, it is narrower than the mark or there were too few slices for one.",
		X:      plot.Axis{Label: "ratio, logarithmic", Scale: plot.Log, Unit: plot.Ratios()},
		Rows:   r.rows(),
		Series: series,
		Rule:   &plot.Rule{At: 1, Label: "as long as the reference"},
	}}
}

func (r runs) throughputPlots() []plot.Plot {
	series := r.rowSeries(func(x report.Result) (plot.Point, bool) { return plot.Point{X: x.OpsPerSecond}, true })
	if len(series) == 0 {
		return nil
	}
	return []plot.Plot{{
		ID: "run-throughput", Title: "Operations per second",
		Text:   "Further right is better. The axis is logarithmic: the same distance is the same factor.",
		X:      plot.Axis{Label: "operations per second, logarithmic", Scale: plot.Log, Unit: plot.PerSecond()},
		Rows:   r.rows(),
		Series: series,
	}}
}

// A group is the results of one engine at one concurrency: a plot of latencies.
type group struct {
	engine      string
	concurrency int
}

func groups(r *report.Report) []group {
	var all []group
	for _, x := range r.Results {
		if x.Latency != nil {
			all = append(all, group{x.Engine, x.Concurrency})
		}
	}
	return all
}

func (r runs) latencyPlots() []plot.Plot {
	var all []plot.Plot
	for _, g := range union(r, groups) {
		all = append(all, plot.Plot{
			ID:     fmt.Sprintf("run-latency-%s-%d", g.engine, g.concurrency),
			Title:  fmt.Sprintf("Latency of %s by percentile, %s", g.engine, at(g)),
			Text:   "Lower is better. To the right is what is rare: at 99 % one operation in a hundred took longer. Only the marked points were stored.",
			X:      plot.Axis{Label: "percentile", Scale: plot.Tail, Unit: plot.Percentiles()},
			Y:      plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
			Series: r.latencySeries(g),
		})
	}
	return all
}

// at says how many operations were under way.
func at(g group) string {
	if g.engine == "http" {
		return figures.Plural(g.concurrency, "connection")
	}
	return figures.Plural(g.concurrency, "goroutine")
}

func (r runs) latencySeries(g group) []plot.Series {
	operations := union(r, func(x *report.Report) []string {
		return mapped(cells(x), func(c cell) string { return c.operation })
	})
	var all []plot.Series
	for color, operation := range operations {
		for _, s := range r {
			x, ok := s.result.Find(g.engine, operation, g.concurrency)
			if !ok || x.Latency == nil {
				continue
			}
			all = append(all, plot.Series{Name: s.of(operation), Look: s.look(color), Points: quantiles(x.Latency)})
		}
	}
	return all
}

// quantiles places what a run stores of a latency.
func quantiles(l *report.Latency) []plot.Point {
	points := []plot.Point{
		{X: 50, Y: float64(l.P50), Marked: true},
		{X: 90, Y: float64(l.P90), Marked: true},
		{X: 99, Y: float64(l.P99), Marked: true},
		{X: 99.9, Y: float64(l.P999), Marked: true},
	}
	// The longest of n is where one in n is longer.
	if last := beyond(l.Samples); last > 99.9 {
		points = append(points, plot.Point{X: last, Y: float64(l.Max), Marked: true})
	}
	return points
}

// beyond gives the percentile at which a plot shows the longest of n times.
func beyond(n int64) float64 { return 100 * (1 - 1/float64(max(n, 1))) }
