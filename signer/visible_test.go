package signer

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"a b":                    "a b",
		" ":                      "␠",
		" a b ":                  "␠a b␠",
		"a  b":                   "a␠␠b",
		"a \n b":                 "a␠␊␠b",
		"a\r\n":                  "a␍␊",
		"a\tb\x00\x7f":           "a␉b␀␡",
		"a\u00a0b":               "a[U+00A0]b",
		"a \u200bb":              "a␠[U+200B]b",
		"\ufeffa":                "[U+FEFF]a",
		"a\u3164\ufe0f":          "a[U+3164][U+FE0F]",
		"Café 漢字":                "Café 漢字",
		"\xff\x80 x":             "[0xFF][0x80]␠x",
		"\ufffd":                 "\ufffd",
		"␊[U+200B][0xFF][x][":    "[U+240A][U+005B]U+200B][U+005B]0xFF][x][",
		"https://a/b?:c=d&e=%20": "https://a/b?:c=d&e=%20",
	} {
		if got := Visible(text); got != want {
			t.Errorf("Visible(%q)\n got %s\nwant %s", text, got, want)
		}
	}
}

// FuzzVisibleLosesNothing: the text can be told from what is shown, and what is
// shown has no character that hides.
func FuzzVisibleLosesNothing(f *testing.F) {
	for _, text := range []string{"", " a  b ", "a\r\n\t", "\u200b\u00a0", "\xff[0xFF][U+00A0]␠␊", "[[U+"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := Visible(text)
		if back := unseen(shown); back != text {
			t.Fatalf("%q is shown as %q, which stands for %q", text, shown, back)
		}
		if strings.IndexFunc(shown, hides) >= 0 || shown != strings.TrimSpace(shown) || strings.Contains(shown, "  ") {
			t.Fatalf("%q hides something of %q", shown, text)
		}
	})
}

// unseen reads what Visible wrote.
func unseen(shown string) string {
	var out strings.Builder
	for shown != "" {
		if len(shown) > 3 && (shown[:3] == "[U+" || shown[:3] == "[0x") {
			code, rest, _ := strings.Cut(shown[3:], "]")
			n, err := strconv.ParseUint(code, 16, 32)
			if err != nil {
				return "unreadable: " + shown
			}
			if shown[1] == 'U' {
				out.WriteRune(rune(n))
			} else {
				out.WriteByte(byte(n))
			}
			shown = rest
			continue
		}
		r, size := utf8.DecodeRuneInString(shown)
		switch {
		case r == '␠':
			r = ' '
		case r == '␡':
			r = 0x7f
		case '␀' <= r && r < '␠':
			r -= '␀'
		}
		out.WriteRune(r)
		shown = shown[size:]
	}
	return out.String()
}

func TestBitsDifferent(t *testing.T) {
	zero, one := strings.Repeat("0", 64), strings.Repeat("0", 63)+"1"
	for _, c := range []struct {
		a, b string
		want int // -1 if not computable
	}{
		{zero, zero, 0}, {zero, one, 1}, {zero, strings.Repeat("f", 64), 256},
		{strings.Repeat("A", 64), strings.Repeat("a", 64), 0},
		{zero, "", -1}, {"", zero, -1}, {zero, zero[1:] + "g", -1}, {zero, zero + "0", -1},
	} {
		got := -1
		if n := bitsDifferent(c.a, c.b); n != nil {
			got = *n
		}
		if got != c.want {
			t.Errorf("%.4s… and %.4s…: %d bits, want %d", c.a, c.b, got, c.want)
		}
	}
}
