package exhibit

import (
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// loadReading is how load tests are read that were repeated.
func loadReading() reading[*results.Load] {
	return reading[*results.Load]{
		kind: results.LoadTest, id: "load", facts: loadFacts, figures: loadFigures,
		answer: func(r *results.Load) layout.Document { return r.Document() },
		ok:     func(r *results.Load) bool { return r.OK },
		plot: plot.Plot{
			ID: "load-runs", Title: "Times of all runs",
			Text: "A mark is the median of the runs, the line around it goes from the lowest to the highest. Further left is better.",
			X:    plot.Axis{Label: "time, logarithmic", Scale: plot.Log, Unit: plot.Nanoseconds()},
		},
	}
}

func nanoseconds(ns float64) string { return figures.Seconds(ns / 1e9) }

// loadFigures lists what is compared of a load test.
func loadFigures(r *results.Load) []measured {
	var all []measured
	if c := r.Capacity; c != nil {
		all = append(all, measured{subject: "capacity", figure: "requests/s", value: c.Rate, write: rate, main: true})
	}
	for _, m := range r.Decoded {
		all = append(all, measured{subject: m.Name, figure: "achieved/s", value: m.Achieved, write: rate})
		for i, t := range timings(m) {
			// What was measured is the main time: of a closed loop, service.
			all = append(all, timeFigures(t, (i == 1) == m.Estimate && i < 2)...)
		}
		all = append(all, measured{subject: m.Name, figure: "errors", value: failed(m), write: percent})
		if m.Busy > 0 {
			all = append(all, measured{subject: m.Name, figure: "processors", value: m.Busy, write: used})
		}
	}
	return all
}

// failed is the share of the requests that failed.
func failed(m results.Model) float64 { return float64(m.Errors) / float64(max(m.Requests, 1)) }

// timeFigures lists the quantiles of a time. The rows of the plot are those of the main
// one.
func timeFigures(t timing, main bool) []measured {
	q := t.quantiles
	if q.Samples == 0 {
		return nil
	}
	all := []measured{{figure: "min", value: float64(q.Min)}, {figure: "mean", value: float64(q.Mean)}}
	for _, x := range t.percentiles() {
		all = append(all, measured{figure: x.name, value: float64(x.ns), rare: rare(x.percentile, q.Samples), drawn: main, main: main && x.name == "p99"})
	}
	all = append(all, measured{figure: "max", value: float64(q.Max), drawn: main})
	for i := range all {
		all[i].subject, all[i].figure, all[i].write = t.model, t.name+" "+all[i].figure, nanoseconds
	}
	return all
}
