package jwt

import (
	"crypto/hmac"
	"crypto/sha256"

	"github.com/embedsign/embedsign/internal/tinyjson"
)

// encode writes base64url without padding, as RFC 7515 wants it.
func encode(text string) string { return encodeBase64(alphabetURL, text) }

// signatureOf gives the signature of a signing input.
func signatureOf(secret, input string) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(input))
	return encode(string(m.Sum(nil)))
}

// headerJSON writes the header in the order of the table.
func headerJSON(h *Header) string { return object(PlaceHeader, h.slot) }

// payloadJSON writes the claims that are there in the order of the table.
func payloadJSON(c *Claims) string { return object(PlacePayload, c.slot) }

func object(place Place, slot func(name string) any) string {
	out := []byte{'{'}
	for i := range members {
		m := &members[i]
		if m.Place != place || isEmpty(slot(m.Name)) {
			continue
		}
		out = appendName(out, m.Name)
		out = appendSlot(out, slot(m.Name))
	}
	return string(append(out, '}'))
}

func appendSlot(dst []byte, slot any) []byte {
	switch p := slot.(type) {
	case *string:
		return appendText(dst, *p)
	case *int64:
		return append(dst, itoa(*p)...)
	case *[]string:
		dst = append(dst, '[')
		for _, text := range *p {
			dst = appendText(comma(dst, '['), text)
		}
		return append(dst, ']')
	case *[]Pair:
		dst = append(dst, '{')
		for _, pair := range *p {
			dst = appendText(appendName(dst, pair.Name), pair.Value)
		}
		return append(dst, '}')
	}
	return dst
}

func appendName(dst []byte, name string) []byte {
	return append(appendText(comma(dst, '{'), name), ':')
}

// comma appends a comma unless the list has just been opened. A name or value
// ends with a quote, so the last byte tells.
func comma(dst []byte, open byte) []byte {
	if dst[len(dst)-1] == open {
		return dst
	}
	return append(dst, ',')
}

// appendText writes a JSON string. U+FFFD is written in the place of broken UTF-8;
// the checker reports it.
func appendText(dst []byte, text string) []byte { return tinyjson.AppendString(dst, text) }
