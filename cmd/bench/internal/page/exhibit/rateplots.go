package exhibit

import (
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// ratePlots shows rates as stairs: each is the mean of its second.
func (l loads) ratePlots() []plot.Plot {
	one := func(model string) plot.Plot {
		return plot.Plot{
			Title: titled("Offered and achieved rate over time", model), Text: l.rateText(),
			Y: plot.Axis{Label: "requests per second", FromZero: true, Unit: plot.PerSecond()},
		}
	}
	return l.timePlots("load-rates", one, func(s side[*results.Load], m results.Model) []plot.Series {
		seconds := withoutTail(m.Seconds)
		var all []plot.Series
		if points := offeredPoints(seconds, end(s.result, m)); m.Offered > 0 && len(points) > 0 {
			look := s.look(0)
			look.Broad = true // where the rate is kept, achieved lies on it
			all = append(all, plot.Series{Name: s.of("offered"), Look: look, Form: plot.Stairs, Points: points})
		}
		all = append(all, plot.Series{Name: s.of("achieved"), Look: s.look(1), Form: plot.Stairs,
			Points: spans(seconds, func(x load.Second) float64 { return x.Achieved })})
		if m.Errors > 0 {
			all = append(all, plot.Series{Name: s.of("errors"), Look: s.look(3), Form: plot.Bars,
				Points: spans(seconds, func(x load.Second) float64 { return float64(x.Errors) / x.Length })})
		}
		return all
	})
}

// rateText says what the rates are. The expected number of Poisson arrivals is known
// for each second and the drawn one for the whole run alone.
func (l loads) rateText() string {
	text := "offered, the broad line, is what was due in each second, and ends with the schedule; achieved is what ended in that second, whenever it was due and sent. Where achieved is below offered for long a queue grows, and where it is above one is worked off. The beginning of a second at the end of a run counts with the second before."
	for _, s := range l {
		if s.result.Method.Arrivals == "poisson" {
			return text + " With Poisson arrivals offered is what was to be expected: what really came differs from it at random, by some 10 in a second of 100 and 100 in one of 10 000, and that is no queue. offered/s in the table is of what was drawn."
		}
	}
	return text
}

// end is when the schedule ended, in seconds; 0 for a closed loop, which has no pauses
// in its time, and where that is not known.
func end(r *results.Load, m results.Model) float64 {
	if m.Name == load.Closed {
		return 0
	}
	return time.Duration(r.Method.Duration).Seconds()
}

// withoutTail adds the last interval to the one before if it is shorter than half of
// the longest. In the milliseconds after a run a handful of requests make any rate.
func withoutTail(seconds []load.Second) []load.Second {
	n := len(seconds)
	longest := 0.0
	for _, s := range seconds {
		longest = max(longest, s.Length)
	}
	if n < 2 || seconds[n-1].Length >= longest/2 {
		return seconds
	}
	before, tail := seconds[n-2], seconds[n-1]
	joined := load.Second{At: before.At, Length: tail.At + tail.Length - before.At, Errors: before.Errors + tail.Errors}
	joined.Offered = (before.Offered*before.Length + tail.Offered*tail.Length) / joined.Length
	joined.Achieved = (before.Achieved*before.Length + tail.Achieved*tail.Length) / joined.Length
	return append(append([]load.Second{}, seconds[:n-2]...), joined)
}

// offeredPoints leaves out what comes after the schedule, where nothing is due, and
// gives the interval in which it ends the rate until then.
func offeredPoints(seconds []load.Second, end float64) []plot.Point {
	var points []plot.Point
	for _, s := range seconds {
		rate := s.Offered
		switch {
		case end > 0 && s.At >= end:
			continue
		case end > 0 && s.At+s.Length > end:
			rate *= s.Length / (end - s.At)
		}
		points = append(points, plot.Point{X: s.At, End: s.At + s.Length, Y: rate})
	}
	return points
}

// spans gives each value the time that it is of.
func spans(seconds []load.Second, value func(load.Second) float64) []plot.Point {
	var points []plot.Point
	for _, s := range seconds {
		points = append(points, plot.Point{X: s.At, End: s.At + s.Length, Y: value(s)})
	}
	return points
}
