package exhibit

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// runs are the results of bench run that a part shows.
type runs []side[*report.Report]

// runPart shows one run, or two compared.
func runPart(sides []side[*report.Report]) page.Part {
	r := runs(sides)
	p := page.Part{ID: "run", Heading: heading("bench run", sides)}
	differences := r.differences()
	if len(r) == 1 {
		d := r[0].result.Document()
		p.State, p.Answer, p.Problems, p.Lines = state(r[0].result.OK), d.Answer, d.Problems, d.Lines
		p.Sections = append(p.Sections, r.sideBySide())
	} else {
		r.compare(&p, differences)
	}
	p.Sections = append(p.Sections, r.throughput(), r.latency(), r.phases(), r.nonces(), r.limits(), r.method())
	return p
}

func state(ok bool) page.State {
	if ok {
		return page.Good
	}
	return page.Bad
}

// A cell is an operation of an engine at a concurrency.
type cell struct {
	engine, operation string
	concurrency       int
}

func (c cell) row() string { return c.engine + " " + c.operation }

func cells(r *report.Report) []cell {
	var all []cell
	for _, x := range r.Results {
		all = append(all, cell{x.Engine, x.Operation, x.Concurrency})
	}
	return all
}

func (c cell) in(r *report.Report) (report.Result, bool) {
	return r.Find(c.engine, c.operation, c.concurrency)
}

// sideBySide shows the ratios of all engines, with their intervals.
func (r runs) sideBySide() page.Section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "operation", "conc", "ops/s", "time/op", "ratio", "95 % interval", "allocs/op"}}
	for _, x := range r[0].result.Results {
		t.Add(x.Engine, x.Operation, figures.Count(x.Concurrency), figures.Rate(x.OpsPerSecond), figures.Seconds(x.PerOperation()),
			figures.Optional(x.Ratio, figures.Ratio), interval(x.RatioLow, x.RatioHigh), figures.Optional(x.Allocs, figures.Amount))
	}
	return page.Section{Title: "Engines side by side", Plots: r.ratioPlots(), Table: t, Notes: []string{
		"ratio: time of an operation divided by that of its reference, in alternating slices of the same run; lower is better. The reference of native and wazero is an HMAC-SHA256 with a prepared key over the same text, in wazero in the same guest; that of http is a bare handler that gives an answer of the same size.",
		"conc: goroutines, or for http connections. time/op: what one of them spends on an operation.",
	}}
}

func interval(low, high *float64) string {
	if low == nil || high == nil {
		return figures.Absent
	}
	return figures.Ratio(*low) + " to " + figures.Ratio(*high)
}

func (r runs) throughput() page.Section {
	return page.Section{Title: "Throughput", Plots: r.throughputPlots(), Notes: []string{
		"Absolute rates hold for one machine at one moment. Between runs they differ by what else the machine did; to compare, take ratios.",
	}}
}

// latency shows the sampled latencies, for each engine at each concurrency.
func (r runs) latency() page.Section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "operation", "conc", "p50", "p90", "p99", "p99.9", "max", "samples"}}
	if len(r) == 2 {
		t = &layout.Table{Left: 3, Head: []string{"engine", "operation", "of", "conc", "p50", "p90", "p99", "p99.9", "max", "samples"}}
	}
	var marked rarity
	for _, c := range union(r, cells) {
		for _, s := range r {
			x, ok := c.in(s.result)
			if !ok || x.Latency == nil {
				continue
			}
			row := []string{c.engine, c.operation}
			if s.mark != "" {
				row = append(row, s.mark)
			}
			t.Add(append(append(row, figures.Count(c.concurrency)), latencies(x.Latency, &marked)...)...)
		}
	}
	return page.Section{Title: "Latency", Plots: r.latencyPlots(), Table: t, Notes: append(marked.notes(),
		fmt.Sprintf("Each operation timed on its own, the clock included, which takes %s. Service times of a closed loop: nothing queues up behind a stall. For response times under a given load there is bench load.", r.clocks()),
	)}
}

func latencies(l *report.Latency, marked *rarity) []string {
	return []string{marked.cell(l.P50, 50, l.Samples), marked.cell(l.P90, 90, l.Samples), marked.cell(l.P99, 99, l.Samples),
		marked.cell(l.P999, 99.9, l.Samples), figures.Nanoseconds(l.Max), figures.Count(l.Samples)}
}

// clocks says what a reading of the clock takes, on each side.
func (r runs) clocks() string {
	text := figures.Nanoseconds(r[0].result.Method.Clock.Nanoseconds())
	if len(r) == 2 {
		text += " in A and " + figures.Nanoseconds(r[1].result.Method.Clock.Nanoseconds()) + " in B"
	}
	return text
}
