package signer

import "strings"

// A suspect is a key that may have signed: the secret, or what a mistake makes
// of it.
type suspect struct {
	code string // empty for the secret as it was given
	text string
	key  *Key
	// rare says that it is tried alone only, not in pairs.
	rare bool
}

// usual is how many variants of a mistake are tried in pairs; there are those
// that happen most often, first.
const usual = 2

// suspects lists the secret first, then each mistake with it.
func suspects(secret, clientID string) []suspect {
	list := []suspect{{text: secret, key: keyOf(secret)}}
	add := func(code string, texts ...string) {
		for i, text := range texts {
			if text != "" && !isSuspected(list, text) {
				list = append(list, suspect{code, text, keyOf(text), i >= usual})
			}
		}
	}
	bare := strings.TrimSpace(secret)
	add("secret_outer_space", bare)
	add("secret_newline", secret+"\n")
	add("secret_crlf", secret+"\r\n", secret+"\r")
	add("secret_padded", secret+" ", " "+secret, secret+"\t", " "+secret+" ")
	add("secret_quoted", `"`+secret+`"`, "'"+secret+"'", strings.Trim(bare, `"'`))
	add("secret_bom", "\ufeff"+secret, strings.TrimPrefix(secret, "\ufeff"))
	if len(bare)%2 == 0 && all(bare, isHexDigit) {
		add("secret_hex_decoded", hexDecoded(bare))
	}
	add("secret_base64_decoded", base64Decoded(bare))
	add("secret_base64_encoded", base64Encoded(secret))
	add("secret_case", strings.ToUpper(secret), strings.ToLower(secret))
	add("secret_client_id", clientID)
	add("secret_truncated", truncations(bare)...)
	return list
}

func isSuspected(list []suspect, text string) bool {
	for i := range list {
		if list[i].text == text {
			return true
		}
	}
	return false
}

// truncations are the copies that people make of a part: a character or two were
// not marked, or a field or line took only so many.
func truncations(secret string) []string {
	n := len(secret)
	var list []string
	for _, end := range [...]int{n - 1, n / 2, n - 2, n - 3, n - 4, 127, 100, 80, 64, 63, 32} {
		if 0 < end && end < n {
			list = append(list, secret[:end])
		}
	}
	for _, start := range [...]int{1, 2, n / 2} {
		if start < n {
			list = append(list, secret[start:])
		}
	}
	return list
}

// hexDecoded decodes what consists of hex digits. encoding/hex would bring
// package fmt into the module, for the text of an error that cannot occur.
func hexDecoded(s string) string {
	raw := make([]byte, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		raw = append(raw, unhex(s[i])<<4|unhex(s[i+1]))
	}
	return string(raw)
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// base64Value gives the six bits of a digit of either alphabet, or -1.
func base64Value(c byte) int {
	switch c {
	case '-':
		c = '+'
	case '_':
		c = '/'
	}
	return strings.IndexByte(base64Digits, c)
}

// base64Decoded decodes either alphabet, padded or not; empty if it is neither.
func base64Decoded(s string) string {
	s = strings.TrimRight(s, "=")
	raw := make([]byte, 0, len(s)*3/4)
	bits, have := 0, 0
	for i := 0; i < len(s); i++ {
		v := base64Value(s[i])
		if v < 0 {
			return ""
		}
		bits, have = bits<<6|v, have+6
		if have >= 8 {
			have -= 8
			raw = append(raw, byte(bits>>have))
			bits &= 1<<have - 1
		}
	}
	return string(raw)
}

func base64Encoded(s string) string {
	out := make([]byte, 0, (len(s)+2)/3*4)
	for ; len(s) >= 3; s = s[3:] {
		bits := int(s[0])<<16 | int(s[1])<<8 | int(s[2])
		out = append(out, base64Digits[bits>>18], base64Digits[bits>>12&63], base64Digits[bits>>6&63], base64Digits[bits&63])
	}
	switch len(s) {
	case 1:
		out = append(out, base64Digits[s[0]>>2], base64Digits[s[0]&3<<4], '=', '=')
	case 2:
		out = append(out, base64Digits[s[0]>>2], base64Digits[s[0]&3<<4|s[1]>>4], base64Digits[s[1]&15<<2], '=')
	}
	return string(out)
}
