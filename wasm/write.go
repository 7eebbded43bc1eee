package main

import "github.com/embedsign/embedsign/internal/tinyjson"

// A writer puts an answer together. Its methods name the field that they write;
// inside an array the name is empty. Values that were decoded from a broken URL
// need not be UTF-8; what is not is replaced.
type writer struct{ out tinyjson.Writer }

// value writes {"value": ...} around what body writes.
func (w *writer) value(body func(*writer)) {
	w.object("", func() {
		w.name("value")
		body(w)
	})
}

func (w *writer) failure(f *failure) {
	w.object("", func() {
		w.object("error", func() {
			w.text("code", f.code)
			w.text("message", f.message)
		})
	})
}

// bytes gives the answer.
func (w *writer) bytes() []byte { return w.out }

func (w *writer) name(name string) {
	if name != "" {
		w.out.Name(name)
	}
}

func (w *writer) object(name string, body func()) {
	w.name(name)
	w.out.Object(body)
}

// list writes an array of n elements.
func (w *writer) list(name string, n int, element func(i int)) {
	w.name(name)
	w.out.Array(func() {
		for i := range n {
			element(i)
		}
	})
}

func (w *writer) texts(name string, list []string) {
	w.list(name, len(list), func(i int) { w.out.String(list[i]) })
}

func (w *writer) text(name, value string) {
	w.name(name)
	w.out.String(value)
}

func (w *writer) integer(name string, value int64) {
	w.name(name)
	w.out.Int(value)
}

func (w *writer) flag(name string, value bool) {
	w.name(name)
	w.out.Bool(value)
}

func (w *writer) null(name string) {
	w.name(name)
	w.out.Null()
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
