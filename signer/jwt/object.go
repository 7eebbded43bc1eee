package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/internal/tinyjson"
)

// A field is one member of a JSON object as it stands.
type field struct {
	name string
	raw  string // the JSON text of the value
	kind tinyjson.Kind
	// ambiguous reports that an object somewhere in the value has a name twice.
	ambiguous bool
}

// fieldsOf reads the members of an object in their order, those before an error
// too. Names that stand twice are kept: the receiver refuses them, since parsers
// do not agree on which one counts.
func fieldsOf(text string) (fields []field, flaw string) {
	if strings.Trim(text, " \t\r\n") == "" {
		return nil, "is empty"
	}
	in := tinyjson.NewReader(text)
	in.KeepDuplicates = true
	if kind := in.Kind(); kind != tinyjson.Object && kind != tinyjson.None {
		return nil, "is no JSON object but " + kind.String()
	}
	in.Object(func(name string) {
		f := field{name: name, kind: in.Kind()}
		if f.raw = in.Raw(); f.raw != "" {
			f.ambiguous = !tinyjson.Valid(f.raw)
			fields = append(fields, f)
		}
	})
	in.End()
	if err := in.Err(); err != nil {
		flaw = "is not JSON: " + err.Error()
	}
	return fields, flaw
}

// text reads a string.
func (f *field) text() (string, bool) {
	if f.kind != tinyjson.String {
		return "", false
	}
	return tinyjson.NewReader(f.raw).Text(), true
}

// seconds reads a time. JSON has one kind of number, so 1.7e9 is whole; whole
// is false for a fraction, which is cut off.
func (f *field) seconds() (n int64, whole, ok bool) {
	if f.kind != tinyjson.Number {
		return 0, false, false
	}
	n, whole, ok = tinyjson.Truncate(f.raw)
	if n <= -latest || n >= latest {
		return 0, false, false
	}
	return n, whole, ok
}

// latest is beyond every date in milliseconds, and far from overflow.
const latest = 1e15

// texts reads a list of strings, leaving out what is none.
func (f *field) texts() (list []string, ok bool) {
	if f.kind != tinyjson.Array {
		return nil, false
	}
	ok = true
	in := tinyjson.NewReader(f.raw)
	in.KeepDuplicates = true
	in.Array(func(int) {
		if in.Kind() != tinyjson.String {
			in.Skip()
			ok = false
			return
		}
		list = append(list, in.Text())
	})
	return list, ok
}

// pairs reads an object of strings.
func (f *field) pairs() (list []Pair, ok bool) {
	if f.kind != tinyjson.Object {
		return nil, false
	}
	fields, flaw := fieldsOf(f.raw)
	ok = flaw == ""
	for i := range fields {
		text, isText := fields[i].text()
		if ok = ok && isText; isText {
			list = append(list, Pair{fields[i].name, text})
		}
	}
	return list, ok
}
