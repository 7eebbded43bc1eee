package tinyjson

import (
	"strings"
	"testing"
)

// flaws has one row for each way in which a text is refused, with the byte and
// the place.
var flaws = []struct {
	text   string
	offset int
	place  string
	why    string
}{
	{"", 0, "", "want a value, not the end of the text"},
	{" \n\t\r", 4, "", "want a value, not the end of the text"},
	{"build", 0, "", `want a value, not "b"`},
	{"\ufeff{}", 0, "", "want a value, not \"\ufeff\""},
	{"\v1", 0, "", `want a value, not "\u000b"`},
	{"\xff", 0, "", "want a value, not \"\ufffd\""},
	{"'a'", 0, "", `want a value, not "'"`},
	{"\x00", 0, "", `want a value, not "\u0000"`},
	{"{} x", 3, "", `want the end of the text, not "x"`},
	{"1 2", 2, "", `want the end of the text, not "2"`},

	{`{`, 1, "", "want a name in double quotes, not the end of the text"},
	{`{"a":1,}`, 7, "", `want a name in double quotes, not "}"`},
	{`{,}`, 1, "", `want a name in double quotes, not ","`},
	{`{a:1}`, 1, "", `want a name in double quotes, not "a"`},
	{`{"a" 1}`, 5, "", `want a colon after the name, not "1"`},
	{`{"a"}`, 4, "", `want a colon after the name, not "}"`},
	{`{"a":}`, 5, "a", `want a value, not "}"`},
	{`{"a":1 "b":2}`, 7, "", `want a comma or }, not "\""`},
	{`{"a":1`, 6, "", "want a comma or }, not the end of the text"},
	{`{"a":{"b":[0,{"c":1]}}`, 19, "a.b.1", `want a comma or }, not "]"`},
	{`{"a":1,"b":{"a":1,"a":2}}`, 22, "b", `the name "a" stands twice in one object`},
	{`{"a":1,"\u0061":2}`, 16, "", `the name "a" stands twice in one object`},
	{`[`, 1, "0", "want a value, not the end of the text"},
	{`[1,]`, 3, "1", `want a value, not "]"`},
	{`[,1]`, 1, "0", `want a value, not ","`},
	{`[1 2]`, 3, "", `want a comma or ], not "2"`},
	{`{"a":[0,1,tru]}`, 13, "a.2", `want the word true, not "]"`},
	{`[nul`, 4, "0", "want the word null, not the end of the text"},
	{`folse`, 1, "", `want the word false, not "o"`},
	{strings.Repeat("[", MaxDepth+1), MaxDepth, strings.Repeat(".0", MaxDepth)[1:], "nested deeper than 1000 objects and arrays"},

	{`-`, 1, "", "want a digit, not the end of the text"},
	{`[-a]`, 2, "0", `want a digit, not "a"`},
	{`01`, 1, "", `want the end of the text, not "1"`},
	{`1.`, 2, "", "want a digit, not the end of the text"},
	{`.5`, 0, "", `want a value, not "."`},
	{`+1`, 0, "", `want a value, not "+"`},
	{`1e`, 2, "", "want a digit, not the end of the text"},
	{`1e+`, 3, "", "want a digit, not the end of the text"},
	{`0x1`, 1, "", `want the end of the text, not "x"`},
	{`NaN`, 0, "", `want a value, not "N"`},

	{`"a`, 2, "", "the text ends within a string"},
	{"\"a\nb\"", 2, "", "a control character stands in a string; it must be written as an escape"},
	{"\"\x00\"", 1, "", "a control character stands in a string; it must be written as an escape"},
	{"\"a\xffb\"", 2, "", "a string is not UTF-8"},
	{"\"\xed\xa0\x80\"", 1, "", "a string is not UTF-8"},
	{"\"\xc0\xaf\"", 1, "", "a string is not UTF-8"},
	{`{"a":"\x"}`, 7, "a", `want an escape after the backslash, one of "\bfnrt/u, not "x"`},
	{`"\`, 2, "", `want an escape after the backslash, one of "\bfnrt/u, not the end of the text`},
	{`"\u12g4"`, 5, "", `want four hex digits after \u, not "g"`},
	{"\"\\u12\x114\"", 5, "", `want four hex digits after \u, not "\u0011"`},
	{`"\u12`, 5, "", `want four hex digits after \u, not the end of the text`},
	{`"\ud800"`, 7, "", "an escape is half of a surrogate pair; the other half is missing"},
	{`"\udc00\ud800"`, 7, "", "an escape is half of a surrogate pair; the other half is missing"},
	{`"\ud800\n"`, 8, "", "an escape is half of a surrogate pair; the other half is missing"},
	{`"\ud800\ue000"`, 13, "", "an escape is half of a surrogate pair; the other half is missing"},
	{`"\ud800\u0041"`, 13, "", "an escape is half of a surrogate pair; the other half is missing"},
}

func TestFlawsAreNamed(t *testing.T) {
	for _, c := range flaws {
		r := NewReader(c.text)
		r.Skip()
		r.End()
		want := Error{Offset: c.offset, Place: c.place, Why: c.why}
		if got, ok := r.Err().(*Error); !ok || *got != want {
			t.Errorf("%.40q\n got %+v\nwant %+v", c.text, r.Err(), want)
		}
		if Valid(c.text) {
			t.Errorf("%.40q is valid", c.text)
		}
	}
}

// wrongShapes are texts that are JSON, read by who wants something else.
var wrongShapes = []struct {
	text string
	read func(*Reader)
	want string
}{
	{"7", func(r *Reader) { r.Text() }, "at byte 0: want a string, not a number"},
	{`"7"`, func(r *Reader) { r.Number() }, "at byte 0: want a number, not a string"},
	{`"7"`, func(r *Reader) { r.Int() }, "at byte 0: want a whole number, not a string"},
	{"7.0", func(r *Reader) { r.Int() }, "at byte 3: want a whole number, not 7.0"},
	{"9223372036854775808", func(r *Reader) { r.Int() }, "at byte 19: want a whole number, not 9223372036854775808"},
	{"null", func(r *Reader) { r.Bool() }, "at byte 0: want true or false, not null"},
	{"true", func(r *Reader) { r.Object(func(string) { r.Skip() }) }, "at byte 0: want an object, not true or false"},
	{"{}", func(r *Reader) { r.Array(func(int) { r.Skip() }) }, "at byte 0: want an array, not an object"},
	{`[{"a":[1]}]`, inside(func(r *Reader) { r.Text() }), "at byte 6, in 0.a: want a string, not an array"},
	{`[{"a":[1]}]`, inside(func(r *Reader) { r.Raw(); r.Fail("no good") }), "at byte 9, in 0.a: no good"},
}

func inside(read func(*Reader)) func(*Reader) {
	return func(r *Reader) {
		r.Array(func(int) { r.Object(func(string) { read(r) }) })
	}
}

func TestShapesAreNamed(t *testing.T) {
	for _, c := range wrongShapes {
		r := NewReader(c.text)
		c.read(r)
		r.End()
		if got, ok := r.Err().(*Error); !ok || got.Error() != c.want || !got.Shape {
			t.Errorf("%s\n got %+v\nwant %s", c.text, r.Err(), c.want)
		}
	}
}

// After an error nothing is read, so that no caller takes what follows for good.
func TestNothingIsReadAfterAnError(t *testing.T) {
	r := NewReader(`[1, "a", true, null, {}, []]`)
	r.Array(func(i int) {
		if i > 0 {
			t.Errorf("element %d was read", i)
		}
		r.Fail("enough")
		text, number, n, raw := r.Text(), r.Number(), r.Int(), r.Raw()
		if text+number+raw != "" || n != 0 || r.Bool() || r.Null() || r.Kind() != None {
			t.Errorf("got %q, %q, %d, %q", text, number, n, raw)
		}
		r.Object(func(string) { t.Error("an object was read") })
		r.Array(func(int) { t.Error("an array was read") })
		r.Fail("later")
	})
	if err := r.Err(); err == nil || err.Error() != "at byte 1, in 0: enough" {
		t.Errorf("error %v", err)
	}
}

func TestMessagesHoldNoStrings(t *testing.T) {
	const secret = "correct horse"
	for _, text := range []string{`{"secret":"` + secret, `{"secret":"` + secret + `\x"}`, `{"secret":"` + secret + "\xff", `{"secret":"` + secret + `"]`, `"` + secret + `" 1`} {
		r := NewReader(text)
		r.Skip()
		r.End()
		if err := r.Err(); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%q gives %v", text, err)
		}
	}
}
