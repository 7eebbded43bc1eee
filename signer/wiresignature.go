package signer

import "strings"

// signatureForm checks what the signature looks like. A wrong form does not say
// whether the signature would be right in the right form: that takes the secret.
func (c *checker) signatureForm(raw string) {
	signature, _ := unescape(raw, false)
	hex := all(signature, isHexDigit)
	if signature == "" || hex && len(signature) == SignatureLength && all(signature, isLowerHex) {
		return
	}
	c.tell(signatureNote(signature, hex), ":signature", "")
}

func signatureNote(signature string, hex bool) noteKey {
	const shortest = 16 // that may be called the same text twice
	n := len(signature)
	half := signature[:n/2]
	switch {
	case hex && n == SignatureLength:
		return signatureUpperCase
	case len(half) >= shortest && signature == half+half:
		return signatureDoubled
	case hex && n < SignatureLength:
		return signatureTruncated
	case hex:
		return signatureTooLong
	case n <= 44 && len(strings.TrimSuffix(signature, "=")) == 43 && all(signature[:43], isBase64):
		return signatureBase64
	}
	return signatureOther
}

func isBase64(c byte) bool {
	return isAlnum(c) || c == '+' || c == '/' || c == '-' || c == '_'
}
