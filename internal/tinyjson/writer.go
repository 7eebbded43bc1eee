package tinyjson

import (
	"strconv"
	"unicode/utf8"
)

// A Writer is the text written so far, without any space. It sets the commas; that
// values are closed and named where they have to be is up to the caller.
type Writer []byte

// Name writes the name of the value that follows.
func (w *Writer) Name(name string) {
	w.String(name)
	*w = append(*w, ':')
}

// Object writes braces around what body writes.
func (w *Writer) Object(body func()) {
	*w = append(w.next(), '{')
	body()
	*w = append(*w, '}')
}

// Array writes brackets around what body writes.
func (w *Writer) Array(body func()) {
	*w = append(w.next(), '[')
	body()
	*w = append(*w, ']')
}

// String writes a string; see [AppendString].
func (w *Writer) String(s string) { *w = AppendString(w.next(), s) }

// Int writes a whole number.
func (w *Writer) Int(n int64) { *w = strconv.AppendInt(w.next(), n, 10) }

// Bool writes true or false.
func (w *Writer) Bool(b bool) { *w = strconv.AppendBool(w.next(), b) }

// Null writes null.
func (w *Writer) Null() { *w = append(w.next(), "null"...) }

// next gives the text with a comma if one is due. The last byte tells: a string
// ends with its quote, so that a brace, a bracket or a colon there is one of ours.
func (w *Writer) next() []byte {
	text := *w
	if len(text) == 0 || indexByte("{[:", text[len(text)-1]) >= 0 {
		return text
	}
	return append(text, ',')
}

// AppendString appends a JSON string with as few escapes as RFC 8259 allows. Each
// byte that is not UTF-8 becomes U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		char, size := rune(c), 1
		if c >= utf8.RuneSelf {
			char, size = utf8.DecodeRuneInString(s[i:])
		}
		broken := char == utf8.RuneError && size == 1
		if broken || c < ' ' || c == '"' || c == '\\' {
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, char)
			start = i + 1
		}
		i += size
	}
	return append(append(dst, s[start:]...), '"')
}

// appendEscape appends what stands for a character that cannot stand for itself.
func appendEscape(dst []byte, char rune) []byte {
	const hex = "0123456789abcdef"
	if char == utf8.RuneError {
		return utf8.AppendRune(dst, char)
	}
	if i := indexByte(escapedBytes, byte(char)); i >= 0 {
		return append(dst, '\\', escapeLetters[i])
	}
	return append(dst, '\\', 'u', '0', '0', hex[char>>4], hex[char&15])
}
