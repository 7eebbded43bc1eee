package results

import (
	"errors"
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// mostResults bounds the rows of plots; bench run has some forty.
const mostResults = 1000

func readRun(text []byte, f *File) error {
	r := new(report.Report)
	if err := jsonfile.Parse(text, r); err != nil {
		return err
	}
	if len(r.Results) > mostResults || len(r.Phases) > mostResults || len(r.Nonces) > mostResults || len(r.Limits) > mostResults {
		return fmt.Errorf("more than %d results: that is no run", mostResults)
	}
	for i, x := range r.Results {
		if err := checkResult(x); err != nil {
			return fmt.Errorf("results[%d]: %w", i, err)
		}
	}
	for i, p := range r.Phases {
		if p.NS < 0 || !isName(p.Engine) || !isName(p.Phase) {
			return fmt.Errorf("phases[%d]: want the names of engine and phase, and a time", i)
		}
	}
	for i, n := range r.Nonces {
		if err := checkNonces(n); err != nil {
			return fmt.Errorf("nonces[%d]: %w", i, err)
		}
	}
	if r.OK && (r.Wrong() || r.Exceeded() || len(r.Problems) > 0) {
		return errors.New(`"ok" is true, although there are problems`)
	}
	f.Run = r
	return nil
}

// checkResult refuses what cannot have been measured.
func checkResult(x report.Result) error {
	switch {
	case !isName(x.Engine) || !isName(x.Operation):
		return fmt.Errorf("engine %.70q, operation %.70q: want names such as native and sign-prepared", x.Engine, x.Operation)
	case x.Concurrency < 1:
		return fmt.Errorf("concurrency %d: want 1 or more", x.Concurrency)
	case x.OpsPerSecond <= 0:
		return fmt.Errorf("ops_per_second %v: want more than 0", x.OpsPerSecond)
	case !positive(x.Ratio) || !positive(x.RatioLow) || !positive(x.RatioHigh):
		return errors.New("ratio: want more than 0")
	}
	if x.RatioLow != nil && x.RatioHigh != nil && *x.RatioLow > *x.RatioHigh {
		return errors.New("ratio_low is above ratio_high")
	}
	if l := x.Latency; l != nil {
		return ascending(l.Samples, l.P50, l.P90, l.P99, l.P999, l.Max)
	}
	return nil
}

// isName takes what engines and operations are called. Files of plots are named after
// them, so a name must not lead to another folder.
func isName(text string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	return text != "" && len(text) <= 64 && strings.Trim(text, letters) == ""
}

func checkNonces(n report.Nonces) error {
	if n.Source == "" || n.Generated < 0 || n.Duplicates < 0 || n.Malformed < 0 {
		return errors.New("want a source and counts")
	}
	return nil
}

// positive is true for what was not measured, too.
func positive(x *float64) bool { return x == nil || *x > 0 }

// ascending refuses quantiles that go down, which no histogram has.
func ascending(samples int64, quantiles ...int64) error {
	if samples < 0 {
		return fmt.Errorf("latency_ns: %d samples", samples)
	}
	last := int64(0)
	for _, q := range quantiles {
		if q < last {
			return errors.New("latency_ns: a higher quantile is less than a lower one")
		}
		last = q
	}
	return nil
}
