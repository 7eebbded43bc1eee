// Package figures writes numbers as reports show them: with the digits that mean
// something, and a unit that suits.
package figures

import (
	"math"
	"strconv"
	"strings"
)

// Three significant digits: the fourth would not be the same in the next run.
const significant = 3

// A scale is a unit and from where on it is used. Lists have the largest first.
type scale struct {
	from float64
	unit string
}

func timeScales() []scale {
	return []scale{{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}}
}

func rateScales() []scale {
	return []scale{{1e6, "M"}, {1e3, "k"}, {1, ""}}
}

// Seconds writes a time such as 4.71 µs.
func Seconds(s float64) string { return scaled(s, timeScales()) }

// Nanoseconds writes a time given in nanoseconds.
func Nanoseconds(ns int64) string { return Seconds(float64(ns) / 1e9) }

// Rate writes a number of operations such as 4.42 M.
func Rate(perSecond float64) string { return strings.TrimSuffix(scaled(perSecond, rateScales()), " ") }

// scaled chooses the largest unit of which there is at least one.
func scaled(x float64, scales []scale) string {
	last := scales[len(scales)-1]
	for _, s := range scales {
		// Rounding must not turn 999.9 of one unit into 1000.
		if x >= s.from*0.9995 {
			last = s
			break
		}
	}
	return digits(x/last.from) + " " + last.unit
}

// digits writes a number with three significant digits, and whole from 100 on.
func digits(x float64) string {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	magnitude := int(math.Floor(math.Log10(math.Abs(x) * 1.0005)))
	return strconv.FormatFloat(x, 'f', max(0, significant-1-magnitude), 64)
}

// Amount writes a number that is whole when nothing disturbs it, such as
// allocations per operation.
func Amount(x float64) string {
	if x == math.Trunc(x) || x >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// Ratio writes a ratio to three decimals, the last of which is noise: a ratio
// just over its limit must not look like one that is on it.
func Ratio(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) }

// Count writes a whole number in groups of three.
func Count[N int | int64](n N) string {
	text := strconv.FormatInt(int64(n), 10)
	var b strings.Builder
	for i, digit := range text {
		if i > 0 && (len(text)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// Number writes a count, or a mean with two decimals.
func Number(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return Count(int64(x))
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// Plural writes "1 nonce" or "2 nonces".
func Plural[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Count(n) + " " + noun + "s"
}

// Absent stands for a figure that was not measured.
const Absent = "–"

// Optional writes a figure that may be missing.
func Optional(x *float64, write func(float64) string) string {
	if x == nil {
		return Absent
	}
	return write(*x)
}
