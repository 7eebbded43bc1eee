// Package vault keeps embed secrets encrypted at rest. To verify an HMAC, a server
// needs the secret itself and no hash of it, so whoever has the file and the key has
// the secrets: keep the two apart.
package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// KeyLength is the length of a key in bytes, for AES-256.
const KeyLength = 32

// A Vault seals with its first key and opens with each of them, so that a key can be
// changed: put the new one in front, seal everything again, and drop the old one.
type Vault struct{ keys []key }

type key struct {
	id   [idLength]byte
	aead cipher.AEAD
}

// idLength is enough to tell a few keys apart, and says nothing of them.
const idLength = 4

// version begins what is sealed.
const version = 1

// Parse reads keys in base64, a line each, the one to seal with first. Empty lines and
// those that begin with # are left out. The error quotes no key.
func Parse(text string) (*Vault, error) {
	v := new(Vault)
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != KeyLength {
			return nil, fmt.Errorf("line %d: want %d bytes in base64, such as openssl rand -base64 %[2]d writes", i+1, KeyLength)
		}
		if err := v.add(raw); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if len(v.keys) == 0 {
		return nil, errors.New("no key in it")
	}
	return v, nil
}

func (v *Vault) add(raw []byte) error {
	block, err := aes.NewCipher(raw)
	if err != nil {
		return err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(append([]byte("embedsign key id\x00"), raw...))
	v.keys = append(v.keys, key{[idLength]byte(sum[:]), aead})
	return nil
}

// Seal encrypts a secret for its client ID, under which alone it opens again. What is
// stored under one ID cannot be moved to another.
func (v *Vault) Seal(clientID string, secret signer.Secret) ([]byte, error) {
	k := v.keys[0]
	head := append([]byte{version}, k.id[:]...)
	return k.aead.Seal(head, nil, []byte(secret.Reveal()), bound(clientID)), nil
}

// ErrWrongKey is the answer to what was sealed with a key that is not here, or was
// changed since.
var ErrWrongKey = errors.New("it was sealed with another key, or has been changed")

// Unseal decrypts a secret.
func (v *Vault) Unseal(clientID string, sealed []byte) (signer.Secret, error) {
	if len(sealed) < 1+idLength || sealed[0] != version {
		return signer.Secret{}, errors.New("not a sealed secret of this version")
	}
	id, text := sealed[1:1+idLength], sealed[1+idLength:]
	for _, k := range v.keys {
		if !bytes.Equal(k.id[:], id) {
			continue
		}
		if secret, err := k.aead.Open(nil, nil, text, bound(clientID)); err == nil {
			return signer.NewSecret(string(secret)), nil
		}
	}
	return signer.Secret{}, ErrWrongKey
}

// Old reports whether a secret is sealed with another key than the first.
func (v *Vault) Old(sealed []byte) bool {
	return len(sealed) < 1+idLength || !bytes.Equal(sealed[1:1+idLength], v.keys[0].id[:])
}

func bound(clientID string) []byte { return []byte("embedsign secret\x00" + clientID) }
