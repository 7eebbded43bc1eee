package gate

import (
	"fmt"
	"strconv"

	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// A Limit is one limit and the figure of head that it is held against.
type Limit struct {
	Engine      string `json:"engine"`
	Operation   string `json:"operation"`
	Concurrency int    `json:"concurrency"`
	// Figure is "ratio" or "allocs".
	Figure  string  `json:"figure"`
	Max     float64 `json:"max"`
	Value   float64 `json:"value"`
	Verdict Verdict `json:"verdict"`
}

// String names the limit as messages do.
func (l Limit) String() string {
	figure := "ratio to the reference"
	if l.Figure == report.FigureAllocs {
		figure = "allocations"
	}
	return fmt.Sprintf("%s %s at concurrency %d: %s", l.Engine, l.Operation, l.Concurrency, figure)
}

// found says how the figure and the limit are.
func (l Limit) found() string { return fmt.Sprintf("limit %s, is %s", amount(l.Max), amount(l.Value)) }

// TakeLimits puts judged limits into the result.
func (r *Result) TakeLimits(judged []report.Limit) {
	for _, l := range judged {
		r.Limits = append(r.Limits, Limit{
			Engine: l.Engine, Operation: l.Operation, Concurrency: l.Concurrency,
			Figure: l.Figure, Max: l.Max, Value: l.Value, Verdict: unless(!l.OK),
		})
	}
}

// amount writes a ratio or a number of allocations: to three decimals, or one just
// over its limit would look like one that is on it.
func amount(x float64) string {
	text := strconv.FormatFloat(x, 'f', 3, 64)
	if short := strconv.FormatFloat(x, 'f', -1, 64); len(short) < len(text) {
		return short
	}
	return text
}

func (r *Result) limits() layout.Section {
	t := &layout.Table{Left: 4, Head: []string{"engine", "operation", "figure", "verdict", "conc", "limit", "found"}}
	for _, l := range r.Limits {
		t.Add(l.Engine, l.Operation, l.Figure, string(l.Verdict), strconv.Itoa(l.Concurrency), "≤ "+amount(l.Max), amount(l.Value))
	}
	return layout.Section{Title: "Limits", Table: t, Notes: []string{
		"ratio: time of an operation divided by that of its reference, in alternating slices of the same run. allocs: allocations per operation. Limits are of head alone, so they need nothing to compare with.",
	}}
}
