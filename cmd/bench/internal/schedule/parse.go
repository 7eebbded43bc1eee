package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The bounds of a schedule. No generator of this kind goes faster than MaxRate.
const (
	MaxRate     = 1_000_000
	MaxDuration = 24 * time.Hour
	maxPhases   = 1000
)

// Parse reads a rate in requests per second, for a duration: "200", "100..1000" (a
// ramp), or with durations of its own "100:5s,200..400:10s" (steps). For steps the
// duration is 0. The error quotes the text.
func Parse(text string, duration time.Duration) ([]Phase, error) {
	steps := strings.Contains(text, ":")
	if steps == (duration != 0) {
		return nil, fmt.Errorf("rate %q: want a duration for it, or one in each step, such as 100:5s,200:5s", text)
	}
	var phases []Phase
	for step := range strings.SplitSeq(text, ",") {
		p, err := parsePhase(step, duration)
		if err != nil {
			return nil, fmt.Errorf("rate %q: %w", text, err)
		}
		phases = append(phases, p)
	}
	if err := check(phases, steps); err != nil {
		return nil, fmt.Errorf("rate %q: %w", text, err)
	}
	return phases, nil
}

// ParseRange reads a range of rates above 0, such as "100..20000".
func ParseRange(text string) (low, high float64, err error) {
	from, to, ok := strings.Cut(text, "..")
	if ok {
		if low, err = parseRate(from); err == nil {
			high, err = parseRate(to)
		}
	}
	if !ok || err != nil || low <= 0 || high <= low {
		return 0, 0, fmt.Errorf("rate %q: want the range to search, such as 100..20000", text)
	}
	return low, high, nil
}

// parsePhase reads RATE, RATE..RATE, and after either :DURATION.
func parsePhase(text string, duration time.Duration) (Phase, error) {
	rates, length, timed := strings.Cut(text, ":")
	p := Phase{Length: duration}
	var err error
	if timed {
		if p.Length, err = time.ParseDuration(length); err != nil {
			return p, fmt.Errorf("length %q: want a duration such as 5s", length)
		}
	}
	if p.Length <= 0 {
		return p, fmt.Errorf("length of %q: want a duration above 0, such as in 100:5s", text)
	}
	from, to, ramp := strings.Cut(rates, "..")
	if p.From, err = parseRate(from); err != nil {
		return p, err
	}
	if p.To = p.From; ramp {
		p.To, err = parseRate(to)
	}
	return p, err
}

func parseRate(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= 0 && x <= MaxRate) {
		return 0, fmt.Errorf("%q: want requests per second, above 0 to %d; 0 is for one end of a ramp, or one of the steps", text, MaxRate)
	}
	return x, nil
}

// check looks at all phases together.
func check(phases []Phase, steps bool) error {
	s := Schedule{Phases: phases}
	var total time.Duration
	for _, p := range phases {
		if total += p.Length; total > MaxDuration {
			return fmt.Errorf("it lasts longer than %v", MaxDuration)
		}
	}
	switch {
	case len(phases) > 1 && !steps:
		return fmt.Errorf("want a length for each step, such as 100:5s,200:5s")
	case len(phases) > maxPhases:
		return fmt.Errorf("%d steps: want at most %d", len(phases), maxPhases)
	case s.Expected() < 1:
		return fmt.Errorf("not one request in %v; want a higher rate, or more time", s.Duration())
	}
	return nil
}
