package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// A gating is the flags of bench gate.
type gating struct {
	base, baseBin          string
	baseline, saveBaseline string
	selfTest               bool
	limits                 string
	from                   string

	headBin        string
	tolerance      string
	budget         time.Duration
	seed           uint64
	format, output string
}

// The modes that give no result of their own.
const (
	saveMode gate.Mode = "save"
	fromMode gate.Mode = "from"
)

// A gateMode is what one flag asks for, and the other flags that mean something then.
// One that would mean nothing is refused: who gave it expects it to.
type gateMode struct {
	flag, value string // the flag, and what help calls its value
	mode        gate.Mode
	takes       []string
}

// gateModes lists the modes. Limits are one where no other flag asks for something.
func gateModes() []gateMode {
	measuring := []string{"head-bin", "time-budget"}
	comparing := append([]string{"tolerance", "seed"}, measuring...)
	showing := []string{"format", "output"}
	return []gateMode{
		{"base", "COMMIT", gate.Pair, slices.Concat(comparing, showing, []string{"limits"})},
		{"base-bin", "FILE", gate.Pair, slices.Concat(comparing, showing, []string{"limits"})},
		{"baseline", "FILE", gate.Stored, slices.Concat(comparing, showing, []string{"limits"})},
		{"save-baseline", "FILE", saveMode, comparing},
		{"self-test", "", gate.SelfTest, slices.Concat(comparing, showing)},
		{"from", "FILE", fromMode, showing},
		{"limits", "FILE", gate.Limited, slices.Concat(measuring, showing)},
	}
}

// A budget of minBudget is enough for a few launches, which is the least that can
// pass. The self-test has two pairs.
const (
	minBudget     = 5 * time.Second
	minTestBudget = 2 * minBudget
)

// check looks at what the flags say, and gives the mode, and the tolerance as a
// fraction.
func (g *gating) check(flags *pflag.FlagSet) (mode gate.Mode, tolerance float64, err error) {
	if mode, err = g.mode(flags); err != nil {
		return mode, 0, err
	}
	least := minBudget
	if mode == gate.SelfTest {
		least = minTestBudget
	}
	switch {
	case g.budget < least:
		return mode, 0, usage("--time-budget %v: want at least %v", g.budget, least)
	case !slices.Contains(gateFormats(), g.format):
		return mode, 0, usage("--format %q: want one of %s", g.format, strings.Join(gateFormats(), ", "))
	}
	tolerance, err = fraction(g.tolerance)
	return mode, tolerance, err
}

// fraction reads a percentage.
func fraction(text string) (float64, error) {
	number, percent := strings.CutSuffix(text, "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x > 0 && x < 1) {
		return 0, usage("--tolerance %q: want a percentage above 0 and below 100, such as 5%%", text)
	}
	return x, nil
}

// mode finds the one flag that says what to do, and refuses those that do not go
// with it.
func (g *gating) mode(flags *pflag.FlagSet) (gate.Mode, error) {
	given, err := givenFlags(flags)
	if err != nil {
		return "", err
	}
	var chosen *gateMode
	for _, m := range gateModes() {
		switch {
		case !slices.Contains(given, m.flag):
		case chosen == nil:
			chosen = &m
		case !slices.Contains(chosen.takes, m.flag):
			return "", usage("--%s and --%s: want one of them", chosen.flag, m.flag)
		}
	}
	if chosen == nil {
		return "", usage("want one of %s: what is it to be compared with?", strings.Join(modeFlags(), ", "))
	}
	for _, flag := range given {
		if flag != chosen.flag && !slices.Contains(chosen.takes, flag) {
			return "", usage("--%s: does not go with --%s", flag, chosen.flag)
		}
	}
	return chosen.mode, nil
}

// givenFlags lists those that were given. An empty value is an error: it is what a
// script gives whose own look-up has failed, and comparing with nothing must not be
// what comes of that.
func givenFlags(flags *pflag.FlagSet) (given []string, err error) {
	flags.Visit(func(f *pflag.Flag) {
		if f.Value.String() != "false" {
			given = append(given, f.Name)
		}
		if f.Value.String() == "" {
			kind, _ := pflag.UnquoteUsage(f)
			err = errors.Join(err, usage("--%s: empty, want a %s", f.Name, kind))
		}
	})
	return given, err
}

func modeFlags() []string {
	var all []string
	for _, m := range gateModes() {
		all = append(all, strings.TrimSpace("--"+m.flag+" "+m.value))
	}
	return all
}

// gateFormats lists the forms of a result, the default first.
func gateFormats() []string {
	return []string{"text", "json", "markdown", "github", "junit", "benchfmt"}
}
