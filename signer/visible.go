package signer

import (
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Visible writes a text so that nothing in it hides. Spaces become ␠ where they
// are easily missed: at an end, or beside another space or something invisible.
// Control characters become the symbols that Unicode has for them, such as ␊ for
// a newline, other invisible characters their code point, such as [U+200B], and
// bytes that are not UTF-8 their value, such as [0xFF].
//
// Nothing is lost: each character stays one sign or one bracket, and different
// texts stay different, because a text's own signs of this kind are written as
// code points too.
func Visible(text string) string {
	var out strings.Builder
	before := false // whether there is a character before that is seen
	for rest := text; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		char := rest[:size]
		rest = rest[size:]
		shown := shownAs(r, char, rest)
		if r == ' ' && !(before && begins(rest)) {
			shown = "␠"
		}
		out.WriteString(shown)
		before = shown == char && r != ' '
	}
	return out.String()
}

// begins reports whether a text begins with a character that is seen.
func begins(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size > 0 && r != ' ' && shownAs(r, text[:size], text[size:]) == text[:size]
}

// shownAs gives what is shown for a character, by what follows it.
func shownAs(r rune, char, rest string) string {
	switch {
	case r == utf8.RuneError && len(char) == 1:
		return "[0x" + strings.ToUpper(strconv.FormatUint(uint64(char[0]), 16)) + "]"
	case r < ' ':
		return string('␀' + r)
	case r == 0x7f:
		return "␡"
	case hides(r), '␀' <= r && r <= '␡', r == '[' && (strings.HasPrefix(rest, "U+") || strings.HasPrefix(rest, "0x")):
		return "[" + codePoint(r) + "]"
	}
	return char
}

// hides reports whether a character shows nothing of its own. Unicode counts
// some fillers among the letters, and the selectors of variants among the marks.
func hides(r rune) bool {
	switch {
	case r == 0x34f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, 0xfe00 <= r && r <= 0xfe0f:
		return true
	}
	return !strconv.IsPrint(r)
}

// compareTexts says what should have been signed and what evidently was. Where
// the right text was signed, and another was sent, only that one is told.
func (s *SignatureCheck) compareTexts(wanted string, causes []Cause) {
	s.WouldSign = Visible(wanted)
	for i := range causes {
		if c := &causes[i]; c.Proved && c.Text != "" {
			s.WouldSign, s.WasSigned = Visible(c.target), Visible(c.Text)
			return
		}
	}
}

// bitsDifferent counts the bits in which two signatures differ; nil if one of
// them is no signature.
func bitsDifferent(a, b string) *int {
	if len(a) != SignatureLength || len(b) != SignatureLength || !all(a, isHexDigit) || !all(b, isHexDigit) {
		return nil
	}
	n := 0
	for i := range a {
		n += bits.OnesCount8(unhex(a[i]) ^ unhex(b[i]))
	}
	return &n
}
