package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// The roles of what package signer does not know.
const (
	RoleToken     signer.Role = "token"     // the parameter :jwt
	RoleHeader    signer.Role = "header"    // the header of the token
	RoleDot       signer.Role = "dot"       // between the parts of the token
	RolePayload   signer.Role = "payload"   // the claims
	RoleDigest    signer.Role = "digest"    // the signature of the token
	RoleSurplus   signer.Role = "surplus"   // what a token does not have
	RoleWithdrawn signer.Role = "withdrawn" // a parameter that does nothing here
)

// tokenRoles are the roles of the parts between the dots.
var tokenRoles = [...]signer.Role{RoleHeader, RolePayload, RoleDigest}

// tokenParts cuts the token at its dots, with offsets into the text. A dot may be
// percent-encoded in a URL.
func (r *reading) tokenParts(text string) []signer.Part {
	start, end := 0, len(text)
	if r.url != nil {
		if r.at < 0 {
			return []signer.Part{}
		}
		p := &r.url[r.at]
		start, end = p.Start+strings.IndexByte(p.Raw, '=')+1, p.End
	}
	parts := []signer.Part{}
	for n := 0; start < end; n++ {
		stop, width := nextDot(text[start:end])
		parts = r.appendPart(parts, text, start, start+stop, n)
		start += stop
		if width > 0 {
			parts = append(parts, signer.Part{Start: start, End: start + width, Raw: text[start : start+width], Value: ".", Role: RoleDot, Signed: n == 0, Status: signer.StatusOK})
		}
		start += width
	}
	return parts
}

// nextDot finds the first dot, which has one byte or, encoded, three.
func nextDot(s string) (at, width int) {
	for i := range len(s) {
		switch {
		case s[i] == '.':
			return i, 1
		case s[i] == '%' && i+2 < len(s) && s[i+1] == '2' && (s[i+2] == 'e' || s[i+2] == 'E'):
			return i, 3
		}
	}
	return len(s), 0
}

func (r *reading) appendPart(parts []signer.Part, text string, start, end, n int) []signer.Part {
	if start == end {
		return parts
	}
	raw := text[start:end]
	p := signer.Part{Start: start, End: end, Raw: raw, Value: raw, Role: RoleSurplus, Signed: n < 2, Status: signer.StatusOK}
	if n < len(tokenRoles) {
		p.Role = tokenRoles[n]
	}
	if n < len(r.texts) {
		p.Value = r.texts[n]
	}
	return append(parts, p)
}

// annotate gives each part and each entry the gravest finding about it.
func (out *Inspected) annotate(r *reading, token, url []signer.Finding) {
	for i := range token {
		f := &token[i]
		for j := range r.entries {
			if e := &r.entries[j]; e.Name == f.Parameter {
				take(&e.Status, &e.Note, f)
			}
		}
		role := tokenRole(f.Parameter)
		for j := range out.TokenParts {
			if p := &out.TokenParts[j]; p.Role == role {
				take(&p.Status, &p.Note, f)
			}
		}
		if r.at >= 0 {
			take(&r.url[r.at].Status, &r.url[r.at].Note, f)
		}
	}
	for i := range url {
		for j := range r.url {
			if concerns(&url[i], &r.url[j]) {
				take(&r.url[j].Status, &r.url[j].Note, &url[i])
			}
		}
	}
}

// tokenRole says which part of the token a finding is about; none for the token
// as a whole.
func tokenRole(parameter string) signer.Role {
	switch {
	case parameter == "" || parameter[0] == ':':
		return ""
	case parameter == "signature":
		return RoleDigest
	case parameter == string(PlaceHeader), memberNamed(PlaceHeader, parameter) != nil, parameter == "crit":
		return RoleHeader
	}
	return RolePayload
}

// concerns reports whether a finding about the URL is about a part of it.
func concerns(f *signer.Finding, p *signer.Part) bool {
	switch {
	case f.Code == "controls_not_signed":
		return p.Role == signer.RoleControl
	case f.Parameter == "path":
		origin := f.Code == "path_scheme" || f.Code == "path_host"
		return origin && p.Role == signer.RoleOrigin || !origin && p.Role == signer.RolePath
	}
	return p.Name != "" && p.Name == f.Parameter
}

// take keeps the message of the graver finding.
func take(status *signer.Status, note *string, f *signer.Finding) {
	graver := f.Severity == signer.SeverityError && *status != signer.StatusError ||
		f.Severity == signer.SeverityWarning && *status == signer.StatusOK
	if graver {
		*status = signer.Status(f.Severity)
	}
	if graver || *note == "" {
		*note = f.Message
	}
}
