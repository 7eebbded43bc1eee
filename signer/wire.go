package signer

import "strings"

// wire reports what shows only in the text of a URL: characters that do not
// arrive as they were sent, or are read in two ways.
func (c *checker) wire(parts []Part, dialect Dialect) {
	for i := range parts {
		p := &parts[i]
		switch p.Role {
		case RoleSeparator:
		case RoleFragment:
			c.fail("fragment", "", "what follows the # never reaches the platform", "Write # as %23.", Sample)
		case RoleBroken, RoleOrigin, RolePath:
			c.rewritten("path", p)
		default:
			c.rewritten(p.Name, p)
			c.plus(p, dialect)
			c.commas(p, dialect)
		}
	}
}

// rewritten warns of characters that a browser changes on the way, after which
// the signature no longer fits.
func (c *checker) rewritten(name string, p *Part) {
	for i := 0; i < len(p.Raw); i++ {
		ch := p.Raw[i]
		changed := ch >= 0x80 || p.Name != "" && strings.IndexByte(` "'<>`, ch) >= 0
		if !changed {
			continue
		}
		what := quote(p.Raw[i : i+1])
		if ch >= 0x80 {
			what = "a character beyond ASCII"
		}
		c.warn("browser_rewrites", name, "holds "+what+", which browsers percent-encode on the way; if the text was signed before, the signature no longer fits",
			"Encode values before signing; the safe dialect does.", Sample)
		return
	}
}

// plus warns of a raw + where it can mean itself or a space.
func (c *checker) plus(p *Part, dialect Dialect) {
	if dialect != DialectForm && strings.IndexByte(p.Value, '+') >= 0 && strings.IndexByte(p.Raw, '+') >= 0 {
		c.warn("raw_plus", p.Name, "holds a raw +, which is read as a plus sign here, but which servers may read as a space",
			"Write %2B for a plus sign and %20 for a space.", Documented)
	}
}

// commas warns of an encoded comma in a list, which makes one item of it.
func (c *checker) commas(p *Part, dialect Dialect) {
	known := parameterNamed(p.Name)
	isList := known != nil && known.Type == TypeList
	if isList && dialect != DialectForm && dialect != DialectSafe && dialect != "" && strings.Contains(strings.ToUpper(p.Raw), "%2C") && p.Raw[0] != '%' {
		c.warn("encoded_comma", p.Name, "holds %2C, a comma inside an item; the commas between items are literal",
			"Write , between items.", Documented)
	}
}
