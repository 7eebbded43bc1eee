package report

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

func (r *Report) throughput() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "operation", "conc", "ops/s", "time/op", "ratio", "95 % interval", "pairs", "allocs/op", "B/op"}}
	for _, x := range r.Results {
		t.Add(x.Engine, x.Operation, figures.Count(x.Concurrency), figures.Rate(x.OpsPerSecond), figures.Seconds(x.PerOperation()),
			figures.Optional(x.Ratio, figures.Ratio), interval(x), figures.Count(x.Pairs), figures.Optional(x.Allocs, figures.Amount), figures.Optional(x.Bytes, figures.Amount))
	}
	return layout.Section{Title: "Throughput, ratio and allocations", Table: t, Notes: []string{
		"ratio: time of an operation divided by that of its reference, in alternating slices on the same goroutines; lower is better. It is the median over all pairs of slices.",
		"Reference of native and wazero: HMAC-SHA256 with a prepared key over the whole signed text, in wazero in the same guest. Reference of http: a bare handler in this process that gives an answer of the same size.",
		"time/op: what one of the goroutines (http: connections) spends on an operation. allocs/op, B/op: heap allocations of this process on one goroutine; for wazero those of the host, for http those of client and server together.",
	}}
}

// interval writes the confidence interval of a ratio.
func interval(x Result) string {
	if x.RatioLow == nil || x.RatioHigh == nil {
		return figures.Absent
	}
	return figures.Ratio(*x.RatioLow) + "–" + figures.Ratio(*x.RatioHigh)
}

func (r *Report) latency() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "operation", "conc", "p50", "p90", "p99", "p99.9", "max", "samples"}}
	for _, x := range r.Results {
		if l := x.Latency; l != nil {
			t.Add(x.Engine, x.Operation, figures.Count(x.Concurrency), figures.Nanoseconds(l.P50), figures.Nanoseconds(l.P90),
				figures.Nanoseconds(l.P99), figures.Nanoseconds(l.P999), figures.Nanoseconds(l.Max), figures.Count(l.Samples))
		}
	}
	return layout.Section{Title: "Latency", Table: t, Notes: []string{
		fmt.Sprintf("Each operation timed on its own, in a phase of its own. One reading of the clock takes %s here and is included.", figures.Nanoseconds(int64(r.Method.Clock))),
		"Closed loop: each goroutine begins its next operation when the last one has ended, so what would have queued up behind a stall is not seen. These are service times, not response times under a given load.",
	}}
}

func (r *Report) phases() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "phase", "time"}}
	for _, p := range r.Phases {
		t.Add(p.Engine, p.Phase, figures.Nanoseconds(p.NS))
	}
	return layout.Section{Title: "Life of a WebAssembly instance", Table: t, Notes: []string{
		"compile-cold: into an empty cache directory, once, on all cores. compile-cached: from that directory, in a new runtime. instantiate: up to a running Go. first-call: the first build request of a fresh instance, through the JSON door, with all that a page shows. steady: the same request when warm. Medians of a few starts.",
	}}
}

func (r *Report) nonces() layout.Section {
	t := NoncesTable()
	t.Rows = NoncesRows(r.Nonces)
	return layout.Section{Title: "Nonces", Table: t, Notes: []string{EntropyNote}}
}

func (r *Report) limits() layout.Section {
	t := &layout.Table{Left: 3, Head: []string{"engine", "operation", "figure", "conc", "limit", "found", "verdict"}}
	for _, l := range r.Limits {
		verdict := "kept"
		if !l.OK {
			verdict = "EXCEEDED"
		}
		t.Add(l.Engine, l.Operation, l.Figure, figures.Count(l.Concurrency), "≤ "+trim(l.Max), figure(l), verdict)
	}
	return layout.Section{Title: "Limits", Table: t}
}

func figure(l Limit) string {
	if l.Figure == FigureRatio {
		return figures.Ratio(l.Value)
	}
	return figures.Amount(l.Value)
}
