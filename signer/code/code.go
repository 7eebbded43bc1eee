// Package code writes programs in other languages that make the URL of a
// request: short ones, to be pasted into an application.
//
// Most callers need [Write] for signed URLs or [WriteToken] for JSON web tokens;
// [Languages] is what to choose from. A program has one function that makes the
// URL for a user, and calls it with the user of the request. Given the same nonce
// and time it prints the same bytes as [signer.Build], or [jwt.Migrate], which the
// tests check with the languages themselves, as far as a machine has them.
//
// A program reads the secret from the environment variable EMBED_SECRET, and ends
// with an error if that is empty. None ever holds it: a request whose values
// contain the secret is refused.
//
// The programs are data, made of templates/, because they go into the WebAssembly
// module, where text/template alone would take more room than all the rest.
package code

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/embedsign/embedsign/signer"
)

// A Language is one that [Write] and [WriteToken] know.
type Language struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// File is a name for the program, such as embed-url.py.
	File string `json:"file"`
}

// Languages lists the languages, in the order in which to offer them.
func Languages() []Language {
	list := make([]Language, len(grammars))
	for i := range grammars {
		list[i] = grammars[i].Language
	}
	return list
}

// Options say what a program is for.
type Options struct {
	// Fixed writes nonce and time of the request into the program, so that it
	// prints one known URL. Otherwise it makes both itself, a random UUID and
	// the present second, as an application has to.
	Fixed bool
}

// Write writes a program that makes the URL of a request. It does not judge the
// request; [signer.Build] does that. Nonce and time are needed only if they are
// to be fixed, the secret not at all, but a value that contains it is refused.
// So are an unknown language or dialect, a value that is not UTF-8, and, in Bash
// with a dialect that does not encode it, a NUL.
func Write(language string, r signer.Request, o Options) (string, error) {
	g := grammarNamed(language)
	if g == nil {
		return "", unknownLanguage(language)
	}
	if r.Dialect == "" {
		r.Dialect = signer.DialectSafe
	}
	if err := o.fix(&r); err != nil {
		return "", err
	}
	p := urlProgram{program: program{grammar: g, secret: r.Credentials.Secret}, request: &r, pairs: signer.Pairs(r)}
	if p.pairs == nil {
		return "", errors.New("dialect " + strconv.Quote(string(r.Dialect)) + ": unknown")
	}
	p.fill, p.count = p.part, len(p.pairs)
	p.variables()
	p.user()
	p.variant()
	p.choose(o)
	return p.write(g.ID)
}

// fix sees to it that a request has a nonce and a time.
func (o Options) fix(r *signer.Request) error {
	switch {
	case !o.Fixed:
		// What stands for them is replaced by variables; any text will do.
		r.Nonce, r.Time = "nonce", time.Unix(1, 0)
	case r.Nonce == "" || r.Time.IsZero() || r.Time.Unix() == 0:
		return errors.New("nonce and time: a program with fixed ones needs both")
	}
	return nil
}

func unknownLanguage(id string) error {
	return errors.New("language " + strconv.Quote(id) + ": not in the list of languages")
}

// result gives the program, unless it has a flaw.
func (p *program) result() (string, error) {
	if p.flaw != "" {
		return "", errors.New(p.flaw)
	}
	return string(p.out), nil
}

// leastSecret is from where on a value is searched for the secret: a shorter
// text is no secret, but the beginning of one that is being typed.
const leastSecret = 16

// check notes what makes a text unfit. It does not quote the text.
func (p *program) check(text string) {
	secret := p.secret.Reveal()
	switch {
	case len(secret) >= leastSecret && strings.Contains(text, secret):
		p.flaw = "a name or value contains the secret: code is made to be copied; put the secret into EMBED_SECRET only"
	case !utf8.ValidString(text):
		p.flaw = "a name or value is not UTF-8: source code cannot hold it; type it again"
	case p.grammar.shell() && strings.IndexByte(text, 0) >= 0:
		p.flaw = "a name or value has a NUL: a shell cannot hold it; use another language, or a dialect that encodes it"
	}
}
