package signer

import (
	"encoding/hex"
	"errors"
	"io"
)

// MaxNonceLength is the longest nonce in bytes (documented: up to 255).
const MaxNonceLength = 255

// nonceLength is the length of a UUID's text.
const nonceLength = 36

// NewNonce makes a random UUID, version 4, as the samples do. The source must
// be cryptographic: who can guess a nonce can burn it.
func NewNonce(random io.Reader) (string, error) {
	text, err := AppendNonce(nil, random)
	return string(text), err
}

// AppendNonce is [NewNonce] into the caller's buffer.
func AppendNonce(dst []byte, random io.Reader) ([]byte, error) {
	start := len(dst)
	dst = append(dst, "00000000-0000-4000-8000-000000000000"...)
	text := dst[start:]
	// The random bytes land at the end of the text and are spread from left to
	// right, so that nothing has to be allocated: a group is read before the
	// digits that grow over it.
	raw := text[nonceLength-16:]
	if _, err := io.ReadFull(random, raw); err != nil {
		return dst[:start], &nonceError{err}
	}
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	group := [16]byte(raw)
	hex.Encode(text[0:8], group[0:4])
	text[8] = '-'
	hex.Encode(text[9:13], group[4:6])
	text[13] = '-'
	hex.Encode(text[14:18], group[6:8])
	text[18] = '-'
	hex.Encode(text[19:23], group[8:10])
	text[23] = '-'
	hex.Encode(text[24:36], group[10:16])
	return dst, nil
}

// A nonceError says that the source of randomness failed.
type nonceError struct{ cause error }

func (e *nonceError) Error() string { return "nonce: read randomness: " + e.cause.Error() }
func (e *nonceError) Unwrap() error { return e.cause }

// CheckNonceForm reports how a nonce differs from what [NewNonce] makes: the
// canonical lower-case text of a UUID, version 4. The platform accepts any
// unique text; this is for those who test a generator.
func CheckNonceForm(nonce string) error {
	if len(nonce) != nonceLength {
		return errors.New("nonce: " + itoa(len(nonce)) + " bytes, a UUID has 36")
	}
	for i := range len(nonce) {
		c := nonce[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return errors.New("nonce: no hyphen at offset " + itoa(i))
			}
		default:
			if !isLowerHex(c) {
				return errors.New("nonce: not a lower-case hex digit at offset " + itoa(i))
			}
		}
	}
	if nonce[14] != '4' {
		return errors.New("nonce: version " + nonce[14:15] + ", want 4")
	}
	if v := nonce[19]; v != '8' && v != '9' && v != 'a' && v != 'b' {
		return errors.New("nonce: variant digit " + nonce[19:20] + ", want 8, 9, a or b")
	}
	return nil
}

func isLowerHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' }
