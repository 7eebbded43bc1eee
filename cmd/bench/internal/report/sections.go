package report

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// A section is a titled part of the report, the same in text and Markdown.
type section struct {
	title string
	// notes are paragraphs that say how to read the table above them.
	table *layout.Table
	notes []string
}

// sections gives those parts that have something to show.
func (r *Report) sections() []section {
	var shown []section
	for _, s := range []section{r.throughput(), r.latency(), r.phases(), r.nonces(), r.limits(), r.method()} {
		if s.table == nil || len(s.table.Rows) > 0 {
			shown = append(shown, s)
		}
	}
	return shown
}

func (r *Report) throughput() section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "operation", "conc", "ops/s", "time/op", "ratio", "95 % interval", "pairs", "allocs/op", "B/op"}}
	for _, x := range r.Results {
		t.Add(x.Engine, x.Operation, count(x.Concurrency), rate(x.OpsPerSecond), seconds(x.PerOperation()),
			optional(x.Ratio, ratio), interval(x), count(x.Pairs), optional(x.Allocs, amount), optional(x.Bytes, amount))
	}
	return section{"Throughput, ratio and allocations", t, []string{
		"ratio: time of an operation divided by that of its reference, in alternating slices on the same goroutines; lower is better. It is the median over all pairs of slices.",
		"Reference of native and wazero: HMAC-SHA256 with a prepared key over the whole signed text, in wazero in the same guest. Reference of http: a bare handler in this process that gives an answer of the same size.",
		"time/op: what one of the goroutines (http: connections) spends on an operation. allocs/op, B/op: heap allocations of this process on one goroutine; for wazero those of the host, for http those of client and server together.",
	}}
}

// interval writes the confidence interval of a ratio.
func interval(x Result) string {
	if x.RatioLow == nil || x.RatioHigh == nil {
		return absent
	}
	return ratio(*x.RatioLow) + "–" + ratio(*x.RatioHigh)
}

func (r *Report) latency() section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "operation", "conc", "p50", "p90", "p99", "p99.9", "max", "samples"}}
	for _, x := range r.Results {
		if l := x.Latency; l != nil {
			t.Add(x.Engine, x.Operation, count(x.Concurrency), nanoseconds(l.P50), nanoseconds(l.P90),
				nanoseconds(l.P99), nanoseconds(l.P999), nanoseconds(l.Max), count(l.Samples))
		}
	}
	return section{"Latency", t, []string{
		fmt.Sprintf("Each operation timed on its own, in a phase of its own. One reading of the clock takes %s here and is included.", nanoseconds(int64(r.Method.Clock))),
		"Closed loop: each goroutine begins its next operation when the last one has ended, so what would have queued up behind a stall is not seen. These are service times, not response times under a given load.",
	}}
}

func (r *Report) phases() section {
	t := &layout.Table{Left: 2, Head: []string{"engine", "phase", "time"}}
	for _, p := range r.Phases {
		t.Add(p.Engine, p.Phase, nanoseconds(p.NS))
	}
	return section{"Life of a WebAssembly instance", t, []string{
		"compile-cold: into an empty cache directory, once, on all cores. compile-cached: from that directory, in a new runtime. instantiate: up to a running Go. first-call: the first build request of a fresh instance, through the JSON door, with all that a page shows. steady: the same request when warm. Medians of a few starts.",
	}}
}

func (r *Report) nonces() section {
	t := &layout.Table{Left: 1, Head: []string{"source", "generators", "nonces", "duplicates", "malformed", "bits at least"}}
	for _, n := range r.Nonces {
		t.Add(n.Source, count(n.Generators), count(n.Generated), count(n.Duplicates), count(n.Malformed), fmt.Sprintf("%.1f", n.EntropyBits))
	}
	return section{"Nonces", t, []string{
		"Every nonce was compared with every other one, exactly. What no duplicate among n of them proves is little: the source has at least log2(n²/6) bits of collision entropy, with 95 % confidence. A source with fewer would have shown a duplicate. A UUIDv4 has 122, so any duplicate at all is a defect and no accident. It does not prove that nonces cannot be guessed.",
	}}
}

func (r *Report) limits() section {
	t := &layout.Table{Left: 3, Head: []string{"engine", "operation", "figure", "conc", "limit", "found", "verdict"}}
	for _, l := range r.Limits {
		verdict := "kept"
		if !l.OK {
			verdict = "EXCEEDED"
		}
		t.Add(l.Engine, l.Operation, l.Figure, count(l.Concurrency), "≤ "+trim(l.Max), figure(l), verdict)
	}
	return section{title: "Limits", table: t}
}

func figure(l Limit) string {
	if l.Figure == FigureRatio {
		return ratio(l.Value)
	}
	return amount(l.Value)
}
