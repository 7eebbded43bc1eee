package jwt

import (
	"strconv"
	"unicode/utf8"

	"github.com/embedsign/embedsign/signer"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// quote shows a value in a message, cut where it is long; what nobody can see
// becomes an escape.
func quote(s string) string { return strconv.QuoteToGraphic(cut(s)) }

// shown shows a text that may hold quotes itself.
func shown(s string) string { return signer.Visible(cut(s)) }

func cut(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// called gives a name that can stand at the head of a message.
func called(name string) string {
	if name == "" {
		return `""`
	}
	return name
}

func isHexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// all reports whether every byte of a non-empty text satisfies is.
func all(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return s != ""
}
