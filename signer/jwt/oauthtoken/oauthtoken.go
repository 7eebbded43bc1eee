// Package oauthtoken encrypts the OAuth tokens that a JSON web token of package
// jwt carries in oauth_token and connection_oauth_tokens, and decrypts them.
//
// A JSON web token is signed, not encrypted: whoever sees the URL can read its
// claims. So Sigma's SDK encrypts OAuth tokens under the embed secret, and this
// package writes the same form:
//
//	base64(salt) . base64(IV) . base64(tag) . base64(ciphertext)
//
// in standard base64 with padding. The key is PBKDF2-HMAC-SHA256 of the secret's
// UTF-8 text, with a salt of 16 bytes and 600 000 iterations; the cipher is
// AES-256-GCM with an IV of 12 bytes, a tag of 16 and no additional data. One key
// takes some tenths of a second to derive, which is its purpose. That the old
// parameter :oauth_token took the same form is not documented.
//
// It is a package of its own so that WebAssembly does without it.
package oauthtoken

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// What Sigma's SDK fixes (sample).
const (
	iterations = 600_000
	saltSize   = 16
	ivSize     = 12
	tagSize    = 16
	keySize    = 32
)

// ErrNotDecrypted is the answer to a token that was encrypted under another
// secret, or changed since. Which of them cannot be told.
var ErrNotDecrypted = errors.New("oauth token: not encrypted under this secret, or changed since")

var errEmptySecret = errors.New("oauth token: the embed secret is empty")

// EncryptOAuthToken encrypts a token. Salt and IV come from random, which must be
// cryptographic, such as crypto/rand.Reader: the same IV under the same key gives
// the cipher away.
func EncryptOAuthToken(random io.Reader, secret signer.Secret, token string) (string, error) {
	return encrypt(random, secret, token, iterations)
}

func encrypt(random io.Reader, secret signer.Secret, token string, iterations int) (string, error) {
	var nonce [saltSize + ivSize]byte
	if _, err := io.ReadFull(random, nonce[:]); err != nil {
		return "", fmt.Errorf("oauth token: read randomness: %w", err)
	}
	salt, iv := nonce[:saltSize], nonce[saltSize:]
	gcm, err := newGCM(secret, salt, iterations)
	if err != nil {
		return "", err
	}
	sealed := gcm.Seal(nil, iv, []byte(token), nil)
	text, tag := sealed[:len(token)], sealed[len(token):]
	return join(salt, iv, tag, text), nil
}

// DecryptOAuthToken gives the token back. The error says what is wrong with the
// form, or is [ErrNotDecrypted]; it never quotes the token.
func DecryptOAuthToken(secret signer.Secret, encrypted string) (string, error) {
	return decrypt(secret, encrypted, iterations)
}

func decrypt(secret signer.Secret, encrypted string, iterations int) (string, error) {
	parts, err := split(encrypted)
	if err != nil {
		return "", err
	}
	salt, iv, tag, text := parts[0], parts[1], parts[2], parts[3]
	gcm, err := newGCM(secret, salt, iterations)
	if err != nil {
		return "", err
	}
	plain, err := gcm.Open(nil, iv, append(text, tag...), nil)
	if err != nil {
		return "", ErrNotDecrypted
	}
	return string(plain), nil
}

func newGCM(secret signer.Secret, salt []byte, iterations int) (cipher.AEAD, error) {
	if secret.IsZero() {
		return nil, errEmptySecret
	}
	key, err := pbkdf2.Key(sha256.New, secret.Reveal(), salt, iterations, keySize)
	if err != nil {
		return nil, fmt.Errorf("oauth token: derive the key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("oauth token: %w", err)
	}
	return cipher.NewGCM(block)
}

func join(parts ...[]byte) string {
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = base64.StdEncoding.EncodeToString(part)
	}
	return strings.Join(texts, ".")
}

// pieces are the parts in their order; the last may have any length.
var pieces = [...]struct {
	name string
	size int
}{{"salt", saltSize}, {"IV", ivSize}, {"tag", tagSize}, {"ciphertext", -1}}

// split looks at the form before a key is derived, which takes long.
func split(encrypted string) (parts [len(pieces)][]byte, err error) {
	texts := strings.Split(encrypted, ".")
	if len(texts) != len(pieces) {
		return parts, fmt.Errorf("oauth token: %d parts between dots, want 4: salt, IV, tag and ciphertext", len(texts))
	}
	for i, piece := range pieces {
		raw, err := base64.StdEncoding.Strict().DecodeString(texts[i])
		if err != nil {
			return parts, fmt.Errorf("oauth token: the %s is not standard base64 with padding", piece.name)
		}
		if piece.size >= 0 && len(raw) != piece.size {
			return parts, fmt.Errorf("oauth token: the %s has %d bytes, want %d", piece.name, len(raw), piece.size)
		}
		parts[i] = raw
	}
	return parts, nil
}
