package signer

import "strings"

// email checks the address as the documents do: no white space, one @, and a
// domain with a dot that follows RFC 1035, so without underscores.
func (c *checker) email(address string) {
	if address == "" {
		c.missing(":email", "Pass the address of the person who looks at the embed.")
		return
	}
	c.text(":email", address)
	if why := emailFlaw(address); why != "" {
		c.fail("invalid_email", ":email", quote(address)+" "+why, "Use an address like name+embed@example.com.", Documented)
	}
}

// EmailFlaw says what is wrong with an address, in words that follow it, such as
// "has no @"; nothing if it is good. The empty address has no @ either.
func EmailFlaw(address string) string { return emailFlaw(address) }

// emailFlaw says what is wrong with an address, or nothing. Good addresses come
// first: it looks at one for each URL.
func emailFlaw(address string) string {
	at := strings.IndexByte(address, '@')
	inDomain := domainFlaw(address[at+1:])
	switch {
	case at > 0 && strings.IndexByte(address[:at], ' ') < 0 && inDomain == "":
		return ""
	case hasOuterSpace(address):
		return "begins or ends with a space"
	case at < 0:
		return "has no @"
	case at == 0:
		return "has nothing before the @"
	case inDomain == "":
		return "has a space"
	}
	return inDomain
}

// domainFlaw looks at a domain label by label. Letters beyond ASCII pass.
func domainFlaw(domain string) string {
	dots, last := 0, byte('.') // last is the character before; a label begins after a dot
	for i := 0; i < len(domain); i++ {
		c := domain[i]
		switch {
		case isAlnum(c), c >= 0x80, c == '-' && last != '.':
		case c == '.' && last != '.' && last != '-':
			dots++
		case c == '@':
			return "has more than one @"
		default:
			return "has " + quote(domain[i:i+1]) + " in its domain, where it cannot stand"
		}
		last = c
	}
	switch {
	case dots == 0:
		return "has a domain without a dot"
	case last == '.' || last == '-':
		return "ends with a dot or a hyphen"
	}
	return ""
}
