package schedule

import (
	"iter"
	"math"
	"slices"
	"testing"
	"time"
)

// within counts the offsets of a part of the schedule.
func within(offsets iter.Seq[time.Duration], from, to time.Duration) int {
	n := 0
	for at := range offsets {
		if at >= from && at < to {
			n++
		}
	}
	return n
}

func TestConstantIsExact(t *testing.T) {
	s := Schedule{Phases: []Phase{{200, 200, time.Second}}}
	got := slices.Collect(s.Offsets())
	if len(got) != 200 || s.Expected() != 200 || s.Rate() != 200 {
		t.Fatalf("%d offsets, %v expected, rate %v", len(got), s.Expected(), s.Rate())
	}
	for i, at := range got {
		if want := time.Duration(i) * 5 * time.Millisecond; (at - want).Abs() > 1 {
			t.Errorf("offset %d is %v, want %v", i, at, want)
		}
	}
}

// TestConstantDoesNotDrift looks at the last one of many.
func TestConstantDoesNotDrift(t *testing.T) {
	s := Schedule{Phases: []Phase{{3000, 3000, 10 * time.Minute}}}
	var n int
	var last time.Duration
	for at := range s.Offsets() {
		n, last = n+1, at
	}
	want := 10*time.Minute - time.Second/3000
	if n != 1_800_000 || (last-want).Abs() > time.Microsecond {
		t.Errorf("%d offsets, the last at %v, want %v", n, last, want)
	}
}

func TestRampGrowsEvenly(t *testing.T) {
	for _, p := range []Phase{{100, 1000, 10 * time.Second}, {1000, 100, 10 * time.Second}, {0, 1000, 10 * time.Second}, {1000, 0, 10 * time.Second}} {
		s := Schedule{Phases: []Phase{p}}
		for second := range 10 {
			from := time.Duration(second) * time.Second
			want := p.From + (p.To-p.From)*(float64(second)+0.5)/10
			if got := within(s.Offsets(), from, from+time.Second); math.Abs(float64(got)-want) > 1 {
				t.Errorf("%v..%v, second %d: %d, want %v", p.From, p.To, second, got, want)
			}
		}
	}
}

func TestStepsFollowEachOther(t *testing.T) {
	s := Schedule{Phases: []Phase{{100, 100, 2 * time.Second}, {0, 0, time.Second}, {50, 50, time.Second}}}
	for second, want := range []int{100, 100, 0, 50} {
		from := time.Duration(second) * time.Second
		if got := within(s.Offsets(), from, from+time.Second); got != want {
			t.Errorf("second %d: %d, want %d", second, got, want)
		}
	}
	if s.Duration() != 4*time.Second || s.Rate() != 62.5 {
		t.Errorf("%v at %v", s.Duration(), s.Rate())
	}
}

// TestBetweenAgreesWithOffsets counts what it computes.
func TestBetweenAgreesWithOffsets(t *testing.T) {
	s := Schedule{Phases: []Phase{{0, 1000, 2 * time.Second}, {300, 300, time.Second}}}
	for from := time.Duration(0); from < 4*time.Second; from += 300 * time.Millisecond {
		to := from + 700*time.Millisecond
		if got, want := s.Between(from, to), within(s.Offsets(), from, to); math.Abs(got-float64(want)) > 1.5 {
			t.Errorf("%v to %v: %v, want %d", from, to, got, want)
		}
	}
}

// TestPoissonIsPoisson compares mean and variance of the counts in many intervals:
// they are the same for Poisson arrivals, and the variance of equal distances is 0.
func TestPoissonIsPoisson(t *testing.T) {
	const intervals, mean = 5000, 20.0
	s := Schedule{Phases: []Phase{{mean, mean, intervals * time.Second}}, Arrivals: Poisson, Seed: 7}
	counts := make([]float64, intervals)
	for at := range s.Offsets() {
		counts[at/time.Second]++
	}
	var sum, squares float64
	for _, n := range counts {
		sum += n
		squares += n * n
	}
	average := sum / intervals
	variance := squares/intervals - average*average
	// Five standard errors: sqrt(mean/intervals), and mean·sqrt(2/intervals).
	if math.Abs(average-mean) > 5*math.Sqrt(mean/intervals) || math.Abs(variance-mean) > 5*mean*math.Sqrt(2.0/intervals) {
		t.Errorf("mean %v, variance %v, want both %v", average, variance, mean)
	}
}

func TestTheSeedDecides(t *testing.T) {
	s := Schedule{Phases: []Phase{{100, 300, time.Second}}, Arrivals: Poisson, Seed: 1}
	other := s
	other.Seed = 2
	first := slices.Collect(s.Offsets())
	if !slices.Equal(first, slices.Collect(s.Offsets())) {
		t.Error("the same seed gave other times")
	}
	if slices.Equal(first, slices.Collect(other.Offsets())) {
		t.Error("another seed gave the same times")
	}
	if !slices.IsSorted(first) || first[len(first)-1] >= time.Second {
		t.Error("not in order, or beyond the end")
	}
}

func TestParse(t *testing.T) {
	const s = time.Second
	for _, c := range []struct {
		text     string
		duration time.Duration
		want     []Phase
	}{
		{"200", 10 * s, []Phase{{200, 200, 10 * s}}},
		{"0.5", 10 * s, []Phase{{0.5, 0.5, 10 * s}}},
		{"100..1000", 5 * s, []Phase{{100, 1000, 5 * s}}},
		{"100:5s", 0, []Phase{{100, 100, 5 * s}}},
		{"100:5s,0:1s,200..400:10s", 0, []Phase{{100, 100, 5 * s}, {0, 0, s}, {200, 400, 10 * s}}},
	} {
		got, err := Parse(c.text, c.duration)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v; want %v", c.text, got, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, duration := range map[string]time.Duration{
		"":                          time.Second, // nothing
		"fast":                      time.Second,
		"-1":                        time.Second,
		"NaN":                       time.Second,
		"Inf":                       time.Second,
		"1000001":                   time.Second, // above the bound
		"0":                         time.Second, // not one request
		"1..":                       time.Second,
		"100,200":                   time.Second, // steps without lengths
		"200":                       0,           // no duration at all
		"100:5s":                    time.Second, // two durations
		"100:5":                     0,           // no unit
		"100:-5s":                   0,
		"100:0s":                    0,
		"100:5s,200":                0,
		"100:20h,100:5h":            0, // longer than a day
		"100:2540400h,100:2540400h": 0, // the sum overflows
	} {
		if got, err := Parse(text, duration); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}

func TestParseRange(t *testing.T) {
	if low, high, err := ParseRange("100..20000"); low != 100 || high != 20000 || err != nil {
		t.Errorf("%v, %v, %v", low, high, err)
	}
	for _, text := range []string{"", "100", "0..100", "100..100", "200..100", "1..fast", "..", "1..2000000"} {
		if low, high, err := ParseRange(text); err == nil {
			t.Errorf("%q: %v to %v, want an error", text, low, high)
		}
	}
}
