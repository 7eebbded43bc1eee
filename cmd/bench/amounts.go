package main

import (
	"errors"
	"strconv"
	"strings"
)

// A wholeNumber is a flag like that of pflag's IntVar, which says of 10M or 1e6 what a
// parser of Go calls it.
type wholeNumber struct{ value *int }

func (w wholeNumber) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		return errors.New("want a whole number, in digits alone, such as 1000000")
	}
	*w.value = n
	return nil
}

func (w wholeNumber) String() string {
	if w.value == nil {
		return "0"
	}
	return strconv.Itoa(*w.value)
}

func (w wholeNumber) Type() string { return "int" }

// size reads an amount of memory, such as 512MiB or 2GiB.
func size(text string) (int64, error) {
	const most = 1 << 50
	for unit, factor := range map[string]float64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
		digits, found := strings.CutSuffix(text, unit)
		if !found {
			continue
		}
		x, err := strconv.ParseFloat(digits, 64)
		if err != nil || !(x > 0 && x*factor <= most) {
			break
		}
		return int64(x * factor), nil
	}
	return 0, usage("--memory %q: want a size in KiB, MiB or GiB, such as 512MiB", text)
}
