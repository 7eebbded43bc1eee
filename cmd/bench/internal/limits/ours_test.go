package limits

import (
	"os"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// TestOurLimits has results that just reach each limit of the file by which this
// repository is measured, and then one after the other is exceeded.
func TestOurLimits(t *testing.T) {
	f, err := os.Open("../../limits.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ours, err := Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	reached := func() (results []report.Result) {
		for _, l := range ours {
			r := report.Result{Engine: l.Engine, Operation: l.Operation, Concurrency: 1}
			for to, limit := range map[**float64]*float64{&r.Ratio: l.MaxRatio, &r.Allocs: l.MaxAllocs} {
				if limit != nil {
					*to = pointer(*limit)
				}
			}
			results = append(results, r)
		}
		return results
	}
	failed := func(results []report.Result) (names []string) {
		judged, err := Judge(ours, results)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range judged {
			if !l.OK {
				names = append(names, l.Engine+" "+l.Operation+" "+l.Figure)
			}
		}
		return names
	}
	if names := failed(reached()); len(names) > 0 {
		t.Errorf("%q are exceeded by what reaches them", names)
	}
	seen := 0
	for i, l := range ours {
		for figure, limit := range map[string]*float64{report.FigureRatio: l.MaxRatio, report.FigureAllocs: l.MaxAllocs} {
			if limit == nil {
				continue
			}
			results := reached()
			*map[string]*float64{report.FigureRatio: results[i].Ratio, report.FigureAllocs: results[i].Allocs}[figure] += 0.001
			if names := failed(results); len(names) != 1 || names[0] != l.String()+" "+figure {
				t.Errorf("%s, %s: %q fail", l, figure, names)
			}
			seen++
		}
	}
	if seen < 7 {
		t.Errorf("%d limits are in the file, want at least 7", seen)
	}
}
