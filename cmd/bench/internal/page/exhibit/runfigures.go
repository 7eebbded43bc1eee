package exhibit

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// runReading is how runs are read that were repeated.
func runReading() reading[*report.Report] {
	return reading[*report.Report]{
		kind: results.Run, id: "run", facts: facts, figures: runFigures,
		answer: func(r *report.Report) layout.Document { return r.Document() },
		ok:     func(r *report.Report) bool { return r.OK },
		plot: plot.Plot{
			ID: "run-runs", Title: "Time of an operation in relation to its reference, all runs",
			Text: "A mark is the median of the runs, the line around it goes from the lowest to the highest. Further left is better.",
			X:    plot.Axis{Label: "ratio, logarithmic", Scale: plot.Log, Unit: plot.Ratios()},
			Rule: &plot.Rule{At: 1, Label: "as long as the reference"},
		},
	}
}

// runFigures lists what is compared of a run.
func runFigures(r *report.Report) []measured {
	var all []measured
	for _, x := range r.Results {
		of := func(figure string, value float64, write func(float64) string) measured {
			return measured{subject: fmt.Sprintf("%s %s, %d at once", x.Engine, x.Operation, x.Concurrency), figure: figure, value: value, write: write}
		}
		if x.Ratio != nil {
			ratio := of("ratio", *x.Ratio, figures.Ratio)
			ratio.drawn = true
			ratio.main = x.Operation == "sign" && x.Concurrency == 1
			all = append(all, ratio)
		}
		all = append(all, of("ops/s", x.OpsPerSecond, figures.Rate))
		if l := x.Latency; l != nil {
			p50, p99 := of("p50", float64(l.P50), nanoseconds), of("p99", float64(l.P99), nanoseconds)
			p50.rare, p99.rare = rare(50, l.Samples), rare(99, l.Samples)
			all = append(all, p50, p99)
		}
	}
	return all
}
