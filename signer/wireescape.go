package signer

// doubleEncoded warns of an escape that was escaped again: %40 became %2540.
// Where a name is concerned it is another name then.
func (c *checker) doubleEncoded(p *Part) {
	if at := findEscape(p.Raw, escapedTwice); at >= 0 {
		c.tell(doubleEncoding, p.Name, p.Raw[at:at+len("%2540")])
	}
}

// lowerCase mentions an escape such as %c3. It is good as long as it was signed
// so, but no sample writes it, and what encodes anew on the way writes upper
// case. Once for a URL is enough: told reports whether it was.
func (c *checker) lowerCase(p *Part) (told bool) {
	at := findEscape(p.Raw, lowerCaseEscape)
	if at >= 0 {
		c.tell(lowerCaseNote, p.Name, p.Raw[at:at+len("%c3")])
	}
	return at >= 0
}

// findEscape gives the offset of the first %XX of a kind, or -1. The kind is
// given the text from there on.
func findEscape(raw string, is func(string) bool) int {
	for i := 0; i+2 < len(raw); i++ {
		if raw[i] == '%' && isHexDigit(raw[i+1]) && isHexDigit(raw[i+2]) && is(raw[i:]) {
			return i
		}
	}
	return -1
}

func escapedTwice(s string) bool {
	return len(s) >= len("%2540") && s[1:3] == "25" && isHexDigit(s[3]) && isHexDigit(s[4])
}

func lowerCaseEscape(s string) bool { return s[1] >= 'a' || s[2] >= 'a' }
