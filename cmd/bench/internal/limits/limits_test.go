package limits

import (
	"errors"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

func TestParseReadsYAMLAndJSON(t *testing.T) {
	for _, text := range []string{
		"limits:\n  - engine: native\n    operation: sign\n    max_ratio: 1.35\n    max_allocs: 0\n",
		`{"limits": [{"engine": "native", "operation": "sign", "max_ratio": 1.35, "max_allocs": 0}]}`,
	} {
		got, err := Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		l := got[0]
		if len(got) != 1 || l.String() != "native sign" || *l.MaxRatio != 1.35 || *l.MaxAllocs != 0 {
			t.Errorf("got %+v", got)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	entry := func(fields string) string { return "limits: [{engine: native, operation: sign, " + fields + "}]" }
	for name, test := range map[string]struct{ text, want string }{
		"nothing":           {"", "no limits"},
		"an empty list":     {"limits: []", "no limits"},
		"an unknown field":  {entry("max_ration: 1"), "max_ration"},
		"an unknown key":    {"limit: []", "limit"},
		"no figure":         {"limits: [{engine: native, operation: sign}]", "neither"},
		"no operation":      {"limits: [{engine: native, max_ratio: 1}]", "both needed"},
		"a word":            {entry("max_ratio: fast"), "fast"},
		"a ratio of 0":      {entry("max_ratio: 0"), "above 0"},
		"not a number":      {entry("max_ratio: .nan"), "above 0"},
		"no bound":          {entry("max_allocs: .inf"), "0 or more"},
		"negative":          {entry("max_allocs: -1"), "0 or more"},
		"not YAML":          {"{", "yaml"},
		"a second document": {entry("max_ratio: 1") + "\n---\nlimits: []", "second document"},
	} {
		_, err := Parse(strings.NewReader(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with %q", name, err, test.want)
		}
	}
}

func pointer(x float64) *float64 { return &x }

func TestJudge(t *testing.T) {
	results := []report.Result{
		{Engine: "native", Operation: "sign", Concurrency: 1, Ratio: pointer(1.2), Allocs: pointer(0)},
		{Engine: "native", Operation: "sign", Concurrency: 2, Ratio: pointer(1.4), Allocs: pointer(0)},
		{Engine: "http", Operation: "sign", Concurrency: 1, Ratio: pointer(1.1)},
	}
	for name, test := range map[string]struct {
		limit    Limit
		verdicts []bool
	}{
		"a ratio kept":                 {Limit{"native", "sign", pointer(1.4), nil}, []bool{true, true}},
		"a ratio exceeded at one":      {Limit{"native", "sign", pointer(1.3), nil}, []bool{true, false}},
		"allocations kept":             {Limit{"native", "sign", nil, pointer(0)}, []bool{true, true}},
		"both figures":                 {Limit{"native", "sign", pointer(1), pointer(1)}, []bool{false, false, true, true}},
		"a figure that is not there":   {Limit{"http", "sign", nil, pointer(0)}, nil},
		"an operation not measured":    {Limit{"http", "open", pointer(1), nil}, nil},
		"one of the figures not there": {Limit{"http", "sign", pointer(2), pointer(0)}, nil},
	} {
		got, err := Judge([]Limit{test.limit}, results)
		if (err != nil) != (test.verdicts == nil) || err != nil && !errors.Is(err, ErrUnmatched) {
			t.Errorf("%s: error %v", name, err)
		}
		if len(got) != len(test.verdicts) {
			t.Errorf("%s: %d verdicts, want %d", name, len(got), len(test.verdicts))
			continue
		}
		for i, want := range test.verdicts {
			if got[i].OK != want {
				t.Errorf("%s: verdict %+v, want OK %v", name, got[i], want)
			}
		}
	}
}

// TestJudgeFailsOnAllocations is the failing row of its kind.
func TestJudgeFailsOnAllocations(t *testing.T) {
	results := []report.Result{{Engine: "native", Operation: "verify", Concurrency: 1, Allocs: pointer(3)}}
	got, err := Judge([]Limit{{"native", "verify", nil, pointer(2)}}, results)
	if err != nil || len(got) != 1 || got[0].OK || got[0].Figure != report.FigureAllocs || got[0].Value != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestUnmatched(t *testing.T) {
	planned := map[string][]string{"native": {"sign", "verify"}}
	if l, found := Unmatched([]Limit{{Engine: "native", Operation: "sign"}}, planned); found {
		t.Errorf("%v matches", l)
	}
	for _, l := range []Limit{{Engine: "native", Operation: "open"}, {Engine: "http", Operation: "sign"}} {
		if got, found := Unmatched([]Limit{l}, planned); !found || got != l {
			t.Errorf("%v: found %v, %v", l, got, found)
		}
	}
}
