package suite

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/limits"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

func (r *run) problem(format string, arguments ...any) {
	r.report.Problems = append(r.report.Problems, fmt.Sprintf(format, arguments...))
}

// conclude takes the account of the checks, and says why the run has ended if
// that was before its end.
func (r *run) conclude(err error, interrupted bool) {
	checks, evidence := r.audit.Result()
	r.report.Checks = checks
	for _, e := range evidence {
		r.problem("%s", e)
	}
	if more := checks.Bad + checks.Twice - int64(len(evidence)); more > 0 {
		r.problem("and %d more of that kind", more)
	}
	r.report.Incomplete = interrupted || err != nil
	switch {
	case interrupted:
		r.problem("interrupted: what was not measured until then is missing")
	case err != nil:
		r.problem("%v", err)
	}
	if r.report.Incomplete && len(r.config.Limits) > 0 {
		r.problem("the limits were not judged, as the run is incomplete")
	}
}

// judge holds the results against the limits.
func (r *run) judge() error {
	if len(r.config.Limits) == 0 {
		return nil
	}
	verdicts, err := limits.Judge(r.config.Limits, r.report.Results)
	if err != nil {
		r.problem("%v", err)
		return err
	}
	r.report.Limits = verdicts
	for _, v := range verdicts {
		if !v.OK {
			r.problem("%s", exceeded(v))
		}
	}
	return nil
}

func exceeded(l report.Limit) string {
	figure := "ratio to the reference"
	if l.Figure == report.FigureAllocs {
		figure = "allocations per operation"
	}
	return fmt.Sprintf("limit exceeded: %s %s at concurrency %d: %s %.3f, at most %v", l.Engine, l.Operation, l.Concurrency, figure, l.Value, l.Max)
}
