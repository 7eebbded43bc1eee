package signer

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func itoa(n int) string { return strconv.Itoa(n) }

// quote shows a value in an error. Values are cut, so that a pasted novel does
// not become the message; control and invisible characters become escapes.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		cut := most
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return strconv.QuoteToGraphic(s)
}

// flaw says what makes a text unfit for a URL, or nothing.
type flaw int

const (
	noFlaw flaw = iota
	controlCharacter
	invalidUTF8
)

// flawOf looks for control characters and broken UTF-8. It runs for every value
// of every URL, so the plain case is one pass over the bytes.
func flawOf(s string) flaw {
	ascii := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c-0x20 < 0x5f { // printable ASCII
			continue
		}
		if c < utf8.RuneSelf {
			return controlCharacter
		}
		ascii = false
	}
	if ascii || utf8.ValidString(s) {
		return noFlaw
	}
	return invalidUTF8
}

// invisible finds the first character that a reader cannot see, such as a
// zero-width space that came along with a copied value; 0 if there is none.
func invisible(s string) rune {
	for _, r := range s {
		switch {
		case r == 0xa0, r == 0xad, r == 0xfeff, 0x2000 <= r && r <= 0x200f, 0x2028 <= r && r <= 0x202f, 0x2060 <= r && r <= 0x2064, r == 0x3000:
			return r
		}
	}
	return 0
}

func hasOuterSpace(s string) bool {
	return s != "" && (s[0] == ' ' || s[len(s)-1] == ' ')
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// all reports whether every byte of a non-empty text satisfies is.
func all(s string, is func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i]) {
			return false
		}
	}
	return s != ""
}

// codePoint writes a character as U+XXXX.
func codePoint(r rune) string {
	digits := strconv.FormatInt(int64(r), 16)
	for len(digits) < 4 {
		digits = "0" + digits
	}
	return "U+" + strings.ToUpper(digits)
}

// UTC writes a time as the explanations do: 2023-11-14 22:13:20 UTC. The standard library's Format
// reads its layout from a text, which would take 6 KB of what browsers download.
func UTC(t time.Time) string {
	year, month, day := t.UTC().Date()
	hour, minute, second := t.UTC().Clock()
	return itoa(year) + twoDigits('-', int(month)) + twoDigits('-', day) +
		twoDigits(' ', hour) + twoDigits(':', minute) + twoDigits(':', second) + " UTC"
}

func twoDigits(before byte, n int) string {
	return string([]byte{before, byte('0' + n/10), byte('0' + n%10)})
}
