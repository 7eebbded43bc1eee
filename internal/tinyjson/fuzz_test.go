package tinyjson

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// tree reads a value of any kind as encoding/json does.
func tree(r *Reader) any {
	switch r.Kind() {
	case Object:
		object := map[string]any{}
		r.Object(func(name string) { object[name] = tree(r) })
		return object
	case Array:
		array := []any{}
		r.Array(func(int) { array = append(array, tree(r)) })
		return array
	case String:
		return r.Text()
	case Number:
		return json.Number(r.Number())
	case Bool:
		return r.Bool()
	case Null:
		r.Null()
	default:
		r.Skip()
	}
	return nil
}

// render writes what tree gives.
func render(w *Writer, value any) {
	switch v := value.(type) {
	case map[string]any:
		w.Object(func() {
			for name, member := range v {
				w.Name(name)
				render(w, member)
			}
		})
	case []any:
		w.Array(func() {
			for _, element := range v {
				render(w, element)
			}
		})
	case string:
		w.String(v)
	case json.Number:
		*w = append(w.next(), v...)
	case bool:
		w.Bool(v)
	default:
		w.Null()
	}
}

// oracle is what encoding/json reads.
func oracle(text string) (value any, err error) {
	if !json.Valid([]byte(text)) {
		return nil, json.Unmarshal([]byte(text), &value)
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return value, d.Decode(&value)
}

// replaced reports whether encoding/json reads U+FFFD in a string or name, which
// it puts in the place of half a surrogate pair.
func replaced(text string) bool {
	d := json.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if s, ok := token.(string); ok && strings.ContainsRune(s, utf8.RuneError) {
			return true
		}
	}
}

// stricter says whether a text that encoding/json reads is refused here for the
// reason given.
func stricter(text, why string) bool {
	switch {
	case strings.HasPrefix(why, "nested deeper"):
		return strings.Count(text, "[")+strings.Count(text, "{") > MaxDepth
	case why == "a string is not UTF-8":
		return !utf8.ValidString(text)
	case strings.HasPrefix(why, "an escape is half"):
		return replaced(text)
	}
	return false
}

// lax reports whether a text that was read should have been refused.
func lax(text string) bool {
	meant := strings.ContainsRune(text, utf8.RuneError) || strings.Contains(strings.ToLower(text), `\ufffd`)
	return !utf8.ValidString(text) || !meant && replaced(text)
}

// FuzzReaderAgreesWithEncodingJSON: both refuse the same texts, but for what this
// package refuses on purpose, and both read the same values.
func FuzzReaderAgreesWithEncodingJSON(f *testing.F) {
	for _, c := range flaws {
		f.Add(c.text)
	}
	for _, text := range []string{`{"a":[1,-2.5e3,"\ud83d\ude00é",true,false,null,{}],"b":{"":""}}`, ` [ ] `, `"\u00e9\/"`, "\"\u2028\"", `{"a":1,"a":2}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := NewReader(text)
		r.KeepDuplicates = true
		got := tree(r)
		r.End()
		want, err := oracle(text)
		switch flaw, refused := r.Err().(*Error); {
		case refused && err == nil:
			if !stricter(text, flaw.Why) {
				t.Fatalf("%q is refused: %v", text, flaw)
			}
		case refused:
		case err != nil || lax(text):
			t.Fatalf("%q is read: %v", text, err)
		case !reflect.DeepEqual(got, want):
			t.Fatalf("%q\n got %#v\nwant %#v", text, got, want)
		}
	})
}

// FuzzSkipChecksAsReadingDoes: what is passed over must be as good as what is read.
func FuzzSkipChecksAsReadingDoes(f *testing.F) {
	for _, c := range flaws {
		f.Add(c.text)
	}
	f.Add(`{"a":[1,"\n",true,null,{}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		r, skipper := NewReader(text), NewReader(text)
		tree(r)
		raw := skipper.Raw()
		if !reflect.DeepEqual(r.err, skipper.err) {
			t.Fatalf("%q: reading gives %v, passing over %v", text, r.err, skipper.err)
		}
		if skipper.err == nil && !Valid(raw) {
			t.Fatalf("%q: the part %q is not valid", text, raw)
		}
	})
}

// FuzzWrittenStringsAreRead: encoding/json and this package read back what was
// written, with U+FFFD for each byte that is not UTF-8.
func FuzzWrittenStringsAreRead(f *testing.F) {
	for _, text := range []string{"", "a\"\\\n\x00\x7f", "é😀\u2028\ufffd", "\xff\xed\xa0\x80"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		written := AppendString(nil, text)
		want := string([]rune(text))
		var got string
		if err := json.Unmarshal(written, &got); err != nil || got != want {
			t.Fatalf("encoding/json reads %s as %q, %v", written, got, err)
		}
		if r := NewReader(string(written)); r.Text() != want || r.Err() != nil {
			t.Fatalf("%s is read wrongly: %v", written, r.Err())
		}
	})
}

// FuzzWriterIsRead: what is written of a value is that value.
func FuzzWriterIsRead(f *testing.F) {
	f.Add(`{"a":[1,{"b":[]},"x:",["["],null,true,false],"c":{}}`)
	f.Fuzz(func(t *testing.T, text string) {
		r := NewReader(text)
		value := tree(r)
		if r.End(); r.Err() != nil {
			return
		}
		var w Writer
		render(&w, value)
		again, err := oracle(string(w))
		if err != nil || !reflect.DeepEqual(again, value) {
			t.Fatalf("%q was written %q: %v", text, w, err)
		}
	})
}
