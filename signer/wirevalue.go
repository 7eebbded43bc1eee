package signer

import "strings"

// exposed reports what looks like an embed secret. It is not quoted: who reads
// a finding over somebody's shoulder must not learn it.
func (c *checker) exposed(p *Part) {
	named := strings.Contains(p.Name, "secret") || strings.Contains(p.Name, "Secret")
	if p.Role != RoleSignature && (named || len(p.Value) == SecretLength && all(p.Value, isHexDigit)) {
		c.tell(secretInURL, p.Name, "")
	}
}

// guessable warns of nonces that are not random enough. What is as short as the
// Go sample's, which takes 63 bits from math/rand, is hardly from a
// cryptographic source, and digits alone are a counter or a clock.
func (c *checker) guessable(nonce string) {
	if len(nonce) <= 16 && all(nonce, isHexDigit) || all(nonce, isDigit) {
		c.tell(guessableNonce, ":nonce", "")
	}
}
