package code

import (
	"strconv"
	"testing"
)

// One text with everything that some language takes for more than a character.
func TestQuote(t *testing.T) {
	const text = "a\"'\\$#{`}\n\t\x00\x7fé\u200b😀”\ufeff1"
	for language, want := range map[string]string{
		"node":       `"a\"'\\$#{` + "`" + `}\n\t\u{000000}\u{00007f}é\u{00200b}😀”\u{00feff}1"`,
		"typescript": `"a\"'\\$#{` + "`" + `}\n\t\u{000000}\u{00007f}é\u{00200b}😀”\u{00feff}1"`,
		"python":     `"a\"'\\$#{` + "`" + `}\n\t\U00000000\U0000007fé\U0000200b😀”\U0000feff1"`,
		"go":         `"a\"'\\$#{` + "`" + `}\n\t\U00000000\U0000007fé\U0000200b😀”\U0000feff1"`,
		"ruby":       `"a\"'\\$\#{` + "`" + `}\n\t\u{000000}\u{00007f}é\u{00200b}😀”\u{00feff}1"`,
		"php":        `"a\"'\\\$#{` + "`" + `}\n\t\u{000000}\u{00007f}é\u{00200b}😀”\u{00feff}1"`,
		"java":       `"a\"'\\$#{` + "`" + `}\n\t\u0000\u007f\u00e9\u200b\ud83d\ude00\u201d\ufeff1"`,
		"csharp":     `"a\"'\\$#{` + "`" + `}\n\t\U00000000\U0000007fé\U0000200b😀”\U0000feff1"`,
		"rust":       `"a\"'\\$#{` + "`" + `}\n\t\u{000000}\u{00007f}é\u{00200b}😀”\u{00feff}1"`,
		"bash":       `$'a"\'\\$#{` + "`" + `}\n\t\x00\x7fé\xe2\x80\x8b😀”\xef\xbb\xbf1'`,
		"powershell": "\"a`\"'\\`$#{``}$([char]0x000a)$([char]0x0009)$([char]0x0000)$([char]0x007f)$([char]0x00e9)$([char]0x200b)$([char]0xd83d)$([char]0xde00)$([char]0x201d)$([char]0xfeff)1\"",
		"elixir":     `"a\"'\\$\#{` + "`" + `}\n\t\u{000000}\u{00007f}é\u{00200b}😀”\u{00feff}1"`,
	} {
		if got := literal(language, text); got != want {
			t.Errorf("%s:\n got %s\nwant %s", language, got, want)
		}
	}
}

func literal(language, text string) string {
	p := program{grammar: grammarNamed(language)}
	p.literal(text)
	return string(p.out)
}

func TestPlainTextStaysPlain(t *testing.T) {
	for _, g := range grammars {
		want := `"ada@example.com"`
		if g.ID == "bash" {
			want = `'ada@example.com'`
		}
		if got := literal(g.ID, "ada@example.com"); got != want {
			t.Errorf("%s: got %s, want %s", g.ID, got, want)
		}
	}
}

// Go can read what was written for Go, whatever it was.
func FuzzQuote(f *testing.F) {
	for _, text := range hard {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted := literal("go", text)
		got, err := strconv.Unquote(quoted)
		if want := string([]rune(text)); err != nil || got != want {
			t.Errorf("%q: %s is read as %q, %v", text, quoted, got, err)
		}
	})
}
