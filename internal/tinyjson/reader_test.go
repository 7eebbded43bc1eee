package tinyjson

import (
	"slices"
	"strings"
	"testing"
)

func TestStrings(t *testing.T) {
	for text, want := range map[string]string{
		`""`:                                 "",
		`"plain"`:                            "plain",
		` "a" `:                              "a",
		`"\"\\\/\b\f\n\r\t"`:                 "\"\\/\b\f\n\r\t",
		`"\u0041\u00e9\u20AC\u0000"`:         "Aé€\x00",
		`"\ud83d\ude00x"`:                    "😀x",
		`"\uD83D\uDE00"`:                     "😀",
		`"\udbff\udfff\ud800\udc00"`:         "\U0010ffff\U00010000",
		`"\ufffd` + "\ufffd\u2028\x7f\"":     "\ufffd\ufffd\u2028\x7f",
		`"é😀 and \n more"`:                   "é😀 and \n more",
		`"\\u0041"`:                          `\u0041`,
		`"` + strings.Repeat(`\n`, 99) + `"`: strings.Repeat("\n", 99),
	} {
		r := NewReader(text)
		got := r.Text()
		r.End()
		if got != want || r.Err() != nil {
			t.Errorf("%s: got %q, %v", text, got, r.Err())
		}
	}
}

// A string without escapes is a part of the text: reading one costs no memory.
func TestPlainStringsAreShared(t *testing.T) {
	text := `"` + strings.Repeat("é", 1000) + `"`
	r := NewReader(text)
	if n := testing.AllocsPerRun(10, func() { *r = Reader{text: text}; r.Text() }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func TestNumbersKeepTheirText(t *testing.T) {
	for _, text := range []string{"0", "-0", "10", "-1.5", "0.0", "1e9", "1E+9", "12.50e-07", "123456789012345678901234567890"} {
		r := NewReader(" " + text + " ")
		if got := r.Number(); got != text || r.Err() != nil {
			t.Errorf("%s: got %q, %v", text, got, r.Err())
		}
	}
}

func TestWholeNumbers(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "-0": 0, "-17": -17, "9223372036854775807": 1<<63 - 1, "-9223372036854775808": -1 << 63} {
		r := NewReader(text)
		if got := r.Int(); got != want || r.Err() != nil {
			t.Errorf("%s: got %d, %v", text, got, r.Err())
		}
	}
}

func TestWords(t *testing.T) {
	r := NewReader(" [ true , false,null, 0 ] ")
	r.Array(func(i int) {
		switch i {
		case 0, 1:
			if r.Null() || r.Bool() != (i == 0) {
				t.Errorf("element %d is read wrongly", i)
			}
		case 2:
			if !r.Null() {
				t.Error("null is not seen")
			}
		default:
			if r.Null() || r.Int() != 0 {
				t.Error("0 is taken for null")
			}
		}
	})
	if r.End(); r.Err() != nil {
		t.Error(r.Err())
	}
}

func TestKindReadsNothing(t *testing.T) {
	want := []Kind{Null, Bool, Bool, Number, Number, String, Array, Object}
	var got []Kind
	r := NewReader(` [null, true, false, -1, 0, "", [], {}] `)
	r.Array(func(int) {
		first := r.Kind()
		if again := r.Kind(); again != first {
			t.Errorf("a second look gives %q after %q", again, first)
		}
		got = append(got, first)
		r.Skip()
	})
	if r.End(); !slices.Equal(got, want) || r.Err() != nil {
		t.Errorf("got %q, %v", got, r.Err())
	}
}

func TestMembersComeInOrder(t *testing.T) {
	r := NewReader("{ \"b\" : [ ] ,\n\"a\":{} , \"\":1,\"\\u0063\":2}")
	var names []string
	r.Object(func(name string) {
		names = append(names, name)
		r.Skip()
	})
	if r.End(); !slices.Equal(names, []string{"b", "a", "", "c"}) || r.Err() != nil {
		t.Errorf("got %q, %v", names, r.Err())
	}
}

func TestRawIsThePartOfTheText(t *testing.T) {
	const text = "{\"a\" :\t[1, {\"b\":\"\\u0041\"}] , \"c\": -1e5}"
	var got []string
	r := NewReader(text)
	r.Object(func(string) {
		at := r.Offset()
		raw := r.Raw()
		if text[at:at+len(raw)] != raw {
			t.Errorf("%q is not at %d", raw, at)
		}
		got = append(got, raw)
	})
	if !slices.Equal(got, []string{`[1, {"b":"\u0041"}]`, "-1e5"}) || r.Err() != nil {
		t.Errorf("got %q, %v", got, r.Err())
	}
}

func TestDuplicatesCanBeKept(t *testing.T) {
	r := NewReader(`{"a":1,"a":{"b":2,"b":3}}`)
	r.KeepDuplicates = true
	var raws []string
	r.Object(func(name string) { raws = append(raws, name+r.Raw()) })
	if r.End(); !slices.Equal(raws, []string{"a1", `a{"b":2,"b":3}`}) || r.Err() != nil {
		t.Errorf("got %q, %v", raws, r.Err())
	}
}

// The same name in two objects is no duplicate.
func TestNamesBelongToTheirObject(t *testing.T) {
	if !Valid(`{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":0}}`) {
		t.Error("refused")
	}
}

func TestNestingIsLimited(t *testing.T) {
	nested := func(depth int) string {
		return strings.Repeat(`[{"a":`, depth/2) + "0" + strings.Repeat("}]", depth/2)
	}
	if !Valid(nested(MaxDepth)) {
		t.Errorf("depth %d is refused", MaxDepth)
	}
	if Valid(nested(MaxDepth + 2)) {
		t.Errorf("depth %d is read", MaxDepth+2)
	}
}
