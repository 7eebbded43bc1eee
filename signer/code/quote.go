package code

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A quoting says how a language writes a text between quotes. Whatever the text
// holds, it comes out as it went in, and nothing in it is run or interpolated.
type quoting struct {
	open, close string
	// mark goes before the characters of special, which mean something between
	// the quotes. If it is a backslash, \n, \r and \t are written so, too.
	mark, special string
	// ascii escapes all that is not ASCII.
	ascii bool
	// unit is what an escape stands for; prefix, so many hex digits and suffix
	// are how it is written.
	unit           unit
	prefix, suffix string
	digits         int
}

// A unit is what one escape stands for.
type unit int

const (
	codePoint unit = iota
	utf16Unit
	octet
)

// The ways to quote. Java and PowerShell get ASCII only: older versions of both
// read a source file in whatever encoding the machine has.
var (
	braces = quoting{open: `"`, close: `"`, mark: `\`, special: `"\`, prefix: `\u{`, suffix: `}`, digits: 6}
	hash   = quoting{open: `"`, close: `"`, mark: `\`, special: `"\#`, prefix: `\u{`, suffix: `}`, digits: 6}
	dollar = quoting{open: `"`, close: `"`, mark: `\`, special: `"\$`, prefix: `\u{`, suffix: `}`, digits: 6}
	eight  = quoting{open: `"`, close: `"`, mark: `\`, special: `"\`, prefix: `\U`, digits: 8}
	four   = quoting{open: `"`, close: `"`, mark: `\`, special: `"\`, prefix: `\u`, digits: 4, unit: utf16Unit, ascii: true}
	casts  = quoting{open: `"`, close: `"`, mark: "`", special: "\"`$", prefix: `$([char]0x`, suffix: `)`, digits: 4, unit: utf16Unit, ascii: true}
	shell  = quoting{open: `$'`, close: `'`, mark: `\`, special: `'\`, prefix: `\x`, digits: 2, unit: octet}
)

// literal writes a text between quotes. Characters that a reader cannot see are
// escaped, too: Rust refuses some of them in a literal, and Go one.
func (p *program) literal(text string) {
	p.check(text)
	start := len(p.out)
	p.text(p.grammar.open)
	for _, r := range text {
		p.character(r)
	}
	p.text(p.grammar.close)
	if p.grammar.shell() && string(p.out[start+len("$'"):len(p.out)-1]) == text {
		n := copy(p.out[start:], p.out[start+1:]) // the dollar is not needed
		p.out = p.out[:start+n]
	}
}

func (p *program) character(r rune) {
	q := p.grammar.quoting
	named := strings.IndexRune("\n\r\t", r)
	switch {
	case named >= 0 && q.mark == `\`:
		p.text(`\n\r\t`[2*named:][:2])
	case strings.ContainsRune(q.special, r):
		p.text(q.mark)
		p.text(string(r))
	case strconv.IsPrint(r) && (r < utf8.RuneSelf || !q.ascii):
		p.text(string(r))
	default:
		p.escape(r)
	}
}

// escape writes a character as its number, or as the numbers of its units.
func (p *program) escape(r rune) {
	units := []rune{r}
	switch high, low := utf16.EncodeRune(r); {
	case p.grammar.unit == utf16Unit && r > 0xffff:
		units = []rune{high, low}
	case p.grammar.unit == octet:
		units = nil
		for _, b := range []byte(string(r)) {
			units = append(units, rune(b))
		}
	}
	for _, n := range units {
		p.text(p.grammar.prefix)
		for shift := 4 * (p.grammar.digits - 1); shift >= 0; shift -= 4 {
			p.text("0123456789abcdef"[n>>shift&15:][:1])
		}
		p.text(p.grammar.suffix)
	}
}
