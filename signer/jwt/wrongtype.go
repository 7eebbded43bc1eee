package jwt

import "github.com/embedsign/embedsign/internal/tinyjson"

// wrongType gives what there is to say about a value of another type than that
// of its slot.
func wrongType(slot any, f *field) said {
	switch slot.(type) {
	case *int64:
		if f.kind == tinyjson.Number {
			return timeBeyond
		}
		return typeNotTime
	case *[]string:
		return typeNotNames
	case *[]Pair:
		return typeNotPairs
	}
	return typeNotText
}

// what says what a value is.
func (f *field) what() string {
	switch text, isText := f.text(); {
	case f.kind == tinyjson.Null:
		return "is null"
	case isText:
		return quote(text) + " is a string"
	case f.kind == tinyjson.Array, f.kind == tinyjson.Object:
		return shown(f.raw) + " is " + f.kind.String() + ", and not of strings only"
	}
	return shown(f.raw) + " is " + f.kind.String()
}
