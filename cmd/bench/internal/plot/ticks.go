package plot

import (
	"math"
	"slices"
)

// slack is what binary fractions may be off by: 3 × 0.1 is not 0.3.
const slack = 1e-9

// linearTicks gives round numbers between two values, about so many, and the ends of
// the axis: the values themselves, or the round numbers around them.
func linearTicks(low, high float64, round bool, fit int) (ticks []float64, from, to float64) {
	if high <= low {
		high = low + math.Max(math.Abs(low), 1)
	}
	step := roundStep((high - low) / float64(max(fit, 1)))
	first, last := math.Ceil(low/step-slack), math.Floor(high/step+slack)
	if round {
		first, last = math.Floor(low/step+slack), math.Ceil(high/step-slack)
		low, high = first*step, last*step
	}
	for i := first; i <= last; i++ {
		ticks = append(ticks, tidy(i*step))
	}
	return ticks, low, high
}

// roundStep gives the least of 1, 2 and 5 times a power of ten that is not less.
func roundStep(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= least*(1-slack) {
			return m * power
		}
	}
	return 10 * power
}

// tidy takes off what the multiplication left beyond the twelfth digit.
func tidy(x float64) float64 {
	if x == 0 {
		return 0
	}
	scale := math.Pow(10, 11-math.Floor(math.Log10(math.Abs(x))))
	if math.IsInf(scale, 0) || scale == 0 {
		return x
	}
	return math.Round(x*scale) / scale
}

// A step of a logarithmic axis is 1, 2 or 5 times a power of ten; they are numbered,
// 0 being 1.
func logStep(n int) float64 {
	power, digit := math.Floor(float64(n)/3), ((n%3)+3)%3
	return tidy([]float64{1, 2, 5}[digit] * math.Pow(10, power))
}

// logTicks gives the steps between two values, or if more than fit only powers of
// ten, every so many; and the steps that enclose the values.
func logTicks(low, high float64, fit int) (ticks []float64, from, to float64) {
	first := 3 * int(math.Floor(math.Log10(low)))
	for logStep(first+1) <= low*(1+slack) {
		first++
	}
	last := first + 1
	for logStep(last) < high*(1-slack) {
		last++
	}
	every := 1
	for steps := last - first + 1; steps/every > max(fit, 2); {
		every = nextStride(every)
	}
	for n := first; n <= last; n++ {
		if n%every == 0 {
			ticks = append(ticks, logStep(n))
		}
	}
	return ticks, logStep(first), logStep(last)
}

// mostDecades is up to how many powers of ten there are lines between them.
const mostDecades = 6

// minorTicks gives the values of one digit that are no ticks, and those of them, or of
// the ends, of which people want the number: the ends, then 5 and 2.
func minorTicks(low, high float64, ticks []float64) (lines, wished []float64) {
	wished = []float64{high, low}
	first, last := math.Floor(math.Log10(low)), math.Ceil(math.Log10(high))
	if last-first > mostDecades {
		return nil, wished
	}
	for _, digit := range []float64{5, 2, 3, 4, 6, 7, 8, 9} {
		for power := first; power < last; power++ {
			v := tidy(digit * math.Pow(10, power))
			if v <= low || v >= high || slices.Contains(ticks, v) {
				continue
			}
			lines = append(lines, v)
			if digit == 5 || digit == 2 {
				wished = append(wished, v)
			}
		}
	}
	return lines, wished
}

// nextStride goes from all steps to powers of ten, and then to some of these.
func nextStride(every int) int {
	if every == 1 {
		return 3
	}
	return every + 3
}

// tailTicks gives the percentiles that people speak of, up to the last one shown.
func tailTicks(last float64) []float64 {
	ticks := []float64{0, 50}
	for rest := 10.0; 100-rest <= last && rest > 1e-6; rest /= 10 {
		ticks = append(ticks, tidy(100-rest))
	}
	return ticks
}
