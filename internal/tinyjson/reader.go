package tinyjson

import "strconv"

// MaxDepth is how many objects and arrays may stand one within the other (our
// policy). Real requests have five; without a limit a text of brackets would use
// up the stack, which in WebAssembly ends the instance.
const MaxDepth = 1000

// A Reader takes one text apart. Each method reads one value, whatever space
// stands before it, and fails if another kind of value stands there; [Reader.Kind]
// tells before. After the first error a reader yields zero values and keeps the
// error, so that a caller needs to look once, at the end.
type Reader struct {
	// KeepDuplicates hands names on that stand twice in an object. Without it they
	// are an error.
	KeepDuplicates bool

	text string
	at   int    // where the next token or the space before it begins
	path []step // one for each object and array around it
	err  *Error
}

// A step leads into an object by name or into an array by ordinal, which is 1 for
// the first element. Between two values there is neither.
type step struct {
	name    string
	ordinal int
}

// NewReader reads a text, which the strings that it gives share as far as they are
// written without escapes.
func NewReader(text string) *Reader { return &Reader{text: text} }

// Valid reports whether a text is one value and nothing else, and no object in it
// has a name twice.
func Valid(text string) bool {
	r := NewReader(text)
	r.Skip()
	r.End()
	return r.err == nil
}

// Offset gives where the next value begins, in bytes from the start of the text.
func (r *Reader) Offset() int {
	for r.at < len(r.text) && isSpace(r.text[r.at]) {
		r.at++
	}
	return r.at
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// Kind tells what the next value is and reads nothing.
func (r *Reader) Kind() Kind {
	if at := r.Offset(); r.err == nil && at < len(r.text) {
		return kindOf(r.text[at])
	}
	return None
}

// End checks that nothing follows.
func (r *Reader) End() {
	if r.Offset() < len(r.text) {
		r.unexpected("the end of the text")
	}
}

// want checks the kind of the next value.
func (r *Reader) want(kind Kind) bool {
	switch got := r.Kind(); got {
	case kind:
		return true
	case None:
		r.unexpected("a value")
	default:
		r.Fail("want " + kind.String() + ", not " + got.String())
	}
	return false
}

// Text reads a string.
func (r *Reader) Text() string {
	if !r.want(String) {
		return ""
	}
	return r.quoted()
}

// Bool reads true or false.
func (r *Reader) Bool() bool {
	if !r.want(Bool) {
		return false
	}
	if r.text[r.at] == 't' {
		return r.literal("true")
	}
	r.literal("false")
	return false
}

// Null reads null if it stands there, and reports whether it does. Anything else
// is left to be read.
func (r *Reader) Null() bool { return r.Kind() == Null && r.literal("null") }

// Int reads a whole number that is written as one, without point and exponent, and
// fits into 64 bits.
func (r *Reader) Int() int64 {
	if kind := r.Kind(); kind != Number && kind != None {
		r.Fail("want a whole number, not " + kind.String())
	}
	text := r.Number()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		r.Fail("want a whole number, not " + text)
		return 0
	}
	return n
}

// Number reads a number of any form and gives it as it is written; see [Truncate].
func (r *Reader) Number() string {
	if !r.want(Number) {
		return ""
	}
	start := r.at
	r.number()
	return r.since(start)
}

// Skip passes over a value of any kind. The value is checked as if it were read.
func (r *Reader) Skip() {
	switch r.Kind() {
	case Object:
		r.Object(func(string) { r.Skip() })
	case Array:
		r.Array(func(int) { r.Skip() })
	case String:
		r.quoted()
	case Number:
		r.number()
	case Bool:
		r.Bool()
	case Null:
		r.Null()
	default:
		r.unexpected("a value")
	}
}

// Raw passes over a value of any kind and gives it as it is written, without the
// space around it. It begins at [Reader.Offset].
func (r *Reader) Raw() string {
	start := r.Offset()
	r.Skip()
	return r.since(start)
}

// since gives what was read, if it was read without an error.
func (r *Reader) since(start int) string {
	if r.err != nil {
		return ""
	}
	return r.text[start:r.at]
}
