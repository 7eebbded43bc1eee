package signer

import (
	"slices"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	for _, x := range []struct {
		was, is string
		want    []Difference
	}{
		{"", "", nil},
		{"a", "a", []Difference{{"same", "a"}}},
		{"", "a", []Difference{{"new", "a"}}},
		{"a", "", []Difference{{"gone", "a"}}},
		{"?:mode=x", "?%3Amode=x", []Difference{{"same", "?"}, {"gone", ":"}, {"new", "%3A"}, {"same", "mode=x"}}},
		{"https://a/b?c", "b?c", []Difference{{"gone", "https://a/"}, {"same", "b?c"}}},
		{"Zoë", "Zoe", []Difference{{"same", "Zo"}, {"gone", "ë"}, {"new", "e"}}},
		{"é", "è", []Difference{{"gone", "é"}, {"new", "è"}}}, // the first byte is common
		{"\xc3", "\xc3\xa9", []Difference{{"gone", "\xc3"}, {"new", "é"}}},
		{"a=%27b", "a=%2527b", []Difference{{"same", "a=%"}, {"new", "25"}, {"same", "27b"}}},
		{"%252527", "%2527", []Difference{{"same", "%25"}, {"gone", "25"}, {"same", "27"}}},
		{"%3A%2F", "%2F", []Difference{{"gone", "%3A"}, {"same", "%2F"}}},
		{"%2F", "%3A%2F", []Difference{{"new", "%3A"}, {"same", "%2F"}}},
		{"%2Cx", "%2Bx", []Difference{{"gone", "%2C"}, {"new", "%2B"}, {"same", "x"}}},
		{"x?:client_id=1&:mode=c&t", "x?:mode=c&:client_id=1&t", []Difference{{"same", "x?"}, {"gone", ":client_id=1&"}, {"same", ":mode=c"}, {"new", "&:client_id=1"}, {"same", "&t"}}},
		{"x?:nonce=a&b=c", "x?b=c&%3Anonce=a", []Difference{{"same", "x?"}, {"gone", ":nonce=a&"}, {"same", "b=c"}, {"new", "&%3Anonce=a"}}},
		{"time=1700000000", "time=1700000001", []Difference{{"same", "time=170000000"}, {"gone", "0"}, {"new", "1"}}},
	} {
		if got := Diff(x.was, x.is); !slices.Equal(got, x.want) {
			t.Errorf("%q, %q: %q, want %q", x.was, x.is, got, x.want)
		}
	}
}

// Few differences are found as few, wherever they are.
func TestDiffIsShort(t *testing.T) {
	was := strings.Repeat("https://app.sigmacomputing.com/embed/x?:a=b&", 50)
	is := strings.ReplaceAll(was, ":a", "%3Aa")
	changed := 0
	for _, d := range Diff(was, is) {
		if d.Op != "same" {
			changed += len(d.Text)
		}
	}
	if want := 50 * len(":%3A"); changed != want {
		t.Errorf("%d characters differ, want %d", changed, want)
	}
}

// Texts of 16 KB with nothing in common are given up soon.
func TestDiffIsBounded(t *testing.T) {
	was, is := "x"+strings.Repeat("a", 16<<10)+"y", "x"+strings.Repeat("b", 16<<10)+"y"
	got := Diff(was, is)
	if len(got) != 4 || got[1].Text != was[1:len(was)-1] || got[2].Text != is[1:len(is)-1] {
		t.Errorf("%d stretches", len(got))
	}
	if allocated := testing.AllocsPerRun(1, func() { Diff(was, is) }); allocated > 2*maxEdits {
		t.Errorf("%v allocations", allocated)
	}
}

// FuzzDiff: the stretches join to the two texts, are never empty, never two of a
// kind in a row, and leave whole characters whole.
func FuzzDiff(f *testing.F) {
	f.Add("", "")
	f.Add("?:mode=userbacked", "?%3Amode=userbacked")
	f.Add("Zo\xc3\xab", "Zo\xc3")
	f.Add("abcabba", "cbabac")
	f.Add("a?b=%3A%2F&c=%2527", "a?c=%27&b=%2F%2")
	for _, x := range readVectors(f).HMAC {
		f.Add(x.SignedText, x.URL)
	}
	f.Fuzz(func(t *testing.T, was, is string) {
		first, second, last := "", "", ""
		for _, d := range Diff(was, is) {
			if d.Text == "" || d.Op == last {
				t.Fatalf("%q after %q", d, last)
			}
			if validUTF8(was) && validUTF8(is) && !validUTF8(d.Text) {
				t.Fatalf("%q cuts a character", d.Text)
			}
			if last = d.Op; d.Op != "new" {
				first += d.Text
			}
			if d.Op != "gone" {
				second += d.Text
			}
		}
		if first != was || second != is {
			t.Fatalf("%q, %q join to %q, %q", was, is, first, second)
		}
	})
}

func validUTF8(s string) bool { return strings.ToValidUTF8(s, "") == s }
