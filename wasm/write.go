package main

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// A writer puts an answer together. Its methods name the field that they write;
// inside an array the name is empty.
type writer struct {
	buf bytes.Buffer
	enc *jsontext.Encoder
}

// open begins the answer. Values that were decoded from a broken URL need not
// be UTF-8; the encoder replaces what is not.
func (w *writer) open() {
	w.enc = jsontext.NewEncoder(&w.buf, jsontext.AllowInvalidUTF8(true))
}

// value writes {"value": ...} around what body writes.
func (w *writer) value(body func(*writer)) {
	w.open()
	w.object("", func() {
		w.name("value")
		body(w)
	})
}

func (w *writer) failure(f *failure) {
	w.open()
	w.object("", func() {
		w.object("error", func() {
			w.text("code", f.code)
			w.text("message", f.message)
		})
	})
}

// bytes gives the answer without the newline that ends a stream's value.
func (w *writer) bytes() []byte { return bytes.TrimSuffix(w.buf.Bytes(), []byte("\n")) }

// token writes one token. The encoder checks its grammar only, which does not
// depend on the input, so an error would show in the first test of an operation.
func (w *writer) token(t jsontext.Token) {
	if err := w.enc.WriteToken(t); err != nil {
		panic(err)
	}
}

func (w *writer) name(name string) {
	if name != "" {
		w.token(jsontext.String(name))
	}
}

func (w *writer) object(name string, body func()) {
	w.name(name)
	w.token(jsontext.BeginObject)
	body()
	w.token(jsontext.EndObject)
}

// list writes an array of n elements.
func (w *writer) list(name string, n int, element func(i int)) {
	w.name(name)
	w.token(jsontext.BeginArray)
	for i := range n {
		element(i)
	}
	w.token(jsontext.EndArray)
}

func (w *writer) texts(name string, list []string) {
	w.list(name, len(list), func(i int) { w.token(jsontext.String(list[i])) })
}

func (w *writer) text(name, value string) {
	w.name(name)
	w.token(jsontext.String(value))
}

func (w *writer) integer(name string, value int64) {
	w.name(name)
	w.token(jsontext.Int(value))
}

func (w *writer) flag(name string, value bool) {
	w.name(name)
	w.token(jsontext.Bool(value))
}

func (w *writer) null(name string) {
	w.name(name)
	w.token(jsontext.Null)
}

// someText writes a field only if it has a value: absent means absent.
func (w *writer) someText(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w *writer) someTexts(name string, list []string) {
	if len(list) > 0 {
		w.texts(name, list)
	}
}
