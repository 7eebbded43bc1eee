package main

import (
	"encoding/json"
	"testing"
)

func TestBrokenJSONIsLocated(t *testing.T) {
	for request, want := range map[string]string{
		`build`:                       `at byte 0: want a value, not "b"`,
		`{"op":"nonce"}{}`:            `at byte 14: want the end of the text, not "{"`,
		`{"op":"nonce","op":"build"}`: `at byte 19: the name "op" stands twice in one object`,
		`{"new":{"x":1,"x":2}}`:       `at byte 18, in new: the name "x" stands twice in one object`,
		"{\"url\":\"\xff\"}":          "at byte 8, in url: a string is not UTF-8",
		`{"embed":{"teams":["a",]}}`:  `at byte 23, in embed.teams.1: want a value, not "]"`,
	} {
		var got struct{ Error failureJSON }
		if err := json.Unmarshal(answer([]byte(request)), &got); err != nil {
			t.Fatal(err)
		}
		if got.Error != (failureJSON{codeBadJSON, "the request is not JSON: " + want}) {
			t.Errorf("%s\n got %+v\nwant %s", request, got.Error, want)
		}
	}
}

// Whoever writes null means that there is nothing.
func TestNullStandsForAbsent(t *testing.T) {
	in := newReader([]byte(`[null,null,null,null,null,null]`))
	i := 0
	in.array(func() {
		switch i++; i {
		case 1:
			in.object(func(string) { t.Error("null has a field") })
		case 2:
			in.array(func() { t.Error("null has an element") })
		case 3:
			if got := in.text(); got != "" {
				t.Errorf("text %q", got)
			}
		case 4:
			if list := in.texts(); list == nil || len(list) != 0 {
				t.Errorf("texts %q", list)
			}
		case 5:
			if n, ok := in.integer(); ok || n != 0 {
				t.Errorf("integer %d, %t", n, ok)
			}
		default:
			if in.flag() {
				t.Error("flag")
			}
		}
	})
	if in.end(); in.err != nil || i != 6 {
		t.Errorf("%d values, %v", i, in.err)
	}
}

// The first error counts: what fails because of it says nothing.
func TestFirstErrorStays(t *testing.T) {
	in := newReader([]byte(`{"leeway":"x","other":`))
	in.object(func(string) {
		in.integer()
		in.wrong("want something else")
	})
	in.end()
	if in.err == nil || in.err.Error() != "leeway: want a whole number, not a string" {
		t.Errorf("got %v", in.err)
	}
}
