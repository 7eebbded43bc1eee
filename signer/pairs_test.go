package signer

import (
	"slices"
	"strings"
	"testing"
)

func TestPairsAreWhatIsSent(t *testing.T) {
	v := readVectors(t)
	for i, x := range v.HMAC {
		r := v.request(i)
		var texts []string
		for _, p := range Pairs(r) {
			if (p.Text == "") != (r.Dialect == DialectDocs || r.Dialect == DialectGo) {
				t.Errorf("%s: %+v", x.Name, p)
			}
			text := p.Text
			if text == "" { // the vectors hold nothing that would be encoded
				text = p.Name + "=" + strings.Join(p.Items, ",")
			}
			texts = append(texts, text)
		}
		if got := r.Embed.Path + "?" + strings.Join(texts, "&"); got != x.SignedText {
			t.Errorf("%s:\n got %s\nwant %s", x.Name, got, x.SignedText)
		}
	}
}

// Separators inside names and items are no separators, in any dialect.
func TestPairsAreNotCut(t *testing.T) {
	e := Embed{Attributes: []Attribute{{"a=b&c", []string{"x,y", "&=+%41", ""}}}, Controls: []Control{{ID: "r", Range: &Range{"1,5", ""}}}}
	want := []Pair{{":ua_a=b&c", []string{"x,y", "&=+%41", ""}, ""}, {"r", []string{"min:1,5", "max:"}, ""}}
	for _, d := range Dialects() {
		got := Pairs(Request{Embed: e, Dialect: d})
		if !slices.EqualFunc(got, want, func(a, b Pair) bool { return a.Name == b.Name && slices.Equal(a.Items, b.Items) }) {
			t.Errorf("%s: got %q", d, got)
		}
	}
	if got := Pairs(Request{Embed: e, Dialect: "latin"}); got != nil {
		t.Errorf("unknown dialect: got %q", got)
	}
}
