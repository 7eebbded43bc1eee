package jwt

import "strings"

// The two alphabets of RFC 4648. encoding/base64 knows them too, with 13 KB of
// code that the WebAssembly module would carry; the tests compare the two.
const (
	alphabet64  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	alphabetURL = alphabet64 + "-_"
	alphabetStd = alphabet64 + "+/"
)

// encodeBase64 writes a text without padding.
func encodeBase64(alphabet, text string) string {
	out := make([]byte, 0, (len(text)*8+5)/6)
	bits, n := 0, 0
	for i := range len(text) {
		bits, n = bits<<8&0xffff|int(text[i]), n+8
		for ; n >= 6; n -= 6 {
			out = append(out, alphabet[bits>>(n-6)&63])
		}
	}
	if n > 0 {
		out = append(out, alphabet[bits<<(6-n)&63])
	}
	return string(out)
}

// decodeBase64 reads either alphabet as far as it goes; padding and white space
// are passed over. whole reports that nothing else was in the way, and that the
// last character says no more than there is.
func decodeBase64(text string) (raw string, whole bool) {
	out := make([]byte, 0, len(text)*6/8)
	bits, n := 0, 0
	for i := range len(text) {
		c := text[i]
		if strings.IndexByte("= \t\r\n", c) >= 0 {
			continue
		}
		value := valueBase64(c)
		if value < 0 {
			return string(out), false
		}
		bits, n = bits<<6&0xffff|value, n+6
		if n >= 8 {
			n -= 8
			out = append(out, byte(bits>>n))
		}
	}
	return string(out), n < 6 && bits&(1<<n-1) == 0
}

// valueBase64 gives the six bits of a character of either alphabet, or -1.
func valueBase64(c byte) int {
	switch c {
	case '+':
		c = '-'
	case '/':
		c = '_'
	}
	return strings.IndexByte(alphabetURL, c)
}

// pad fills up to a multiple of four characters.
func pad(text string) string {
	return text + "==="[:(4-len(text)%4)%4]
}
