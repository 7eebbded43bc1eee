package signer

import (
	"crypto/hmac"
	"slices"
	"strings"
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
	// SkipCauses leaves out the search for what explains a wrong signature, which
	// takes up to a thousand times as long as the rest: for an answer at each keystroke.
	SkipCauses bool
}

// Inspected is everything that can be said about a URL.
type Inspected struct {
	// Scheme is "hmac", "jwt" or "none".
	Scheme string `json:"scheme"`
	// Dialect is how the URL is written, or empty if in no single way.
	Dialect Dialect `json:"dialect"`
	// Sample says which official sample the URL was evidently made with.
	Sample    SampleGuess    `json:"sample"`
	Parts     []Part         `json:"parts"`
	Signature SignatureCheck `json:"signature"`
	Verdict   Verdict        `json:"verdict"`
	// Log is how the verdict came about, step by step; empty for another scheme.
	Log      []LogStep `json:"log"`
	Findings []Finding `json:"findings"`
	Causes   []Cause   `json:"causes"`
	// Tried counts the hypotheses that were computed to find causes, pairs
	// included; 0 when the signature is right, when there is none, which a finding
	// says, or when it cannot be checked.
	Tried int `json:"tried"`
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
	// BitsDifferent counts the bits, of 256, in which Given and Expected differ;
	// nil when one of them is not there, or Given is not 64 hex digits. Where any
	// character of the text was changed, it is about 128.
	BitsDifferent *int `json:"bits_different"`
	// WouldSign is the text that should have been signed, which is the one that the
	// receiver signs to compare, and WasSigned the one that was signed, where a
	// proved cause tells; both written by [Visible], and empty unless the signature
	// is wrong. WouldSign is empty too where WasSigned is the right text, and what
	// was sent is wrong: see Send of [Cause].
	WouldSign string `json:"would_sign"`
	WasSigned string `json:"was_signed"`
}

// A Verdict is the receiving side's decision.
type Verdict struct {
	Accepted     bool   `json:"accepted"`
	Code         Code   `json:"code"`
	SigmaMessage string `json:"sigma_message"`
	Explanation  string `json:"explanation"`
	Source       Source `json:"source"`
}

// Inspect reads a URL, checks what can be checked, and never signs it anew. It is
// for signed URLs; those that carry a JSON web token are for package signer/jwt, and
// are told so with [CodeNotChecked].
func Inspect(i Inspection) Inspected {
	r := read(i.URL)
	out := Inspected{
		Scheme: scheme(r), Parts: Parse(i.URL),
		Signature: SignatureCheck{Given: r.signature}, SignedText: r.signed,
		Embed: r.embed, ClientID: r.clientID, Nonce: r.nonce, Time: r.time,
	}
	out.Dialect = dialectOf(out.Parts)
	out.Log, out.Verdict = i.decide(r)
	out.Findings = notNil(i.findings(r, &out))
	annotate(out.Parts, out.Findings)
	out.Causes = []Cause{}
	key, err := NewKey(i.Secret)
	if err != nil || out.Scheme == "jwt" {
		return out
	}
	expected := signatureOf(key, r.signed)
	valid := hmac.Equal([]byte(expected), []byte(r.signature))
	if valid || !i.SkipCauses {
		out.Causes, out.Tried = causes(i.URL, r, i.Secret.Reveal())
	}
	if out.Scheme == "none" {
		return out
	}
	out.Signature.Expected, out.Signature.Valid = &expected, &valid
	out.Signature.BitsDifferent = bitsDifferent(r.signature, expected)
	if !valid {
		out.Signature.compareTexts(r.signed, out.Causes)
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
		return withoutEchoes(c.findings, r, i.URL)
	}
	if out.Scheme == "jwt" {
		c.info("jwt_scheme", ":jwt", "is a JSON web token, the scheme that replaces signatures; only the token is signed there, not the URL", "", Documented)
		return c.findings
	}
	out.Sample = guessSample(r, out.Parts)
	if plain := unwrapped(i.URL); plain != i.URL {
		return c.wrapped(r, plain, out.Parts)
	}
	return c.ofURL(i.URL, r, out.Parts)
}

// wrapped reports what makes a URL unreadable as a whole, and then what there is to
// say about the URL inside: names and values with a line break or amp; in them
// would be the same finding many times. What is about a name that is only there
// once the text is whole again waits until then.
func (c *checker) wrapped(r *reading, plain string, parts []Part) []Finding {
	c.findings = c.findings[:r.unread]
	if strings.Contains(r.url, jsonAmpersand) {
		c.tell(jsonEscaped, "", "")
	}
	inside := read(plain)
	c.findings = append(c.findings, inside.findings...)
	return slices.DeleteFunc(c.ofURL(plain, inside, Parse(plain)), func(f Finding) bool {
		return f.Parameter != "" && parameterNamed(f.Parameter) == nil && !hasPart(parts, f.Parameter)
	})
}

func hasPart(parts []Part, name string) bool {
	return slices.ContainsFunc(parts, func(p Part) bool { return p.Name == name })
}

// ofURL adds what there is to say about a URL that can be read.
func (c *checker) ofURL(url string, r *reading, parts []Part) []Finding {
	c.torn(r, parts)
	c.misnamed(r, parts)
	c.path(r.embed.Path)
	c.clientID(r.clientID)
	c.role(&r.embed)
	c.person(&r.embed)
	c.moment(r.nonce, r.time)
	if r.signature == "" {
		c.missing(":signature", "Sign the URL; nothing proves where it comes from.")
	}
	c.wire(parts, dialectOf(parts))
	c.signatureForm(r.signature)
	c.guessable(r.nonce)
	return withoutEchoes(c.findings, r, url)
}

// withoutEchoes drops what follows from an earlier finding: a parameter that is
// there but cannot be read is not missing, and what is said once is enough.
func withoutEchoes(findings []Finding, r *reading, url string) []Finding {
	var out []Finding
	for _, f := range findings {
		if f.Code == "missing_parameter" && r.has(f.Parameter) {
			if mentions(out, f.Parameter) {
				continue
			}
			f.Message = "is empty"
		} else if f.Code == "missing_parameter" && explained(findings, r, url, f.Parameter) {
			continue
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
