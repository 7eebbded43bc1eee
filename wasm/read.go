package main

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A reader takes JSON apart token by token. encoding/json would do it with less
// code, but adds some 120 KB to the module, most of it reflection; jsontext is
// the tokenizer of its successor.
//
// After the first error a reader yields zero values and keeps the error.
type reader struct {
	dec *jsontext.Decoder
	err error
}

func newReader(text []byte) *reader {
	return &reader{dec: jsontext.NewDecoder(bytes.NewReader(text))}
}

// end checks that nothing follows.
func (r *reader) end() {
	if r.err != nil {
		return
	}
	if _, err := r.dec.ReadToken(); !errors.Is(err, io.EOF) {
		r.err = &failure{codeBadJSON, "something follows the request"}
	}
}

func (r *reader) token() jsontext.Token {
	if r.err != nil {
		return jsontext.Null
	}
	t, err := r.dec.ReadToken()
	if err != nil {
		r.broken(err)
	}
	return t
}

func (r *reader) broken(err error) {
	if r.err == nil {
		r.err = &failure{codeBadJSON, "the request is not JSON: " + strings.TrimPrefix(err.Error(), "jsontext: ")}
	}
}

// expect reads a token of one kind. What is null counts as absent.
func (r *reader) expect(kind jsontext.Kind, want string) (t jsontext.Token, ok bool) {
	if r.err != nil {
		return jsontext.Null, false
	}
	t = r.token()
	switch {
	case r.err != nil, t.Kind() == jsontext.KindNull:
		return t, false
	case t.Kind() != kind:
		r.wrong("want " + want + ", not " + kindName(t.Kind()))
		return t, false
	}
	return t, true
}

// wrong notes an error about the value that was read last.
func (r *reader) wrong(message string) {
	place := strings.ReplaceAll(strings.TrimPrefix(string(r.dec.StackPointer()), "/"), "/", ".")
	if place == "" {
		place = "request"
	}
	r.err = &failure{codeBadRequest, place + ": " + message}
}

func kindName(k jsontext.Kind) string {
	switch k {
	case jsontext.KindString:
		return "a string"
	case jsontext.KindNumber:
		return "a number"
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "an array"
	}
	return "true or false"
}

// object reads an object and calls field for each name; field must read the
// value.
func (r *reader) object(field func(name string)) {
	if _, ok := r.expect(jsontext.KindBeginObject, "an object"); !ok {
		return
	}
	for r.err == nil && r.dec.PeekKind() != jsontext.KindEndObject {
		if name := r.token().String(); r.err == nil {
			field(name)
		}
	}
	r.token()
}

// array reads an array and calls element at each element.
func (r *reader) array(element func()) {
	if _, ok := r.expect(jsontext.KindBeginArray, "an array"); !ok {
		return
	}
	for r.err == nil && r.dec.PeekKind() != jsontext.KindEndArray {
		element()
	}
	r.token()
}

func (r *reader) text() string {
	t, ok := r.expect(jsontext.KindString, "a string")
	if !ok {
		return ""
	}
	return t.String()
}

// texts reads an array of strings; an empty one is not nil.
func (r *reader) texts() []string {
	list := []string{}
	r.array(func() { list = append(list, r.text()) })
	return list
}

// integer reads a whole number, present or not.
func (r *reader) integer() (n int64, ok bool) {
	t, ok := r.expect(jsontext.KindNumber, "a whole number")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(t.String(), 10, 64)
	if err != nil {
		r.wrong("want a whole number, not " + t.String())
	}
	return n, err == nil
}

// skip passes over a value that nobody asked for.
func (r *reader) skip() {
	if r.err != nil {
		return
	}
	if err := r.dec.SkipValue(); err != nil {
		r.broken(err)
	}
}
