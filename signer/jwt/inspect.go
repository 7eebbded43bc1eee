package jwt

import (
	"crypto/hmac"
	"math/bits"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// An Inspection is a token and what is known about it. Everything but the text
// may be absent, and is not checked then.
type Inspection struct {
	// URL carries the token as :jwt, or is the token alone.
	URL    string
	Secret signer.Secret
	// ClientID is the one that the secret belongs to; nil accepts any.
	ClientID *string
	// Now is the receiver's time.
	Now    *time.Time
	Leeway time.Duration
	// UsedJTIs, Teams and AccountTypes are what the receiver knows; nil is not
	// the same as empty.
	UsedJTIs     []string
	Teams        []string
	AccountTypes []string
	// InternalUser says whether the user has an account of the platform that is
	// no embed user.
	InternalUser *bool
}

// Inspected is everything that can be said about a token and its URL.
type Inspected struct {
	// Scheme is "jwt", also for a text in which no token was found.
	Scheme string `json:"scheme"`
	// Parts cover the text: those of signer.Parse for a URL, with roles of this
	// scheme; for a bare token the same as TokenParts. The Meaning of each is its own.
	Parts []signer.Part `json:"parts"`
	// TokenParts cover the token as it stands in the text, with offsets into the
	// text. The values of header and payload are their decoded JSON.
	TokenParts []signer.Part `json:"token_parts"`
	// Entries are the members of header and payload in the order of the token.
	Entries []Entry `json:"entries"`
	Header  Header  `json:"header"`
	Claims  Claims  `json:"claims"`
	// SigningInput is what the signature covers: header and payload, encoded.
	SigningInput string                `json:"signing_input"`
	Signature    signer.SignatureCheck `json:"signature"`
	Verdict      signer.Verdict        `json:"verdict"`
	Log          []signer.LogStep      `json:"log"`
	Findings     []signer.Finding      `json:"findings"`
	// Causes explain a wrong signature; or, beside a right one, what has to be
	// undone to read the token, such as a line break in it. Each that is not Proved
	// says that nothing was found.
	Causes []signer.Cause `json:"causes"`
	// Tried counts the ways in which a wrong signature was tried to be explained.
	Tried int `json:"tried"`
}

// Inspect reads a token, checks what can be checked, and never signs it anew.
func Inspect(i Inspection) Inspected {
	r := read(i.URL, true)
	out := Inspected{
		Scheme: "jwt", Parts: r.url, TokenParts: r.tokenParts(i.URL),
		Header: r.header, Claims: r.claims, SigningInput: r.input(),
		Signature: signer.SignatureCheck{Given: r.signature()},
		Causes:    []signer.Cause{},
	}
	token, url := i.findings(r)
	out.Findings = append(append([]signer.Finding{}, token...), url...)
	out.Log, out.Verdict = i.decide(r)
	explain(out.Parts)
	explain(out.TokenParts)
	if out.Parts == nil {
		out.Parts = out.TokenParts
	}
	out.annotate(r, token, url)
	out.Entries = append([]Entry{}, r.entries...)
	if !i.Secret.IsZero() && out.SigningInput != "" {
		i.compare(&out, r)
	}
	return out
}

// compare computes the signature and looks for the cause if it is another.
func (i *Inspection) compare(out *Inspected, r *reading) {
	s := &out.Signature
	expected := signatureOf(i.Secret.Reveal(), out.SigningInput)
	valid := hmac.Equal([]byte(expected), []byte(s.Given))
	s.Expected, s.Valid = &expected, &valid
	s.BitsDifferent = bitsDifferent(s.Given, expected)
	if valid {
		out.Causes = r.repaired()
		return
	}
	out.Causes, out.Tried = causes(r, i.Secret, expected)
	s.WouldSign = signer.Visible(out.SigningInput)
	for k := range out.Causes {
		if text := out.Causes[k].Text; text != "" {
			s.WasSigned = signer.Visible(text)
			break
		}
	}
}

// bitsDifferent counts the bits in which two signatures differ; nil if one of
// them is no signature.
func bitsDifferent(a, b string) *int {
	x, wholeX := decodeBase64(a)
	y, wholeY := decodeBase64(b)
	if !wholeX || !wholeY || len(x) != len(y) {
		return nil
	}
	n := 0
	for i := range len(x) {
		n += bits.OnesCount8(x[i] ^ y[i])
	}
	return &n
}

// findings are the rules that the token breaks, and those that the URL around it
// does. A control may have the name of a claim, so they are kept apart.
func (i *Inspection) findings(r *reading) (token, url []signer.Finding) {
	c := checker{collector{findings: r.findings}, &r.header, &r.claims}
	if len(r.segments) >= 2 && !r.torn {
		c.token(i.InternalUser != nil && *i.InternalUser)
	}
	var around surroundings
	if r.url != nil && (r.at >= 0 || r.url[0].Role != signer.RoleBroken) {
		around.url(r)
	}
	return c.findings, around.findings
}
