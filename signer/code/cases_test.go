package code

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
)

// A testCase is a request whose URL a program has to print: one that is signed,
// or one with a token.
type testCase struct {
	name     string
	request  signer.Request
	token    bool
	workbook string
}

// write writes the program of a case.
func (c *testCase) write(language string, o Options) (string, error) {
	if c.token {
		return WriteToken(language, c.request, c.workbook, o)
	}
	return Write(language, c.request, o)
}

// url is what the program has to print if it is to use this nonce and time.
func (c *testCase) url(nonce string, at time.Time) string {
	r := c.request
	r.Nonce, r.Time = nonce, at
	if !c.token {
		return signer.Build(r).URL
	}
	built := jwt.Migrate(r, c.workbook).Token
	if c.workbook == "" {
		return built.Token
	}
	return built.URL
}

// cases gives all that is to be tried with fixed nonce and time.
func cases(t testing.TB) []testCase {
	t.Helper()
	return append(urlCases(t), tokenCases(t)...)
}

// newCases give what is to be tried with a new nonce.
func newCases(t testing.TB) []testCase {
	r := example(t)
	plain := r
	plain.Embed.Teams, plain.Embed.Attributes, plain.Embed.Options, plain.Embed.Controls = nil, nil, nil, nil
	return append(inAllDialects("new", r),
		testCase{name: "new-token", request: r, token: true, workbook: workbook},
		testCase{name: "new-token-alone", request: r, token: true},
		testCase{name: "new-token-plain", request: plain, token: true, workbook: workbook})
}

// urlCases gives every vector and every nasty text, each in the five dialects.
func urlCases(t testing.TB) []testCase {
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
		list = append(list, testCase{name: name + "-" + string(d), request: r})
	}
	return list
}

const workbook = "https://app.sigmacomputing.com/acme/workbook/Sales-1abCDEFG2hIjKLMnopqrST"

// tokenCases gives every vector and every nasty text as a token, and what only
// JSON has.
func tokenCases(t testing.TB) (list []testCase) {
	seen := map[string]bool{}
	for _, c := range urlCases(t) {
		name, _, _ := strings.Cut(c.name, "-"+string(c.request.Dialect))
		if !seen[name] {
			seen[name] = true
			list = append(list, testCase{name: name + "-token", request: c.request, token: true, workbook: workbook})
		}
	}
	r := signer.Request{Embed: claims(), Credentials: credentials(t), Nonce: "\"j\\\u2028", Time: time.Unix(1700000000, 0)}
	add := func(name, workbook string, r signer.Request) {
		list = append(list, testCase{name: name, request: r, token: true, workbook: workbook})
	}
	add("claims-token", workbook+`/tag/'"\$x#{1}é=`+"`1`%41 ?a=b", r)
	add("alone-token", "", r)
	r.Credentials.ClientID, r.Embed = "", signer.Embed{}
	add("empty-token", workbook, r)
	r.Time, r.Embed.SessionLength = time.Unix(-5, 0), -7
	add("before-token", workbook, r)
	r.Time, r.Embed.SessionLength = time.Unix(furthest-longest, 0), longest-1
	add("latest-token", workbook, r)
	return list
}

// claims has all that a token can carry, with all that JSON escapes, or does not.
func claims() signer.Embed {
	all := strings.Join(hard, " ") + "\x7f\u2028\u2029\\u2028 </script> \U0010ffff"
	for c := range byte(' ' - 1) {
		all += string(rune(c+1)) + "0"
	}
	e := signer.Embed{
		Email: all, Teams: []string{all}, AccountType: all, FirstName: all, LastName: all, EvalConnectionID: all, SessionLength: 60,
		Attributes: []signer.Attribute{{Name: "1", Values: hard}, {Name: all, Values: []string{all}}, {Name: "a\u2028"}},
		Options:    []signer.Option{{Name: ":theme", Value: all}, {Name: ":oauth_token", Value: all}, {Name: ":show_footer", Value: "true"}},
		Controls:   []signer.Control{{ID: all, Values: hard}},
	}
	for _, name := range hard {
		e.Attributes = append(e.Attributes, signer.Attribute{Name: name, Values: []string{"v"}})
	}
	return e
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
