package tinyjson

import (
	"strconv"
	"unicode/utf8"
)

// An Error says why a text cannot be read, and where. It quotes one character of
// the text at most, or a name that stands twice, or a number; never a string,
// which might be a secret.
type Error struct {
	// Offset counts the bytes before the flaw.
	Offset int
	// Place is the value that was being read, by the names and indices that lead
	// to it, such as embed.teams.1; empty for the outermost one.
	Place string
	// Why is the flaw alone, without the place.
	Why string
	// Shape reports that the text is JSON so far, but not what the caller wants.
	Shape bool
}

func (e *Error) Error() string {
	where := "at byte " + strconv.Itoa(e.Offset)
	if e.Place != "" {
		where += ", in " + e.Place
	}
	return where + ": " + e.Why
}

// Err gives the first error, always an [*Error], or nil.
func (r *Reader) Err() error {
	if r.err == nil {
		return nil
	}
	return r.err
}

// Fail notes what the caller does not accept about the value that it is reading
// or has just read. An earlier error stays.
func (r *Reader) Fail(why string) { r.note(why, true) }

// fail notes a flaw of the text at the point that has been reached.
func (r *Reader) fail(why string) { r.note(why, false) }

func (r *Reader) note(why string, shape bool) {
	if r.err == nil {
		r.err = &Error{Offset: r.at, Place: r.place(), Why: why, Shape: shape}
	}
}

// unexpected notes that something else stands where want is due.
func (r *Reader) unexpected(want string) {
	got := "the end of the text"
	if rest := r.text[r.at:]; rest != "" {
		_, size := utf8.DecodeRuneInString(rest)
		got = string(AppendString(nil, rest[:size]))
	}
	r.fail("want " + want + ", not " + got)
}

// place puts together where the reader is. An object or array that is between two
// of its values adds nothing to the place of its own.
func (r *Reader) place() string {
	var place []byte
	for _, s := range r.path {
		switch {
		case s.ordinal > 0:
			place = strconv.AppendInt(append(place, '.'), int64(s.ordinal-1), 10)
		case s.name != "":
			place = append(append(place, '.'), s.name...)
		}
	}
	if place == nil {
		return ""
	}
	return string(place[1:])
}
