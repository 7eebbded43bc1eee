package gate

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
)

// TestSelfTestConcludes has each pair come out in each way.
func TestSelfTestConcludes(t *testing.T) {
	for _, test := range []struct {
		identical, slowed, want Verdict
		reason                  string
	}{
		{Pass, Fail, Pass, "a slowdown of 7.0 % would fail here"},
		{Fail, Fail, Fail, "it failed an identical pair"},
		{Fail, Incomparable, Fail, "it failed an identical pair"},
		{Pass, Pass, Fail, "it passed a pair slowed by 15 %"},
		{Inconclusive, Pass, Fail, "it passed a pair slowed by 15 %"},
		{Pass, Inconclusive, Inconclusive, "could not tell"},
		{Inconclusive, Fail, Inconclusive, "could not tell"},
		{Incomparable, Fail, Incomparable, "cannot be measured on"},
		{Pass, Incomparable, Incomparable, "cannot be measured on"},
	} {
		r := Result{SelfTest: &Test{Injected: 0.15, Identical: test.identical, Slowed: test.slowed, Detectable: fraction(0.07)}}
		if r.Conclude(); r.Verdict != test.want || !strings.Contains(r.Reason, test.reason) {
			t.Errorf("%s and %s: %s, %s", test.identical, test.slowed, r.Verdict, r.Reason)
		}
	}
}

// TestBlindToAKernel: the pair fails by one kernel, but of another, as much slower, the
// slowdown is ruled out.
func TestBlindToAKernel(t *testing.T) {
	r := Result{SelfTest: &Test{Injected: 0.15, Identical: Pass, Slowed: Fail, Kernels: []TestKernel{{Name: "native sign", Slowed: Fail}, {Name: "native nonce", Slowed: Pass}}}}
	if r.Conclude(); r.Verdict != Fail || !strings.Contains(r.Reason, "it passed native nonce slowed by 15 %") {
		t.Errorf("%s: %s", r.Verdict, r.Reason)
	}
}

// TestTooFewLaunches does not blame the machine.
func TestTooFewLaunches(t *testing.T) {
	r := Result{Verdict: Inconclusive, Kernels: []Kernel{{Name: "native sign", Verdict: Inconclusive}}, Method: Method{Launches: 3}}
	if r.Conclude(); r.Verdict != Inconclusive || !strings.HasSuffix(r.Reason, "native sign; 3 launches are too few, give it a larger --time-budget") {
		t.Errorf("%s: %s", r.Verdict, r.Reason)
	}
}

func foundOf(v verdict.Verdict, point float64) duel.Found {
	d := verdict.Decision{Verdict: v, Low: point - 0.01, Point: point, High: point + 0.01, N: 1}
	return duel.Found{
		Outcomes: []verdict.Outcome{{Decision: d, All: d, Clean: d}}, Verdict: v,
		Launches: []duel.Launch{{Kernels: []duel.Kernel{{LogRatio: math.Log(1.5), Base: 100, Head: 150, Slices: 4}}}},
	}
}

func TestTakeTest(t *testing.T) {
	for _, sight := range []float64{0.07, math.Inf(1)} {
		r := New(Method{Mode: SelfTest, Tolerance: 0.05, Budget: 60})
		r.TakeTest([]string{"native sign"}, 0.15, foundOf(verdict.Pass, 0), foundOf(verdict.Fail, 0.16), []float64{sight})
		k := r.SelfTest.Kernels[0]
		if r.Verdict != Pass || r.Method.Injected != 0.15 || r.Method.Slices != 8 || k.Slowed != Fail || *k.Seen.Point != 0.16 {
			t.Errorf("%+v", r)
		}
		if (k.Detectable == nil) != math.IsInf(sight, 1) || (r.SelfTest.Detectable == nil) != math.IsInf(sight, 1) {
			t.Errorf("%v: detectable %v", sight, k.Detectable)
		}
		text := write(t, func(b *bytes.Buffer) error { return r.Text(b) })
		for _, want := range []string{"Self-test", "seen from", "Speed of the identical pair", "head against itself"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in\n%s", want, text)
			}
		}
	}
}

// TestTakeStored has a reference of 100 ns, of which head takes one and a half.
func TestTakeStored(t *testing.T) {
	r := New(Method{Mode: Stored, Tolerance: 0.05})
	r.TakeStored([]string{"native sign"}, [][]float64{{math.Log(1.4), math.Log(1.4), math.Log(1.4)}}, foundOf(verdict.Fail, 0.07))
	k := r.Kernels[0]
	if r.Verdict != Fail || k.BaseNS != 0 || k.HeadNS != 150 || math.Abs(*k.BaseRatio-1.4) > 1e-9 || math.Abs(*k.HeadRatio-1.5) > 1e-9 || k.Times[0].Base != 0 {
		t.Errorf("%s: %+v", r.Verdict, k)
	}
	if math.Abs(*k.Benchstat.Delta-0.1/1.4) > 1e-9 {
		t.Errorf("benchstat %v", *k.Benchstat.Delta)
	}
	if text := write(t, func(b *bytes.Buffer) error { return r.Text(b) }); !strings.Contains(text, "1.400 ×  1.500 ×") {
		t.Errorf("got\n%s", text)
	}
	if text := write(t, func(b *bytes.Buffer) error { return r.Benchfmt(b) }); strings.Contains(text, "side=base") || !strings.Contains(text, "side=head") {
		t.Errorf("got\n%s", text)
	}
}

// TestAnotherKey says each part, and is neither good nor bad.
func TestAnotherKey(t *testing.T) {
	r := New(Method{Mode: Stored})
	r.Differs = []Part{{"Go", "go1", "go2"}, {"wazero", "v1", "v2"}}
	if r.Conclude(); r.Verdict != Incomparable || !strings.HasSuffix(r.Reason, "Go: was go1, is go2; wazero: was v1, is v2") {
		t.Errorf("%s: %s", r.Verdict, r.Reason)
	}
	r.Exact = []Exact{{Name: "URL length in bytes", Base: 1.0, Head: 2.0, Verdict: Fail}}
	if r.Conclude(); r.Verdict != Fail {
		t.Errorf("an exact figure is worse, and the verdict is %s", r.Verdict)
	}
}

// TestCompareLasting changes a figure that Go's version has a part in, and one that
// it has not.
func TestCompareLasting(t *testing.T) {
	head := figures()
	head.Kernels[0].Allocs, head.Wasm, head.Pages = 9, 9000, 900
	if failed := (&Result{Exact: CompareLasting(figures(), head)}).Failed(); len(failed) > 0 {
		t.Errorf("%q fail", failed)
	}
	head.Kernels[0].Blocks, head.URL, head.Exports = 9, 900, nil
	if failed := (&Result{Exact: CompareLasting(figures(), head)}).Failed(); len(failed) != 3 {
		t.Errorf("%q fail, want three", failed)
	}
}

func TestLimits(t *testing.T) {
	r := New(Method{Mode: Limited})
	r.TakeLimits([]report.Limit{
		{Engine: "native", Operation: "sign", Concurrency: 1, Figure: report.FigureRatio, Max: 1.35, Value: 1.35000001, OK: false},
		{Engine: "native", Operation: "sign", Concurrency: 1, Figure: report.FigureAllocs, Max: 0, Value: 0, OK: true},
	})
	r.Verdict = Pass
	if r.Conclude(); r.Verdict != Fail || r.Reason != "native sign at concurrency 1: ratio to the reference: limit 1.35, is 1.350" {
		t.Errorf("%s: %s", r.Verdict, r.Reason)
	}
	r.Limits = r.Limits[1:]
	r.Verdict = Pass
	if r.Conclude(); r.Verdict != Pass || r.Reason != "all limits are kept (1)" {
		t.Errorf("%s: %s", r.Verdict, r.Reason)
	}
}

// TestReadGivesWhatWasWritten compares the forms, which show all there is.
func TestReadGivesWhatWasWritten(t *testing.T) {
	r := mixed()
	file := write(t, func(b *bytes.Buffer) error { return r.JSON(b) })
	got, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []func(*Result, *bytes.Buffer) error{
		func(r *Result, b *bytes.Buffer) error { return r.JSON(b) },
		func(r *Result, b *bytes.Buffer) error { return r.Text(b) },
		func(r *Result, b *bytes.Buffer) error { return r.JUnit(b) },
		func(r *Result, b *bytes.Buffer) error { return r.Benchfmt(b) },
	} {
		was, is := write(t, func(b *bytes.Buffer) error { return form(r, b) }), write(t, func(b *bytes.Buffer) error { return form(got, b) })
		if was != is {
			t.Errorf("was\n%s\nis\n%s", was, is)
		}
	}
	for cut := range len(file) - 2 {
		if _, err := Read(strings.NewReader(file[:cut])); err == nil {
			t.Fatalf("read after %d of %d bytes", cut, len(file))
		}
	}
}

// A limit that is exceeded and a self-test without its kernels are contradictions.
func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{"schema": 1, "verdict": "pass", "limits": [{"verdict": "fail", "engine": "native"}]}`:            "although native",
		`{"schema": 1, "verdict": "fail", "self_test": {"kernels": [{}]}}`:                                 "self-test of 1 kernels",
		`{"schema": 1, "verdict": "fail", "exact": [{"verdict": "maybe"}]}`:                                `verdict "maybe"`,
		`{"schema": 1, "verdict": "pass", "wrong": ["a bad URL"], "kernels": [{"verdict": "pass"}]}`:       "although there are wrong results",
		`{"schema": 1, "verdict": "pass", "differs": [{"name": "Go"}], "kernels": [{"verdict": "pass"}]}`:  "although the stored result is of another key",
		`{"schema": 1, "verdict": "pass", "kernels": [{"verdict": "pass"}, {"verdict": "inconclusive"}]} `: "although a kernel is inconclusive",
	} {
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
