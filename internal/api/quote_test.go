package api

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// FuzzQuoteTail: what a JSON reader sees is what was signed, whatever it is.
func FuzzQuoteTail(f *testing.F) {
	for _, seed := range []string{
		"", "https://app.sigmacomputing.com/embed/1-a?:mode=userbacked&:email=a%40b.c", `quo"te`, `back\slash`,
		"new\nline", "\x7f", "é", "<&>", "\u2028", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const before = `{"url":"`
		quoted := quoteTail([]byte(before+text), len(before))
		var got struct{ URL string }
		if err := json.Unmarshal(append(quoted, '}'), &got); err != nil {
			t.Fatalf("%q: %v", quoted, err)
		}
		if utf8.ValidString(text) && got.URL != text {
			t.Errorf("%q became %q", text, got.URL)
		}
	})
}
