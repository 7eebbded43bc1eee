package signer

import "strings"

// Parse cuts a URL into parts. It never fails: what cannot be read becomes a
// part with [RoleBroken], and the parts always cover the whole text.
func Parse(url string) []Part {
	p := parser{url: url, signature: -1}
	end := len(url)
	if i := strings.IndexByte(url, '#'); i >= 0 {
		end = i
	}
	query := strings.IndexByte(url[:end], '?')
	if query < 0 {
		p.base(end)
	} else {
		p.base(query)
		p.add(query, query+1, RoleSeparator)
		p.query(query+1, end)
	}
	p.add(end, len(url), RoleFragment)
	p.markSigned()
	return p.parts
}

// A parser collects the parts of one text.
type parser struct {
	url       string
	parts     []Part
	signature int  // index of the last signature, or -1
	form      bool // see isForm
}

// add appends a part, unless it is empty.
func (p *parser) add(start, end int, role Role) {
	if start == end {
		return
	}
	raw := p.url[start:end]
	status := StatusOK
	if role == RoleBroken {
		status = StatusError
	}
	p.parts = append(p.parts, Part{Start: start, End: end, Raw: raw, Value: raw, Role: role, Status: status})
}

// base cuts what stands before the question mark.
func (p *parser) base(end int) {
	scheme, authority, rest := splitOrigin(p.url[:end])
	if scheme == "" || authority == "" {
		p.add(0, end, RoleBroken)
		return
	}
	p.add(0, end-len(rest), RoleOrigin)
	p.add(end-len(rest), end, RolePath)
}

func (p *parser) query(start, end int) {
	p.form = isForm(p.url[start:end])
	for start < end {
		stop := end
		if i := strings.IndexByte(p.url[start:end], '&'); i >= 0 {
			stop = start + i
		}
		p.pair(start, stop)
		if stop < end {
			p.add(stop, stop+1, RoleSeparator)
		}
		start = stop + 1
	}
}

func (p *parser) pair(start, end int) {
	name, value, ok := strings.Cut(p.url[start:end], "=")
	if !ok || name == "" {
		p.add(start, end, RoleBroken)
		return
	}
	p.add(start, end, RoleUnknown)
	part := &p.parts[len(p.parts)-1]
	part.Name, _ = unescape(name, p.form)
	part.Value, _ = unescape(value, p.form)
	part.Role = roleOf(part.Name)
	if part.Role == RoleSignature {
		p.signature = len(p.parts) - 1
	}
}

func roleOf(name string) Role {
	known := parameterNamed(name)
	switch {
	case known == nil:
		return RoleUnknown
	case known.Name == ":signature":
		return RoleSignature
	case known.Name == "":
		return RoleControl
	case known.Name == attributePrefix:
		return RoleAttribute
	case known.Required:
		return RoleRequired
	}
	return RoleOptional
}

// markSigned marks what the last signature covers: all that stands before the
// separator in front of it.
func (p *parser) markSigned() {
	for i := range p.signature - 1 {
		p.parts[i].Signed = true
	}
}

// cutSignature finds the text that was signed and the signature that was given.
// Both spellings of the name are official; the last one counts.
func cutSignature(url string) (signed, signature string, ok bool) {
	for end := len(url); ; {
		at := strings.LastIndex(url[:end], "signature=")
		if at < 0 {
			return url, "", false
		}
		if name := colonBefore(url[:at]); name > 0 && (url[name-1] == '&' || url[name-1] == '?') {
			signature, _, _ = strings.Cut(url[at+len("signature="):], "&")
			return url[:name-1], signature, true
		}
		end = at
	}
}

// colonBefore gives the offset of the colon, raw or encoded, that ends a text,
// or -1.
func colonBefore(text string) int {
	for _, colon := range [...]string{":", "%3A", "%3a"} {
		if strings.HasSuffix(text, colon) {
			return len(text) - len(colon)
		}
	}
	return -1
}
