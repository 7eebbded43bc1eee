package signer

import "strings"

// wire reports what shows only in the text of a URL: characters that do not
// arrive as they were sent, or are read in two ways.
func (c *checker) wire(parts []Part, dialect Dialect) {
	form := dialect == DialectForm || dialect == "" && formNames(parts)
	last, lowerCase := "path", false // the name of the pair before; see lowerCase
	for i := range parts {
		p := &parts[i]
		switch p.Role {
		case RoleSeparator:
		case RoleFragment:
			c.cut(last, p.Raw)
		case RoleBroken:
			c.rewritten("", p)
		case RoleOrigin, RolePath:
			c.rewritten("path", p)
		default:
			last = p.Name
			c.pair(p, form)
			lowerCase = lowerCase || c.lowerCase(p)
		}
	}
}

// pair looks at the spelling of one name and value.
func (c *checker) pair(p *Part, form bool) {
	c.rewritten(p.Name, p)
	c.doubleEncoded(p)
	c.exposed(p)
	c.commas(p, form)
	if !form && strings.IndexByte(p.Raw, '+') >= 0 {
		c.tell(rawPlus, p.Name, "")
	}
}

// formNames is isForm for a text that was cut into parts.
func formNames(parts []Part) bool {
	for i := range parts {
		p := &parts[i]
		if p.Name != "" && p.Name[0] == ':' && p.Raw[0] == '%' && p.Role != RoleSignature {
			return true
		}
	}
	return false
}

// rewritten warns of characters that a browser changes on the way, after which
// the signature no longer fits.
func (c *checker) rewritten(name string, p *Part) {
	inQuery, note := p.Role != RoleOrigin && p.Role != RolePath, browserRewrites
	if name == "" {
		note = browserRewritesIt
	}
	for i := 0; i < len(p.Raw); i++ {
		switch ch := p.Raw[i]; {
		case ch >= 0x80:
			c.tell(note, name, "a character beyond ASCII")
			return
		case inQuery && strings.IndexByte(` "'<>`, ch) >= 0:
			c.tell(note, name, "a raw "+quote(p.Raw[i:i+1]))
			return
		}
	}
}

// commas warns of encoded commas, which make one item of a list. The form
// dialect encodes all of them and is accepted in official samples; only for a
// range does a sample say that the encoded form is not understood.
func (c *checker) commas(p *Part, form bool) {
	_, raw, _ := strings.Cut(p.Raw, "=")
	raw = strings.ToUpper(raw)
	at := strings.Index(raw, "%2C")
	known := parameterNamed(p.Name)
	switch {
	case known == nil:
	case known.Type == TypeControl && encodedRange(p.Value, raw):
		c.tell(encodedRangeNote, p.Name, "")
	case form || at < 0:
	case known.Type == TypeList:
		c.tell(encodedCommaInList, p.Name, "")
	case known.Type == TypeControl && !betweenDigits(raw, at):
		c.tell(encodedCommaInControl, p.Name, "")
	}
}

// encodedRange reports whether a value is a range whose own punctuation is
// encoded. Both spellings of the sides are documented.
func encodedRange(value, raw string) bool {
	isRange := strings.HasPrefix(value, "min:") || strings.HasPrefix(value, "start:")
	return isRange && (strings.Contains(raw, "%3A") || strings.IndexByte(raw, ',') < 0 && strings.Contains(raw, "%2C"))
}

// betweenDigits reports whether an escape stands inside a number, such as
// 1%2C000, which the documents give as an example.
func betweenDigits(raw string, at int) bool {
	end := at + len("%2C")
	return at > 0 && end < len(raw) && isDigit(raw[at-1]) && isDigit(raw[end])
}
