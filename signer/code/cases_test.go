package code

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// A testCase is a request whose URL a program has to print.
type testCase struct {
	name    string
	request signer.Request
}

// cases gives every vector and every nasty text, each in the five dialects.
func cases(t testing.TB) []testCase {
	t.Helper()
	var list []testCase
	file := vectors.Read(t, "../..")
	for _, v := range file.HMAC {
		var embed signer.Embed
		if err := json.Unmarshal(v.Embed, &embed); err != nil {
			t.Fatal(err)
		}
		r := signer.Request{Embed: embed, Credentials: credentials(t), Nonce: v.Nonce, Time: time.Unix(v.Time, 0), Order: v.Order}
		list = append(list, inAllDialects(v.Name, r)...)
	}
	for i, embed := range nasty() {
		r := signer.Request{Embed: embed, Credentials: credentials(t), Nonce: `n'o"n\c$e #{1} %41`, Time: time.Unix(1700000000, 0)}
		list = append(list, inAllDialects("nasty"+strconv.Itoa(i), r)...)
	}
	return list
}

func credentials(t testing.TB) signer.Credentials {
	file := vectors.Read(t, "../..")
	return signer.Credentials{ClientID: file.ClientID, Secret: signer.NewSecret(file.Secret)}
}

func inAllDialects(name string, r signer.Request) (list []testCase) {
	for _, d := range signer.Dialects() {
		r.Dialect = d
		list = append(list, testCase{name + "-" + string(d), r})
	}
	return list
}

// hard are texts in which one language or another sees more than characters.
var hard = []string{
	"", " ", `"`, `'`, `''`, "`id`", `\`, `\\`, `\n`, `\u0041`, `\x41\101`, `$HOME`, `${HOME}`, `$(id)`, `{$x}`, `#{1+1}`, `#$0 #@a`,
	"%41%zz%", "%s %d %n", "{} {0} {{}}", "@x @(1) @{a=1}", "!x !! !'()*~", "&#=?/+,:;|<>[]^", "// /* */ -- <?php ?>", "-n", "--", "*",
	"a\nb", "end\n", "\r\n\t", "\x01\x1b\x7f", "é ü ß", "日本語", "😀", "a\u0301", "\u00a0\u200b\u202e\u2028\ufeff", "“smart” ‘quotes’ „low‚", "§p §*",
}

func nasty() []signer.Embed {
	const name = `a b:c,d"e'f\g$h#{i}~*é`
	base := signer.Embed{Path: "https://app.example.com/embed/1-a", Mode: signer.UserBacked, Teams: hard, SessionLength: 60}
	named, odd := base, base
	named.Teams = nil
	named.Attributes = []signer.Attribute{{Name: name, Values: hard}, {Name: "none"}}
	named.Controls = []signer.Control{
		{ID: name, Values: hard},
		{ID: "when", Range: &signer.Range{Min: "2024-05-01T12:00:00Z", Max: ""}},
		{ID: "day", Values: []string{"a:b,c", ":null"}},
	}
	// What breaks the rule that controls have no colon, and options have one.
	odd.Options = []signer.Option{{Name: "bare", Value: `a:b"c`}, {Name: ":theme", Value: "Dark:er"}}
	odd.Controls = []signer.Control{{ID: ":colon", Values: []string{"12:30", `d\e`}}, {ID: "", Values: []string{"x"}}}
	// A NUL; and a path that is none.
	nul := base
	nul.Teams, nul.AccountType = []string{"a\x00b", "\x007"}, "\x00"
	path := base
	path.Path = "https://app.example.com/em bed/'\"\\$x#{1}?é=`1`"
	return []signer.Embed{base, named, odd, nul, path}
}
