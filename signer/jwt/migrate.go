package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A Migration is one embed in both schemes.
type Migration struct {
	// Signed is the URL of the old scheme.
	Signed signer.Built `json:"signed"`
	// Token is what replaces it.
	Token Built `json:"token"`
	// Rows go through the old URL, then through what is new.
	Rows []Row `json:"rows"`
	// Findings are about the move itself; those about either form are with it.
	Findings []signer.Finding `json:"findings"`
}

// A Row says what becomes of one parameter.
type Row struct {
	// From is the parameter of the signed URL, "path" for the embed path, empty
	// for what is new.
	From string `json:"from"`
	// To is the claim or the part of the URL that replaces it, empty where
	// nothing does.
	To string `json:"to"`
	// Value is what the new form says; JSON in the token.
	Value  string        `json:"value"`
	Note   string        `json:"note"`
	Fate   Fate          `json:"fate"`
	Source signer.Source `json:"source"`
}

// A Fate is what becomes of a parameter.
type Fate string

// The fates.
const (
	FateSame    Fate = "same"    // it says the same, under another name perhaps
	FateChanged Fate = "changed" // it is written otherwise
	FateURL     Fate = "url"     // it stays in the URL, and is no longer signed
	FateNone    Fate = "none"    // it has no counterpart
	FateNew     Fate = "new"     // the old scheme has no such thing
)

// Migrate writes the request of a signed URL as a token for a workbook. The
// workbook's URL cannot be told from an embed path: copy it from the address bar,
// or leave it empty for the token alone. A session begins at r.Time in both; the
// nonce becomes the jti. Use one of the two only, or make a new nonce for each.
func Migrate(r signer.Request, workbook string) Migration {
	next := translate(&r, workbook)
	m := Migration{Signed: signer.Build(r), Token: Build(next)}
	w := rows{old: &r, signed: m.Signed.Parts, next: &next, built: &m.Token}
	w.all()
	m.Rows = w.list
	m.Findings = moving(&r, workbook)
	return m
}

// translate writes the fields of a signed URL as claims.
func translate(r *signer.Request, workbook string) Request {
	e := &r.Embed
	next := Request{Workbook: workbook, Credentials: r.Credentials, Controls: e.Controls, Claims: Claims{
		Sub: e.Email, Issuer: r.Credentials.ClientID, JTI: r.Nonce,
		Version: Version11, Audience: Audience,
		AccountType: e.AccountType, Teams: e.Teams,
		FirstName: e.FirstName, LastName: e.LastName, EvalConnectionID: e.EvalConnectionID,
	}}
	if !r.Time.IsZero() {
		next.Claims.IssuedAt = r.Time.Unix()
		next.Claims.Expires = next.Claims.IssuedAt + e.SessionLength
	}
	for _, a := range e.Attributes {
		next.Claims.UserAttributes = append(next.Claims.UserAttributes, Pair{a.Name, strings.Join(a.Values, ",")})
	}
	for _, o := range e.Options {
		switch {
		case o.Name == ":oauth_token":
			next.Claims.OAuthToken = o.Value
		case urlParameterNamed(o.Name).Use == UseAllowed:
			next.Options = append(next.Options, o)
		}
	}
	return next
}

// moving says what is to be done besides rewriting the URL.
func moving(r *signer.Request, workbook string) []signer.Finding {
	c := collector{findings: []signer.Finding{}}
	old := r.Embed.Path
	if m := r.Embed.Mode; m != signer.UserBacked && m != "" {
		c.say(modeAnonymous, ":mode", quote(string(m)))
	}
	if _, tag, ok := strings.Cut(old, "/tag/"); ok && workbook != "" && !strings.Contains(workbook, "/tag/") {
		tag, _, _ = strings.Cut(tag, "/")
		c.say(tagLost, "path", tag)
	}
	if strings.HasSuffix(old, "/edit") && workbook != "" && !strings.HasSuffix(workbook, "/edit") {
		c.say(editLost, "path", "")
	}
	if r.Embed.ExternalUserID != "" {
		c.say(userByEmail, ":external_user_id", "")
	}
	c.say(userCreation, "", "")
	return c.findings
}
