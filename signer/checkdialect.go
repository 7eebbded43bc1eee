package signer

import "strings"

// dialect refuses, for the two dialects that do not encode, the values that
// would change the meaning of the URL: the samples write them all the same.
func (c *checker) dialect(r *Request) {
	if r.Dialect != DialectDocs && r.Dialect != DialectGo {
		return
	}
	c.separators(":client_id", r.Credentials.ClientID)
	c.separators(":nonce", r.Nonce)
	for name, value := range r.Embed.values() {
		c.separators(name, value)
	}
}

func (c *checker) separators(name, value string) {
	i := strings.IndexAny(name+value, "&#")
	if i < 0 {
		return
	}
	effect := "the rest becomes a parameter of its own"
	if (name + value)[i] == '#' {
		effect = "a browser never sends what follows, not even the signature"
	}
	c.fail("unescaped_separator", name, quote(value)+" has a raw "+(name + value)[i:i+1]+": "+effect,
		"Use a dialect that encodes values, such as safe.", Sample)
}
