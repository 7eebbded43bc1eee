package main

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// flagError says what to write instead of what a flag does not take.
func flagError(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		flag, value := invalid.GetFlag(), invalid.GetValue()
		switch {
		case flag.Value.Type() == "duration":
			return wrongUsage("--%s %q: want %s", flag.Name, value, wantedDuration(value))
		case flag.Name == "log-level":
			return wrongUsage("--%s %q: want debug, info, warn or error", flag.Name, value)
		}
	}
	return wrongUsage("%v; see --help", err)
}

// wantedDuration takes a bare number for seconds, which it is in the URL too.
func wantedDuration(value string) string {
	seconds, err := strconv.ParseInt(value, 10, 32)
	if err != nil {
		return "a number and its unit, such as 90s or 1h"
	}
	plain, short := value+"s", shortDuration(time.Duration(seconds)*time.Second)
	if plain == short {
		return "a unit too: " + plain
	}
	return "a unit too: " + plain + " or " + short
}

// shortDuration leaves out the zeros that Duration.String ends with: 1h for
// 1h0m0s.
func shortDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
