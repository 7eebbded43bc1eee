package exhibit

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
)

// sides gives the text of a page of two sides; b may be empty.
func sides(t *testing.T, a, b []string) (string, error) {
	t.Helper()
	p, err := Sides(read(t, a...), read(t, b...))
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	if err := p.Text(&text); err != nil {
		t.Fatal(err)
	}
	return text.String(), nil
}

func before() []string { return []string{"before-1.json", "before-2.json", "before-3.json"} }
func after() []string  { return []string{"after-1.json", "after-2.json", "after-3.json"} }

// median is the test's own, of p99 of the open loop.
func medianP99(t *testing.T, names []string) (low, middle, high float64) {
	t.Helper()
	var all [3]float64
	for i, f := range read(t, names...) {
		all[i] = float64(f.Load.Models.Open.Response.P99)
	}
	low = min(all[0], all[1], all[2])
	high = max(all[0], all[1], all[2])
	return low, all[0] + all[1] + all[2] - low - high, high
}

// TestRepeatedRuns: the answer has the median and the range, and the ratio is that of
// the medians.
func TestRepeatedRuns(t *testing.T) {
	lowA, a, highA := medianP99(t, before())
	_, b, _ := medianP99(t, after())
	one, err := sides(t, before(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("ok in all of 3 runs: open response p99 %s* (%s to %s)", nanoseconds(a), nanoseconds(lowA), nanoseconds(highA))
	if !strings.Contains(one, want) || strings.Contains(one, "÷") || !strings.Contains(one, "before-2.json said: ok") {
		t.Errorf("want %q in\n%s", want, one)
	}
	two, err := sides(t, before(), after())
	if err != nil {
		t.Fatal(err)
	}
	want = fmt.Sprintf("open response p99 of B is %.3f × that of A", b/a)
	if !strings.Contains(two, want) || !strings.Contains(two, "once in 10 times by chance alone") {
		t.Errorf("want %q and the chance of 3 and 3 in\n%s", want, two)
	}
}

// TestWhatBelongsTogether refuses what is no run of the same test, and what is there
// twice.
func TestWhatBelongsTogether(t *testing.T) {
	for name, c := range map[string]struct {
		a, b []string
		want string
	}{
		"another machine":       {[]string{"run.json", "run-again.json", "run-elsewhere.json"}, nil, "run.json (A) and run-elsewhere.json (B) are not runs of one test, SHA-256 path: A sha-ni, B avx2"},
		"another rate":          {append(before(), "load.json"), after(), "are not runs of one test, rate: A 300 requests/s, B 400 requests/s"},
		"the same twice":        {before(), before()[:1], "before-1.json and before-1.json have the same contents: a run counts once"},
		"a kind on one side":    {[]string{"run.json", "load.json"}, []string{"run-again.json"}, "load.json (bench load): a result of this kind is on one side of vs only"},
		"three of bench nonces": {[]string{"nonces.json", "repeating.json", "nonces.json"}, nil, "nonces.json and nonces.json have the same contents"},
	} {
		if _, err := sides(t, c.a, c.b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// TestTheSideOfAnotherRate has both sides, says why, and gives no ratio.
func TestTheSideOfAnotherRate(t *testing.T) {
	got, err := sides(t, before(), []string{"load.json"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got, "NOT COMPARABLE, so no ratio is given") || strings.Contains(got, "÷") || strings.Contains(got, " × ") {
		t.Errorf("got\n%s", got)
	}
}

// TestOneResultTwice: one result under two names is no comparison.
func TestOneResultTwice(t *testing.T) {
	for _, name := range []string{"run.json", "load.json", "nonces.json"} {
		got := text(t, name, name)
		if !strings.Contains(got, theSame) || strings.Contains(got, "÷") || strings.Contains(got, "1.000 ×") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func TestSpread(t *testing.T) {
	a, b := spread{values: []float64{1, 2, 4, 9}}, spread{values: []float64{9.5, 10}}
	if a.median() != 3 || a.low() != 1 || a.high() != 9 || b.against(a) != "above" || a.against(b) != "below" || a.against(a) != "overlaps" {
		t.Errorf("median %v, %v to %v, %s, %s, %s", a.median(), a.low(), a.high(), b.against(a), a.against(b), a.against(a))
	}
	for _, c := range []struct {
		n, m int
		once float64
	}{{1, 1, 1}, {3, 3, 10}, {6, 6, 462}, {2, 1, 1.5}} {
		if got := 1 / chance(c.n, c.m); math.Abs(got-c.once) > 1e-9 {
			t.Errorf("%d and %d: once in %v, want %v", c.n, c.m, got, c.once)
		}
	}
}

// TestTooManyFiles bounds what a page holds.
func TestTooManyFiles(t *testing.T) {
	if _, err := Page(make([]results.File, mostRuns+1)); err == nil || !strings.Contains(err.Error(), "101 files: want at most 100") {
		t.Errorf("got %v", err)
	}
}
