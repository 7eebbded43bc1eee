package tinyjson

import (
	"encoding/json"
	"testing"
)

func TestWriterSetsCommas(t *testing.T) {
	var w Writer
	w.Object(func() {
		w.Name("empty")
		w.Object(func() {})
		w.Name("list")
		w.Array(func() {
			w.Int(-1)
			w.Array(func() {})
			w.String("a:")
			w.String("b[")
			w.Object(func() { w.Name("{"); w.Null() })
			w.Bool(true)
			w.Null()
		})
		w.Name(`"`)
		w.Bool(false)
	})
	const want = `{"empty":{},"list":[-1,[],"a:","b[",{"{":null},true,null],"\"":false}`
	if string(w) != want || !json.Valid(w) {
		t.Errorf("\n got %s\nwant %s", w, want)
	}
}

func TestWrittenStrings(t *testing.T) {
	for text, want := range map[string]string{
		"":                   `""`,
		`a"b\c/`:             `"a\"b\\c/"`,
		"\b\f\n\r\t":         `"\b\f\n\r\t"`,
		"\x00\x1f\x7f":       "\"\\u0000\\u001f\x7f\"",
		"é😀\u2028<>&":        "\"é😀\u2028<>&\"",
		"\ufffd":             "\"\ufffd\"",
		"a\xff\xfeb\xe2\x82": "\"a\ufffd\ufffdb\ufffd\ufffd\"",
		"\xed\xa0\x80":       "\"\ufffd\ufffd\ufffd\"",
	} {
		if got := string(AppendString([]byte("x"), text)); got != "x"+want {
			t.Errorf("%q: got %s, want %s", text, got[1:], want)
		}
	}
}
