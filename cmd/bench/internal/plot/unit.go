package plot

import (
	"math"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// A Unit writes values: Tick those at an axis, which are round, and Figure those in a
// table.
type Unit struct{ Tick, Figure func(float64) string }

// Nanoseconds are times such as 20 µs; 0 is one that was not measured.
func Nanoseconds() Unit {
	return Unit{
		Tick: func(ns float64) string { return short(figures.Seconds(ns / 1e9)) },
		Figure: func(ns float64) string {
			if ns == 0 {
				return figures.Absent
			}
			return figures.Seconds(ns / 1e9)
		},
	}
}

// Seconds are times since a beginning.
func Seconds() Unit {
	write := func(s float64) string { return general(s) + " s" }
	return Unit{Tick: write, Figure: write}
}

// PerSecond are rates such as 20 k.
func PerSecond() Unit {
	return Unit{Tick: func(x float64) string { return short(figures.Rate(x)) }, Figure: figures.Rate}
}

// Ratios have three decimals in tables.
func Ratios() Unit { return Unit{Tick: general, Figure: figures.Ratio} }

// Percent are parts of a hundred.
func Percent() Unit {
	write := func(x float64) string { return general(x) + " %" }
	return Unit{Tick: write, Figure: write}
}

// Percentiles are such as 99.99 %, with as many digits as say something.
func Percentiles() Unit {
	write := func(q float64) string {
		text := strconv.FormatFloat(q, 'f', 7, 64)
		return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + " %"
	}
	return Unit{Tick: func(q float64) string { return write(100 - twoDigits(100-q)) }, Figure: write}
}

// twoDigits rounds what a percentile leaves over, which is what it says.
func twoDigits(x float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 1, 64), 64)
	if err != nil {
		return x
	}
	return rounded
}

// Probabilities are from 1 down to very little.
func Probabilities() Unit {
	write := func(p float64) string { return strconv.FormatFloat(p, 'g', 3, 64) }
	return Unit{Tick: write, Figure: write}
}

// Numbers have no unit.
func Numbers() Unit { return Unit{Tick: general, Figure: general} }

// general writes up to four digits that mean something.
func general(x float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 3, 64), 64)
	if err != nil || math.IsNaN(rounded) || math.IsInf(rounded, 0) {
		return figures.Absent
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// short drops the zeros after the point: 20.0 ms becomes 20 ms.
func short(figure string) string {
	number, unit, spaced := strings.Cut(figure, " ")
	if strings.Contains(number, ".") {
		number = strings.TrimSuffix(strings.TrimRight(number, "0"), ".")
	}
	if spaced {
		return number + " " + unit
	}
	return number
}
