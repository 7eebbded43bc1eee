package plot

import "math"

// A Scale is how values are spread over an axis.
type Scale int

const (
	Linear Scale = iota
	// Log is for values above 0.
	Log
	// Tail is for percentiles from 0 to below 100, by 1/(1-q): 90, 99 and 99.9 are
	// at equal distances, so what is rare has room.
	Tail
)

// project gives where a value lies on an endless axis; false is for one that has no
// place on it.
func (s Scale) project(v float64) (float64, bool) {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return 0, false
	case s == Log:
		return math.Log10(v), v > 0
	case s == Tail:
		return 0 - math.Log10(1-v/100), v >= 0 && v < 100
	}
	return v, true
}

// A domain is the part of an axis that is shown.
type domain struct {
	axis      Axis
	low, high float64 // projected
	ticks     []float64
	// minor are values between the ticks that have a fainter line, and wished those
	// besides the ticks that get a number where there is room, the first ones first.
	minor, wished []float64
}

// newDomain makes room for values. Round ends at round numbers. About so many ticks
// fit.
func newDomain(axis Axis, values []float64, round bool, fit int) domain {
	low, high, found := extremes(axis, values)
	if !found {
		low, high = neutral(axis.Scale)
	}
	d := domain{axis: axis}
	switch axis.Scale {
	case Log:
		d.ticks, low, high = logTicks(low, high, fit)
		d.minor, d.wished = minorTicks(low, high, d.ticks)
	case Tail:
		d.ticks = tailTicks(high)
		d.wished = []float64{high}
	default:
		d.ticks, low, high = linearTicks(low, high, round, fit)
	}
	d.low, _ = axis.Scale.project(low)
	d.high, _ = axis.Scale.project(high)
	return d
}

// neutral is what an axis shows that has no values.
func neutral(s Scale) (low, high float64) {
	if s == Tail {
		return 0, 99
	}
	return 1, 10
}

// extremes finds the least and the greatest value that have a place.
func extremes(axis Axis, values []float64) (low, high float64, found bool) {
	for _, v := range values {
		if _, ok := axis.Scale.project(v); !ok {
			continue
		}
		if !found {
			low, high, found = v, v, true
		}
		low, high = min(low, v), max(high, v)
	}
	if axis.Scale == Linear && axis.FromZero {
		low = min(low, 0)
	}
	if axis.Scale == Tail {
		low = 0
	}
	return low, high, found
}

// at gives where a value lies between the ends, 0 to 1.
func (d domain) at(v float64) (float64, bool) {
	p, ok := d.axis.Scale.project(v)
	if !ok || d.high <= d.low {
		return 0, false
	}
	return (p - d.low) / (d.high - d.low), true
}
