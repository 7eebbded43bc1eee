package tinyjson

import "unicode/utf8"

// What the letter after a backslash means, index by index. The slash is last: it
// may be escaped, but need not be.
const (
	escapeLetters = `"\bfnrt/`
	escapedBytes  = "\"\\\b\f\n\r\t/"
)

// quoted reads a string from its opening quote on. One without escapes is a part
// of the text and costs nothing.
func (r *Reader) quoted() string {
	r.at++
	start := r.at
	var before []byte // what stands before start, escapes undone
	for r.err == nil {
		switch c := r.peek(); {
		case c == '"':
			r.at++
			last := r.text[start : r.at-1]
			if before == nil {
				return last
			}
			return string(append(before, last...))
		case c == '\\':
			before = r.escape(append(before, r.text[start:r.at]...))
			start = r.at
		default:
			r.character(c)
		}
	}
	return ""
}

// peek gives the next byte, 0 at the end of the text. Both have no place in a
// string.
func (r *Reader) peek() byte {
	if r.at == len(r.text) {
		return 0
	}
	return r.text[r.at]
}

// character steps over a character that stands for itself; c is its first byte.
func (r *Reader) character(c byte) {
	if ' ' <= c && c < utf8.RuneSelf {
		r.at++
		return
	}
	switch char, size := utf8.DecodeRuneInString(r.text[r.at:]); {
	case size == 0:
		r.fail("the text ends within a string")
	case c < ' ':
		r.fail("a control character stands in a string; it must be written as an escape")
	case char == utf8.RuneError && size == 1:
		r.fail("a string is not UTF-8")
	default:
		r.at += size
	}
}

// escape undoes one escape, or two if they are the halves of one character.
func (r *Reader) escape(dst []byte) []byte {
	r.at++
	if i := indexByte(escapeLetters, r.peek()); i >= 0 {
		r.at++
		return append(dst, escapedBytes[i])
	}
	if !r.pass("u") {
		r.unexpected("an escape after the backslash, one of " + escapeLetters + "u")
		return dst
	}
	char := r.hex()
	if char&^0x7FF == 0xD800 {
		char = r.pair(char)
	}
	return utf8.AppendRune(dst, char)
}

// hex reads the four digits of an escape.
func (r *Reader) hex() (n rune) {
	for range 4 {
		i := indexByte("0123456789abcdef", r.peek()|0x20) // small letters; digits have that bit
		if i < 0 || r.peek() < '0' {
			r.unexpected("four hex digits after \\u")
			return 0
		}
		n = n<<4 | rune(i)
		r.at++
	}
	return n
}

// pair reads the low half of a surrogate pair, of which high is the other. One
// half alone is no character.
func (r *Reader) pair(high rune) rune {
	if high < 0xDC00 && r.pass(`\`) && r.pass("u") {
		if low := r.hex(); low&^0x3FF == 0xDC00 {
			return 0x10000 + (high&0x3FF)<<10 | low&0x3FF
		}
	}
	r.fail("an escape is half of a surrogate pair; the other half is missing")
	return utf8.RuneError
}
