package signer

import (
	"strconv"
	"strings"
)

// latest bounds a number of seconds: beyond milliseconds, and far from overflow.
const latest = 1e15

// integer reads whole seconds.
func (r *reading) integer(name, value string) int64 {
	n, err := strconv.ParseInt(value, 10, 64)
	if value != "" && (err != nil || strconv.FormatInt(n, 10) != value || n <= 0 || n >= latest) {
		key, detail := brokenNumber(value, n, err == nil)
		r.refuse(key, name, detail)
	}
	return n
}

// brokenNumber says what is wrong with a value that should be whole seconds.
func brokenNumber(value string, n int64, whole bool) (key noteKey, detail string) {
	switch {
	case whole && n >= latest:
		return numberBeyond, quote(value)
	case whole && n <= 0:
		return numberNotPositive, quote(value)
	case hasOuterSpace(value):
		return numberSpace, quote(value)
	}
	digits := 0
	for digits < len(value) && isDigit(value[digits]) {
		digits++
	}
	rest := value[digits:]
	if digits > 0 && len(rest) > 1 && rest[0] == '.' && all(rest[1:], isDigit) {
		return numberFraction, quote(value)
	}
	if factor := unitOf(rest); factor > 0 && 0 < digits && digits < 10 {
		n, _ = strconv.ParseInt(value[:digits], 10, 64)
		return numberUnit, strconv.FormatInt(n*factor, 10)
	}
	return numberBroken, quote(value)
}

// unitOf gives the seconds of a unit that people write behind a number, whole or
// shortened: s, sec, secs, second, seconds; 0 for anything else.
func unitOf(unit string) int64 {
	unit = strings.ToLower(strings.TrimPrefix(unit, " "))
	if len(unit) > 3 { // ms are not minutes
		unit = strings.TrimSuffix(unit, "s")
	}
	for i := range units {
		if unit != "" && strings.HasPrefix(units[i].word, unit) {
			return units[i].seconds
		}
	}
	return 0
}

var units = []struct {
	word    string
	seconds int64
}{{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}}
