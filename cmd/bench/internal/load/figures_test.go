package load

import (
	"math"
	"testing"
	"time"
)

// TestQuantilesAreThoseOfTheirNames reads them off a histogram of 1 to 1000 ms, where
// each lies elsewhere.
func TestQuantilesAreThoseOfTheirNames(t *testing.T) {
	h := NewHistogram()
	for i := range 1000 {
		Record(h, time.Duration(i+1)*time.Millisecond)
	}
	q := QuantilesOf(h)
	for name, ms := range map[string]float64{
		"min": 1, "mean": 500.5, "p50": 500, "p75": 750, "p90": 900, "p95": 950, "p99": 990, "p99.9": 999, "p999": 999, "max": 1000,
	} {
		got, ok := q.named(name)
		if !ok || math.Abs(float64(got)/1e6/ms-1) > 0.001 {
			t.Errorf("%s: %d ns, want %v ms", name, got, ms)
		}
	}
	if q.Samples != 1000 {
		t.Errorf("%d samples", q.Samples)
	}
	if _, ok := q.named("p42"); ok {
		t.Error("p42 is known")
	}
	if got := QuantilesOf(NewHistogram()); got != (Quantiles{}) {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestWords(t *testing.T) {
	for fraction, want := range map[float64]string{0: "0 %", 0.0004: "0.04 %", 0.00123: "0.12 %", 0.0099: "0.99 %", 0.01: "1.0 %", 0.0494: "4.9 %", 1: "100.0 %"} {
		if got := percent(fraction); got != want {
			t.Errorf("percent(%v) = %q, want %q", fraction, got, want)
		}
	}
	for rate, want := range map[float64]string{0: "0", 0.125: "0.125", 62.52: "62.5", 99.96: "100", 199.4: "199", 199.6: "200", 19_800: "19 800"} {
		if got := perSecond(rate); got != want {
			t.Errorf("perSecond(%v) = %q, want %q", rate, got, want)
		}
	}
	if got := listed(map[string]int64{"timeout": 12, "status": 3000}); got != "status 3 000, timeout 12" {
		t.Error(got)
	}
}

// TestTheRateIsKept within 1 % and no more, to either side.
func TestTheRateIsKept(t *testing.T) {
	for achieved, want := range map[float64]bool{100: true, 99: true, 98.9: false, 101: true, 101.1: false, 0: false} {
		m := &Model{Offered: 100, Achieved: achieved}
		if m.RateKept() != want {
			t.Errorf("%v of 100: %v", achieved, !want)
		}
	}
	if m := (&Model{Achieved: 5}); !m.RateKept() {
		t.Error("a rate that nobody asked for is not kept")
	}
}

// TestObjectivesInTheirUnits: each is held against the figure in nanoseconds, or as a
// fraction.
func TestObjectivesInTheirUnits(t *testing.T) {
	for text, want := range map[string]float64{
		"p99<5ms": 5e6, "p99<5µs": 5e3, "p99<1.5s": 1.5e9, "max<7ns": 7,
		"errors<0.1%": 0.001, "errors<0.1": 0.1, "missed<100%": 1, "missed<1": 1,
	} {
		o, err := ParseObjective(text)
		if err != nil || len(o) != 1 || math.Abs(o[0].Limit/want-1) > 1e-12 {
			t.Errorf("%q: %+v, %v; want %v", text, o, err, want)
		}
	}
}
