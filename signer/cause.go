package signer

import "strings"

// A Cause is a mistake that may explain a wrong signature.
type Cause struct {
	Code string `json:"code"`
	// Proved reports that repeating the mistake gave the very signature that
	// the URL carries.
	Proved  bool   `json:"proved"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
	// Text is the string that was evidently signed, where it differs from what
	// should have been signed.
	Text string `json:"text"`
}

// hypotheses are mistakes that can be repeated: each gives another text, key or
// writing of the signature. What does not apply gives false.
var hypotheses = []struct {
	code, message, fix string
	repeat             func(*attempt) bool
}{
	{"secret_outer_space", "The secret that signed had no white space around it; the one given here does.", "Remove the white space around the secret.",
		func(a *attempt) bool { return a.withSecret(strings.TrimSpace(a.secret)) }},
	{"secret_newline", "The secret that signed ended with a newline, as files and environment variables often do.", "Trim the secret where it is read.",
		func(a *attempt) bool { return a.withSecret(a.secret + "\n") }},
	{"secret_hex_decoded", "The secret was hex-decoded before signing.", "Use the text of the secret itself as the key.",
		func(a *attempt) bool {
			return len(a.secret)%2 == 0 && all(a.secret, isHexDigit) && a.withSecret(hexDecoded(a.secret))
		}},
	{"signed_query_only", "Only the query was signed.", "Sign the whole URL: scheme, host, path, question mark and query.",
		func(a *attempt) bool { _, query, _ := strings.Cut(a.text, "?"); return a.withText(query) }},
	{"signed_without_host", "Path and query were signed without scheme and host.", "Sign the whole URL, from https:// on.",
		func(a *attempt) bool { _, _, rest := splitOrigin(a.text); return a.withText(rest) }},
	{"signature_upper_case", "The signature is written in upper case.", "Write the digest in lower-case hex.",
		func(a *attempt) bool { a.given = strings.ToLower(a.given); return true }},
}

// hexDecoded decodes what consists of hex digits. encoding/hex would bring
// package fmt into the module, for the text of an error that cannot occur.
func hexDecoded(s string) string {
	raw := make([]byte, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		raw = append(raw, unhex(s[i])<<4|unhex(s[i+1]))
	}
	return string(raw)
}

// An attempt repeats one mistake.
type attempt struct{ secret, text, given string }

func (a *attempt) withSecret(secret string) bool {
	changed := secret != a.secret && secret != ""
	a.secret = secret
	return changed
}

func (a *attempt) withText(text string) bool {
	changed := text != a.text && text != ""
	a.text = text
	return changed
}

// causes tries each mistake and reports those that reproduce the signature.
func causes(r *reading, secret Secret) []Cause {
	var found []Cause
	for _, h := range hypotheses {
		a := attempt{secret: secret.Reveal(), text: r.signed, given: r.signature}
		if !h.repeat(&a) {
			continue
		}
		if signatureOf(keyOf(a.secret), a.text) != a.given {
			continue
		}
		cause := Cause{Code: h.code, Proved: true, Message: h.message, Fix: h.fix}
		if a.text != r.signed {
			cause.Text = a.text
		}
		found = append(found, cause)
	}
	return found
}
