package main

import "github.com/embedsign/embedsign/internal/tinyjson"

// A reader reads a request. It is a tinyjson.Reader with the door's ways: null
// stands for absent, and errors are failures.
//
// After the first error a reader yields zero values; err has it after end.
type reader struct {
	in  *tinyjson.Reader
	err error
}

func newReader(text []byte) *reader {
	return &reader{in: tinyjson.NewReader(string(text))}
}

// end checks that nothing follows, and tells what went wrong before.
func (r *reader) end() {
	r.in.End()
	flaw, failed := r.in.Err().(*tinyjson.Error)
	switch {
	case !failed:
	case flaw.Shape:
		r.err = &failure{codeBadRequest, placeName(flaw.Place) + ": " + flaw.Why}
	default:
		r.err = &failure{codeBadJSON, "the request is not JSON: " + flaw.Error()}
	}
}

func placeName(place string) string {
	if place == "" {
		return "request"
	}
	return place
}

// wrong notes an error about the value that was read last.
func (r *reader) wrong(message string) { r.in.Fail(message) }

// object reads an object and calls field for each name; field must read the
// value.
func (r *reader) object(field func(name string)) {
	if !r.in.Null() {
		r.in.Object(field)
	}
}

// array reads an array and calls element at each element.
func (r *reader) array(element func()) {
	if !r.in.Null() {
		r.in.Array(func(int) { element() })
	}
}

func (r *reader) text() string {
	if r.in.Null() {
		return ""
	}
	return r.in.Text()
}

// texts reads an array of strings; an empty one is not nil.
func (r *reader) texts() []string {
	list := []string{}
	r.array(func() { list = append(list, r.text()) })
	return list
}

// integer reads a whole number, present or not.
func (r *reader) integer() (n int64, ok bool) {
	if r.in.Null() {
		return 0, false
	}
	n = r.in.Int()
	return n, r.in.Err() == nil
}

// flag reads true or false; absent is false.
func (r *reader) flag() bool { return !r.in.Null() && r.in.Bool() }

// skip passes over a value that nobody asked for.
func (r *reader) skip() { r.in.Skip() }
