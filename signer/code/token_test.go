package code

import (
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
)

func fixedExample(t *testing.T) signer.Request {
	r := example(t)
	r.Nonce, r.Time = "n", time.Unix(1, 0)
	return r
}

func attributes(names ...string) (list []signer.Attribute) {
	for _, name := range names {
		list = append(list, signer.Attribute{Name: name, Values: []string{"v"}})
	}
	return list
}

func TestWriteTokenRefuses(t *testing.T) {
	for _, c := range []struct {
		language, want string
		change         func(r *signer.Request)
	}{
		{"cobol", "not in the list", func(*signer.Request) {}},
		{"python", "nonce", func(r *signer.Request) { r.Nonce = "" }},
		{"python", "time", func(r *signer.Request) { r.Time = time.Time{} }},
		{"python", "count so far", func(r *signer.Request) { r.Time = time.Unix(furthest, 0) }},
		{"python", "count so far", func(r *signer.Request) { r.Time = time.Unix(-furthest, 0) }},
		{"python", "count so far", func(r *signer.Request) { r.Time = time.Unix(furthest-3600, 0) }},
		{"python", "count so far", func(r *signer.Request) { r.Embed.SessionLength = longest }},
		{"python", `the name "a" stands twice`, func(r *signer.Request) { r.Embed.Attributes = attributes("a", "a") }},
		{"python", "EMBED_SECRET", func(r *signer.Request) { r.Embed.Email = "x" + r.Credentials.Secret.Reveal() }},
		{"python", "EMBED_SECRET", func(r *signer.Request) { r.Embed.Options[0].Value = r.Credentials.Secret.Reveal() }},
		{"python", "EMBED_SECRET", func(r *signer.Request) {
			r.Embed.Controls = []signer.Control{{ID: "a", Values: []string{"b", r.Credentials.Secret.Reveal()}}}
		}},
		{"node", `"7"`, func(r *signer.Request) { r.Embed.Attributes = attributes("a", "7") }},
		{"typescript", `"__proto__"`, func(r *signer.Request) { r.Embed.Attributes = attributes("__proto__") }},
		{"php", "NUL", func(r *signer.Request) { r.Embed.Attributes = attributes("\x00a") }},
		{"bash", "NUL", func(r *signer.Request) { r.Embed.FirstName = "\x00" }},
	} {
		r := fixedExample(t)
		r.Credentials.Secret = signer.NewSecret("a secret, with a comma & more")
		if _, err := WriteToken("python", r, workbook, Options{Fixed: true}); err != nil {
			t.Fatal(err)
		}
		c.change(&r)
		program, err := WriteToken(c.language, r, workbook, Options{Fixed: true})
		if program != "" || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %s: got %q, %v", c.language, c.want, program, err)
		} else if strings.Contains(err.Error(), r.Credentials.Secret.Reveal()) {
			t.Errorf("%s: the error holds the secret", c.want)
		}
	}
}

// What one language refuses, the others write.
func TestNamesThatFewLanguagesRefuse(t *testing.T) {
	for _, language := range Languages() {
		r := fixedExample(t)
		r.Embed.Attributes = attributes("7", "a", "__proto_")
		if _, err := WriteToken(language.ID, r, workbook, Options{}); err != nil {
			t.Errorf("%s: %v", language.ID, err)
		}
	}
}

// The claims of the user are those that a token of an internal user, whom the
// token says nothing about, goes without.
func TestClaimsOfTheUser(t *testing.T) {
	r := fixedExample(t)
	before, user, ok := strings.Cut(write(t, "node", r), "const user = {")
	for _, m := range jwt.Members() {
		here := strings.Contains(before, `"`+m.Name+`":`)
		there := strings.Contains(user, `"`+m.Name+`":`)
		if !ok || m.EmbedOnly && !there || m.Required && !here || here && there {
			t.Errorf("%s: %v before, %v in the user", m.Name, here, there)
		}
	}
}

func write(t *testing.T, language string, r signer.Request) string {
	t.Helper()
	program, err := WriteToken(language, r, workbook, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// Whatever the order, what is listed for the user is about the user or stands
// between what is; nonce and time never do.
func TestParametersOfTheUser(t *testing.T) {
	for _, c := range []struct {
		order []string
		want  string
	}{
		{nil, ":account_type :external_user_team :email :external_user_id :first_name :last_name :ua_Region"},
		{[]string{":email", ":mode", ":account_type", ":nonce", ":external_user_id", ":time"}, ":email :mode :account_type"},
		{[]string{":nonce", ":time", ":client_id", ":first_name"}, ":first_name"},
	} {
		r := fixedExample(t)
		if r.Order = c.order; c.order != nil {
			r.Embed = signer.Embed{Path: r.Embed.Path, Mode: signer.UserBacked, SessionLength: 60}
			r.Embed.Email, r.Embed.AccountType, r.Embed.ExternalUserID, r.Embed.FirstName = has(c.order, ":email"), has(c.order, ":account_type"), has(c.order, ":external_user_id"), has(c.order, ":first_name")
		}
		p := urlProgram{pairs: signer.Pairs(r)}
		p.variables()
		p.user()
		var names []string
		for _, pair := range p.pairs[p.first:p.last] {
			names = append(names, pair.Name)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%v: got %s, want %s", c.order, got, c.want)
		}
	}
}

// has gives a name if it is in a list.
func has(list []string, name string) string {
	for _, one := range list {
		if one == name {
			return name
		}
	}
	return ""
}
