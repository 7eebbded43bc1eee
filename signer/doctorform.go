package signer

import "strings"

// A script is one way to read the given signature: as some number of bytes,
// which a computed digest is compared with. Nothing is hashed again for it.
type script struct {
	code   string // empty for lower-case hex, as it should be
	digits string // lower-case hex
	// beginning says that only the first digits are there.
	beginning bool
}

// matches compares a digest in hex.
func (s *script) matches(digits string) bool {
	return digits == s.digits || s.beginning && strings.HasPrefix(digits, s.digits)
}

// scripts are all ways in which a signature can be read; the right one, if it is
// possible, is first.
type scripts []script

// fewestDigits of a truncated signature are 64 bits: fewer would fit by chance
// often enough, with all that is tried, to be no proof.
const fewestDigits = 16

func scriptsOf(given string) scripts {
	var s scripts
	lower := strings.ToLower(given)
	if given == lower {
		s.add("", given)
	}
	s.add("signature_upper_case", given)
	text, _ := unescape(given, false)
	if strings.TrimSpace(given) == given { // or the space is not part of the URL
		text = strings.TrimSpace(text)
	}
	s.add("signature_outer_space", text)
	if half := given[:len(given)/2]; given == half+half {
		s.add("signature_doubled", half)
	}
	s.add("signature_prefixed", lastHex(text))
	s.base64(text)
	if n := len(given); n < SignatureLength && n >= fewestDigits && all(given, isHexDigit) && given == lower {
		s = append(s, script{"signature_truncated", given, true})
	}
	return s
}

// add takes one way to read the signature, unless it cannot be or is known.
func (s *scripts) add(code, digits string) {
	if len(digits) < fewestDigits || !all(digits, isHexDigit) {
		return
	}
	digits = strings.ToLower(digits)
	for i := range *s {
		if (*s)[i].digits == digits {
			return
		}
	}
	*s = append(*s, script{code: code, digits: digits})
}

// lastHex is the run of hex digits at the end of a text.
func lastHex(text string) string {
	start := len(text)
	for start > 0 && isHexDigit(text[start-1]) {
		start--
	}
	return text[start:]
}

// base64 reads base64 of the bytes, or of the digits. A + may have become a
// space on the way.
func (s *scripts) base64(text string) {
	text = strings.ReplaceAll(text, " ", "+")
	raw := base64Decoded(text)
	code := "signature_base64"
	if len(text)%4 != 0 || strings.IndexByte(text, '-') >= 0 || strings.IndexByte(text, '_') >= 0 {
		code = "signature_base64url"
	}
	if n := len(raw); n == 20 || n == 32 || n == 64 {
		s.add(code, hexOf(raw))
	}
	s.add(code, raw)
}

func hexOf(raw string) string { return string(appendHex(nil, []byte(raw))) }
