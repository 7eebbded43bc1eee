package signer

import (
	"context"
	"crypto/hmac"
	"time"
)

// An Inspection is a URL and what is known about it. Everything but the URL may
// be absent, and is not checked then.
type Inspection struct {
	URL    string
	Secret Secret
	// ClientID is the one that the secret belongs to; nil accepts any.
	ClientID *string
	// Now is the receiver's time.
	Now    *time.Time
	Leeway time.Duration
	// UsedNonces, Teams and AccountTypes are what the receiver knows; nil is
	// not the same as empty.
	UsedNonces   []string
	Teams        []string
	AccountTypes []string
}

// Inspected is everything that can be said about a URL.
type Inspected struct {
	// Scheme is "hmac", "jwt" or "none".
	Scheme string `json:"scheme"`
	// Dialect is how the URL is written, or empty if in no single way.
	Dialect   Dialect        `json:"dialect"`
	Parts     []Part         `json:"parts"`
	Signature SignatureCheck `json:"signature"`
	Verdict   Verdict        `json:"verdict"`
	Findings  []Finding      `json:"findings"`
	Causes    []Cause        `json:"causes"`
	// SignedText is what the signature covers.
	SignedText string `json:"signed_text"`
	// Embed, ClientID, Nonce and Time are what the URL says.
	Embed    Embed  `json:"embed"`
	ClientID string `json:"client_id"`
	Nonce    string `json:"nonce"`
	Time     int64  `json:"time"`
}

// A SignatureCheck compares signatures. Expected and Valid are nil when there
// was no secret to compute with.
type SignatureCheck struct {
	Given    string  `json:"given"`
	Expected *string `json:"expected"`
	Valid    *bool   `json:"valid"`
}

// A Verdict is the receiving side's decision.
type Verdict struct {
	Accepted     bool   `json:"accepted"`
	Code         Code   `json:"code"`
	SigmaMessage string `json:"sigma_message"`
	Explanation  string `json:"explanation"`
	Source       Source `json:"source"`
}

// Inspect reads a URL, checks what can be checked, and never signs it anew.
func Inspect(i Inspection) Inspected {
	r := read(i.URL)
	out := Inspected{
		Scheme: scheme(r), Parts: Parse(i.URL),
		Signature: SignatureCheck{Given: r.signature}, SignedText: r.signed,
		Embed: r.embed, ClientID: r.clientID, Nonce: r.nonce, Time: r.time,
	}
	out.Dialect = dialectOf(out.Parts)
	out.Verdict = i.verdict(r)
	out.Findings = notNil(i.findings(r, &out))
	annotate(out.Parts, out.Findings)
	out.Causes = []Cause{}
	key, err := NewKey(i.Secret)
	if err != nil || out.Scheme != "hmac" {
		return out
	}
	expected := signatureOf(key, r.signed)
	valid := hmac.Equal([]byte(expected), []byte(r.signature))
	out.Signature.Expected, out.Signature.Valid = &expected, &valid
	if !valid {
		out.Causes = notNil(causes(r, i.Secret))
	}
	return out
}

func scheme(r *reading) string {
	switch {
	case r.has(":jwt"):
		return "jwt"
	case r.has(":signature"):
		return "hmac"
	}
	return "none"
}

// findings are the rules that the URL breaks, as read and as written.
func (i *Inspection) findings(r *reading, out *Inspected) []Finding {
	c := checker{findings: r.findings}
	if r.notURL() {
		return c.findings
	}
	if out.Scheme == "jwt" {
		c.info("jwt_scheme", ":jwt", "is a JSON web token, the scheme that replaces signatures; only the token is signed there, not the URL", "", Documented)
		return c.findings
	}
	c.path(r.embed.Path)
	c.clientID(r.clientID)
	c.role(&r.embed)
	c.person(&r.embed)
	c.moment(r.nonce, r.time)
	if r.signature == "" {
		c.missing(":signature", "Sign the URL; nothing proves where it comes from.")
	}
	c.wire(out.Parts, out.Dialect)
	return withoutEchoes(c.findings, r)
}

// withoutEchoes drops what follows from an earlier finding: a parameter that is
// there but cannot be read is not missing, and what is said once is enough.
func withoutEchoes(findings []Finding, r *reading) []Finding {
	var out []Finding
	for _, f := range findings {
		if f.Code == "missing_parameter" && r.has(f.Parameter) {
			if mentions(out, f.Parameter) {
				continue
			}
			f.Message = "is empty"
		}
		if !repeats(out, &f) {
			out = append(out, f)
		}
	}
	return out
}

func mentions(findings []Finding, parameter string) bool {
	for i := range findings {
		if findings[i].Parameter == parameter {
			return true
		}
	}
	return false
}

func repeats(findings []Finding, f *Finding) bool {
	for i := range findings {
		if findings[i].Code == f.Code && findings[i].Parameter == f.Parameter {
			return true
		}
	}
	return false
}

// verdict decides as a [Verifier] would that knows what the inspection knows.
func (i *Inspection) verdict(r *reading) Verdict {
	v := Verifier{Key: i.key, Leeway: i.Leeway, TeamExists: among(i.Teams), AccountTypeExists: among(i.AccountTypes)}
	if i.UsedNonces != nil {
		v.Ledger = usedNonces(i.UsedNonces)
	}
	j := judgement{ctx: context.Background(), verifier: &v, url: r, timeless: i.Now == nil}
	if i.Now != nil {
		j.now = *i.Now
	}
	if scheme(r) == "jwt" {
		return Verdict{Code: CodeNotChecked, Source: Policy,
			Explanation: "This URL carries a JSON web token, the scheme that replaces signed URLs. Only signed URLs are checked here."}
	}
	if i.Secret.IsZero() {
		return notChecked(j.firstRefusal(CodeUnknownClient))
	}
	if refusal := j.firstRefusal(""); refusal != nil {
		return Verdict{false, refusal.Code, refusal.SigmaMessage, refusal.Explanation, refusal.Source}
	}
	return Verdict{true, CodeAccepted, "", "The signature fits, and so does everything else that was checked.", Documented}
}

func notChecked(earlier *Refusal) Verdict {
	const without = "Without the secret the signature cannot be checked."
	if earlier == nil {
		return Verdict{Code: CodeNotChecked, Explanation: without, Source: Policy}
	}
	return Verdict{Code: CodeNotChecked, Source: earlier.Source,
		Explanation: without + " Whatever it is, this URL would be refused (" + string(earlier.Code) + "): " + earlier.Explanation}
}

func (i *Inspection) key(clientID string) (*Key, bool) {
	if i.ClientID != nil && *i.ClientID != clientID {
		return nil, false
	}
	key, err := NewKey(i.Secret)
	return key, err == nil
}

func among(names []string) func(string) bool {
	if names == nil {
		return nil
	}
	return func(name string) bool {
		for _, n := range names {
			if n == name {
				return true
			}
		}
		return false
	}
}

// usedNonces is a ledger that only looks things up.
type usedNonces []string

func (u usedNonces) Use(_ context.Context, _, nonce string, _, _ time.Time) (bool, error) {
	return !among(u)(nonce), nil
}
