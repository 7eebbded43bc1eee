package signer

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

const redacted = "[redacted]"

// A Secret is an embed secret. It shows itself as [redacted] under every verb
// of package fmt, in log/slog and in encoding/json, also where it is a field of
// something else; [Secret.Reveal] is the only way to its text.
type Secret struct {
	// A pointer, because package fmt reads unexported fields without asking
	// their methods: what it then finds is an address.
	text *string
}

// NewSecret wraps the text of an embed secret. White space is not trimmed: it
// is part of the key, and a secret with a stray newline signs differently.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal gives the text. Keep it out of logs, errors and pages.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Format prints [redacted] whatever the verb and its flags.
func (s Secret) Format(state fmt.State, _ rune) { io.WriteString(state, redacted) }

// String returns [redacted].
func (s Secret) String() string { return redacted }

// MarshalText returns [redacted]; encoding/json and log/slog call it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalText takes the text as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

// Credentials are what the platform gives the parent application.
type Credentials struct {
	// ClientID says which secret verifies. It is empty for the old secrets of a
	// whole organisation, which have none.
	ClientID string `json:"client_id"`
	// Secret is the HMAC key: the UTF-8 bytes of the text as displayed, never
	// hex-decoded.
	Secret Secret `json:"secret"`
}

// Lengths of new credentials in hex characters, as in every official example.
// No document makes them a rule, and old secrets are shorter.
const (
	ClientIDLength = 64
	SecretLength   = 128
)

// NewCredentials makes throw-away credentials of the usual form from a source
// such as crypto/rand.Reader.
func NewCredentials(random io.Reader) (Credentials, error) {
	var raw [(ClientIDLength + SecretLength) / 2]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return Credentials{}, errors.New("credentials: read randomness: " + err.Error())
	}
	text := hex.EncodeToString(raw[:])
	return Credentials{ClientID: text[:ClientIDLength], Secret: NewSecret(text[ClientIDLength:])}, nil
}
