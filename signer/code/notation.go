package code

import (
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/internal/tinyjson"
)

// A notation says how a language writes what is to become JSON. A ~ stands for
// what is within.
type notation struct {
	text, list, object, number string
	// member is one of an object: its name, then its value.
	member string
	// email, jti and now are the variables.
	email, jti, now string
	// javascript reports that objects put whole numbers first.
	javascript bool
}

// The notations. Languages whose standard library has a writer of JSON that keeps
// the order get values of their own; the others call three functions.
var (
	jsNotation     = notation{"~", "[~]", "{ ~ }", "~", "~: ~", "email", "jti", "now", true}
	pythonNotation = notation{"~", "[~]", "{~}", "~", "~: ~", "email", "jti", "now", false}
	goNotation     = notation{"~", "[]string{~}", "object{~}", "~", "{~, ~}", "email", "jti", "now", false}
	rubyNotation   = notation{"~", "[~]", "{ ~ }", "~", "~ => ~", "email", "jti", "now", false}
	phpNotation    = notation{"~", "[~]", "(object) [~]", "~", "~ => ~", "$email", "$jti", "$now", false}
	javaNotation   = notation{"text(~)", "list(~)", "object(~)", "Long.toString(~)", "~, ~", "email", "jti", "now", false}
	csNotation     = notation{"Text(~)", "List(~)", "Object(~)", "Convert.ToString(~)", "~, ~", "email", "jti", "now", false}
	rustNotation   = notation{"text(~)", "list(&[~])", "object(&[~])", `format!("{}", ~)`, "(~, ~)", "email", "&jti", "now", false}
	bashNotation   = notation{`"$(text ~)"`, `"$(list ~)"`, `"$(object ~)"`, "$((~))", "~ ~", `"$1"`, `"$jti"`, "now", false}
	pwshNotation   = notation{"(JsonText ~)", "(JsonList @(~))", "(JsonObject @(~))", "[string] (~)", "~, ~", "$email", "$jti", "$now", false}
	elixirNotation = notation{"~", "[~]", "[~]", "~", "{~, ~}", "email", "jti", "now", false}
)

// around writes what stands around a text that is written already.
func (p *program) around(pattern, within string) {
	before, after, _ := strings.Cut(pattern, "~")
	p.text(before)
	p.text(within)
	p.text(after)
}

// quoted writes a text as a JSON string to be.
func (p *program) quoted(text string) {
	before, after, _ := strings.Cut(p.grammar.notation.text, "~")
	p.text(before)
	p.literal(text)
	p.text(after)
}

// json writes a value that is JSON as the language does.
func (p *program) json(in *tinyjson.Reader) {
	switch in.Kind() {
	case tinyjson.Array:
		before, after, _ := strings.Cut(p.grammar.list, "~")
		p.text(before)
		in.Array(func(i int) {
			if i > 0 {
				p.separate()
			}
			p.quoted(in.Text())
		})
		p.text(after)
	case tinyjson.Object:
		p.jsonObject(in)
	default:
		p.quoted(in.Text())
	}
}

func (p *program) jsonObject(in *tinyjson.Reader) {
	before, after, _ := strings.Cut(p.grammar.object, "~")
	member := strings.Split(p.grammar.member, "~")
	p.text(before)
	first := true
	in.Object(func(name string) {
		if !first {
			p.separate()
		}
		p.checkName(name, first)
		first = false
		p.text(member[0])
		p.literal(name)
		p.text(member[1])
		p.json(in)
		p.text(member[2])
	})
	p.text(after)
}

// checkName notes a name that the language does not keep where it stands.
func (p *program) checkName(name string, first bool) {
	_, err := strconv.ParseUint(name, 10, 32)
	switch {
	case p.grammar.javascript && (name == "__proto__" || err == nil && !first):
		p.flaw = "the name " + strconv.Quote(name) + ": an object of JavaScript does not keep it where it stands; use another language"
	case p.grammar.notation == &phpNotation && strings.HasPrefix(name, "\x00"):
		p.flaw = "a name begins with a NUL: an object of PHP cannot have it; use another language"
	}
}
