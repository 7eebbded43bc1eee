package jwt

import (
	"encoding/base64"
	"testing"
)

// FuzzBase64AgreesWithStandard: what is written is what encoding/base64 writes,
// and what its strict decoder takes is read alike.
func FuzzBase64AgreesWithStandard(f *testing.F) {
	for _, text := range []string{"", "a", "ab", "abc", "\xff\xfe\xfd\xfb", "AA", "AB", "QQ", "QR", "AAAA", "A", "-_", "+/"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for alphabet, standard := range map[string]*base64.Encoding{alphabetURL: base64.RawURLEncoding, alphabetStd: base64.RawStdEncoding} {
			written := encodeBase64(alphabet, text)
			if written != standard.EncodeToString([]byte(text)) {
				t.Fatalf("%q is written %s", text, written)
			}
			if raw, whole := decodeBase64(written); !whole || raw != text {
				t.Fatalf("%s is read as %q, %v", written, raw, whole)
			}
		}
		if padded := pad(encodeBase64(alphabetStd, text)); padded != base64.StdEncoding.EncodeToString([]byte(text)) {
			t.Fatalf("%q is padded %s", text, padded)
		}
		raw, flaw := decode(text)
		want, err := base64.RawURLEncoding.Strict().DecodeString(text)
		lax := len(text) == 0 || containsNewline(text) // encoding/base64 passes over newlines, and nothing is no segment
		if !lax && (flaw == "") != (err == nil) || flaw == "" && raw != string(want) {
			t.Fatalf("%q is read as %q %q; encoding/base64 gives %q, %v", text, raw, flaw, want, err)
		}
	})
}

func containsNewline(text string) bool {
	for _, c := range text {
		if c == '\n' || c == '\r' {
			return true
		}
	}
	return false
}
