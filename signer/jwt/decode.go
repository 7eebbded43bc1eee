package jwt

import "strings"

const notWhole = "is not whole: its last character says more than there is, or one is missing"

// decode reads a segment of a token as far as it goes. The flaw says why it is
// not base64url as RFC 7515 wants it, which a verifier refuses: there must be one
// way only to write a token, or a used one opens again under another spelling.
func decode(segment string) (text, flaw string) {
	text, whole := decodeBase64(segment)
	for i := range len(segment) {
		if strings.IndexByte(alphabetURL, segment[i]) < 0 {
			return text, characterFlaw(segment[i : i+1])
		}
	}
	switch {
	case segment == "":
		flaw = "is empty"
	case !whole:
		flaw = notWhole
	}
	return text, flaw
}

func characterFlaw(c string) string {
	switch c {
	case "=":
		return "is padded with =, which base64url in a token is not"
	case "+", "/":
		return "holds " + c + " of standard base64, where base64url has - and _"
	}
	return "holds " + quote(c) + ", which is not base64url"
}
