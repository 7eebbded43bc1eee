package watch

import (
	"slices"
	"testing"
	"time"
)

// TestTainted has a slice for each reason, one step beyond what is let pass, and
// one for each that shows just that.
func TestTainted(t *testing.T) {
	const length = 3 * time.Millisecond
	starved := time.Duration(maxStarvedShare * float64(length))
	begin := Look{At: time.Unix(1, 0), cpu: time.Second, switches: 5, steal: 50, throttled: 7, running: 1}
	for _, c := range []struct {
		name       string
		change     func(*Look)
		processors int
		want       []Reason
	}{
		{"quiet", func(*Look) {}, 2, nil},
		{"switched", func(l *Look) { l.switches++ }, 2, []Reason{Switched}},
		{"barely fed", func(l *Look) { l.cpu -= starved }, 2, nil},
		{"starved", func(l *Look) { l.cpu -= starved + 1 }, 2, []Reason{Starved}},
		{"time not known", func(l *Look) { l.cpu = 0 }, 2, nil},
		{"stolen", func(l *Look) { l.steal++ }, 2, []Reason{Stolen}},
		{"throttled", func(l *Look) { l.throttled++ }, 2, []Reason{Throttled}},
		{"full", func(l *Look) { l.running = 2 }, 2, nil},
		{"crowded", func(l *Look) { l.running = 3 }, 2, []Reason{Crowded}},
		{"processors not known", func(l *Look) { l.running = 3 }, 0, nil},
		{"all at once", func(l *Look) {
			*l = Look{At: l.At, cpu: begin.cpu + 1, switches: 6, steal: 51, throttled: 8, running: 9}
		}, 2, []Reason{Switched, Starved, Stolen, Throttled, Crowded}},
	} {
		after := begin
		after.At, after.cpu = begin.At.Add(length), begin.cpu+length
		c.change(&after)
		s := between(begin, after, c.processors)
		if !slices.Equal(s.Tainted, c.want) || s.Wall != length {
			t.Errorf("%s: got %+v, want %v", c.name, s, c.want)
		}
	}
}

func TestCrowdedBefore(t *testing.T) {
	if s := between(Look{running: 3}, Look{running: 1}, 2); s.Running != 3 || len(s.Tainted) != 1 {
		t.Errorf("got %+v", s)
	}
}
