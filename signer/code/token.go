package code

import (
	"errors"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/internal/tinyjson"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
)

// A tokenProgram makes the URL of a workbook with a token, or the token alone.
type tokenProgram struct {
	program
	request *signer.Request
	built   jwt.Built
	claims  []claim
	// before and after are the URL around the token.
	before, after string
}

// A claim is one of the token; its value is JSON.
type claim struct{ name, value string }

// The first time and the first length of a session that some languages cannot
// count in seconds.
const (
	furthest = 1 << 53
	longest  = 1 << 31
)

// WriteToken writes a program that makes the URL with a token that [jwt.Migrate]
// makes of a request: the URL of the workbook, or the token alone if that is
// empty. With Options.Fixed its jti, iat and exp are those of the migration.
// Otherwise it makes jti and iat itself, and exp as much later as the session
// is long.
//
// It does not judge the request either, and refuses what [Write] refuses, but for
// the dialect, which tokens do not have. It also refuses an attribute that stands
// twice, a time 2^53 seconds from 1970, a session of 2^31 seconds, and, in three
// languages, a few names of attributes that their objects cannot hold or do not
// keep in order.
func WriteToken(language string, r signer.Request, workbook string, o Options) (string, error) {
	g := grammarNamed(language)
	if g == nil {
		return "", unknownLanguage(language)
	}
	if err := o.fix(&r); err != nil {
		return "", err
	}
	if end := r.Time.Unix() + r.Embed.SessionLength; beyond(r.Embed.SessionLength, longest) || beyond(r.Time.Unix(), furthest) || beyond(end, furthest) {
		return "", errors.New("time and session length: not every language can count so far; give seconds")
	}
	p := tokenProgram{program: program{grammar: g, secret: r.Credentials.Secret}, request: &r, built: jwt.Migrate(r, workbook).Token}
	p.fill = p.part
	p.read()
	p.place()
	p.choose(o)
	return p.write(g.ID + "-token")
}

func beyond(n, limit int64) bool { return n >= limit || n <= -limit }

// read finds the claims in the payload. Those from account_type on are about the
// user alone.
func (p *tokenProgram) read() {
	in := tinyjson.NewReader(p.built.Payload)
	in.Object(func(name string) {
		p.claims = append(p.claims, claim{name, in.Raw()})
		switch name {
		case "sub", "iss", "jti", "iat", "exp", "ver", "aud":
			p.first = len(p.claims)
		}
	})
	if err := in.Err(); err != nil {
		p.flaw = "claims: " + err.Error()
	}
	p.count, p.last = len(p.claims), len(p.claims)
	if len(p.request.Embed.Teams) > 0 {
		p.active += "l"
	}
	p.active += pick(strings.ContainsAny(p.built.Payload, "\u2028\u2029"), "ut")
}

// place finds what stands around the token in the URL. It is encoded there, so
// the values are searched for the secret here.
func (p *tokenProgram) place() {
	for _, option := range p.request.Embed.Options {
		p.check(option.Value)
	}
	for _, control := range p.request.Embed.Controls {
		p.check(strings.Join(control.Values, ","))
	}
	p.active += pick(p.built.URL != "", "wk")
	p.before, p.after, _ = strings.Cut(p.built.URL, p.built.Token)
}

// part writes what the small letters of a template stand for: what is before and
// after the token in the URL, the e-mail, the header, name and value of a claim,
// and the jti and the time that are fixed.
func (p *tokenProgram) part(letter byte, i int) {
	switch letter {
	case 'b':
		p.literal(p.before)
	case 'a':
		p.literal(p.after)
	case 'e':
		p.literal(p.request.Embed.Email)
	case 'h':
		p.json(tinyjson.NewReader(p.built.Header))
	case 'm':
		p.claim(&p.claims[i])
	case 'n':
		p.literal(p.request.Nonce)
	case 't':
		p.text(strconv.FormatInt(p.request.Time.Unix(), 10))
	}
}

// claim writes a claim; some are variables.
func (p *tokenProgram) claim(c *claim) {
	member := strings.Split(p.grammar.member, "~")
	p.text(member[0])
	p.literal(c.name)
	p.text(member[1])
	n := p.grammar.notation
	switch c.name {
	case "sub":
		p.around(n.text, n.email)
	case "jti":
		p.around(n.text, n.jti)
	case "iat":
		p.around(n.number, n.now)
	case "exp":
		p.around(n.number, n.now+" + "+strconv.FormatInt(p.request.Embed.SessionLength, 10))
	default:
		p.json(tinyjson.NewReader(c.value))
	}
	p.text(member[2])
}
