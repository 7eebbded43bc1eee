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
	start, end, ok := r.span(text)
	if !ok {
		return []signer.Part{}
	}
	first, last := start, end
	if len(r.raw) == end-start { // not encoded, so the offsets are the same
		first, last = start+r.start, start+r.end
	}
	parts := appendPart([]signer.Part{}, text, start, first, RoleSurplus)
	for n := 0; first < last; n++ {
		at, width := nextDot(text[first:last])
		role := RoleSurplus
		if n < len(tokenRoles) {
			role = tokenRoles[n]
		}
		if parts = appendPart(parts, text, first, first+at, role); at > 0 && n < 2 {
			p := &parts[len(parts)-1]
			p.Signed, p.Value = true, r.texts[n]
		}
		first += at
		if parts = appendPart(parts, text, first, first+width, RoleDot); width > 0 {
			p := &parts[len(parts)-1]
			p.Signed, p.Value = n == 0, "."
		}
		first += width
	}
	return appendPart(parts, text, last, end, RoleSurplus)
}

func appendPart(parts []signer.Part, text string, start, end int, role signer.Role) []signer.Part {
	if start == end {
		return parts
	}
	raw := text[start:end]
	return append(parts, signer.Part{Start: start, End: end, Raw: raw, Value: raw, Role: role, Status: signer.StatusOK})
}

// span gives where in the text the token should be, and nothing else.
func (r *reading) span(text string) (start, end int, ok bool) {
	switch {
	case r.url == nil:
		return 0, len(text), true
	case r.at < 0:
		return 0, 0, false
	}
	p := &r.url[r.at]
	return p.Start + strings.IndexByte(p.Raw, '=') + 1, p.End, true
}

// nextDot finds the first dot. It has one byte or, encoded, three or five.
func nextDot(s string) (at, width int) {
	for at < len(s) && width == 0 {
		if s[at] == '.' || s[at] == '%' {
			width = dotWidth(s[at:])
		}
		if width == 0 {
			at++
		}
	}
	return at, width
}

// dotWidth gives the length of the dot that a text begins with, or 0.
func dotWidth(s string) int {
	if s != "" && s[0] == '.' {
		return 1
	}
	escape, ok := strings.CutPrefix(s, "%")
	escape = strings.TrimPrefix(escape, "25") // a % that was encoded itself
	if ok && len(escape) >= 2 && escape[0] == '2' && (escape[1] == 'e' || escape[1] == 'E') {
		return len(s) - len(escape) + 2
	}
	return 0
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
