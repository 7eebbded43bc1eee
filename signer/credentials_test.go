package signer

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/iotest"
)

const knownSecret = "do not show this"

// Wherever a secret may end up, it must not show.
func TestSecretNeverShows(t *testing.T) {
	secret := NewSecret(knownSecret)
	holder := struct {
		Public  Secret
		private Secret
		List    []Secret
		Map     map[string]Secret
		Pointer *Secret
	}{secret, secret, []Secret{secret}, map[string]Secret{"a": secret}, &secret}
	var shown []string
	for _, verb := range "bcdeEfFgGopqstTUvwxX" {
		for _, flag := range []string{"", "+", "#", "-", "0", " ", "20", ".3"} {
			shown = append(shown, fmt.Sprintf("%"+flag+string(verb), secret), fmt.Sprintf("%"+flag+string(verb), holder))
		}
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", secret, "holder", holder, "error", fmt.Errorf("with %v", secret))
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "secret", secret, "holder", holder, "credentials", Credentials{"id", secret})
	text, err := json.Marshal(map[string]any{"a": secret, "b": &secret, "c": holder, "d": Credentials{"id", secret}})
	if err != nil {
		t.Fatal(err)
	}
	shown = append(shown, log.String(), string(text), fmt.Sprint(secret, &secret, Credentials{"id", secret}, Request{Credentials: Credentials{"id", secret}}))
	for _, s := range shown {
		for _, form := range []string{knownSecret, fmt.Sprintf("%x", knownSecret), fmt.Sprintf("%X", knownSecret), fmt.Sprint([]byte(knownSecret))} {
			if strings.Contains(s, form) {
				t.Errorf("the secret shows: %s", s)
			}
		}
	}
	for _, verb := range []string{"%v", "%s", "%q", "%d", "%x", "%#v", "%+v", "%T%v"} {
		if got := fmt.Sprintf(verb, secret); verb != "%T%v" && got != redacted {
			t.Errorf("%s prints %q, want %q", verb, got, redacted)
		}
	}
}

func TestSecretKeepsItsText(t *testing.T) {
	for _, text := range []string{"", "x", " with space \n"} {
		if got := NewSecret(text).Reveal(); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	var zero Secret
	if !zero.IsZero() || !NewSecret("").IsZero() || NewSecret("x").IsZero() {
		t.Error("IsZero is wrong")
	}
}

func TestNewCredentials(t *testing.T) {
	a, err := NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.ClientID) != ClientIDLength || len(a.Secret.Reveal()) != SecretLength || !all(a.ClientID+a.Secret.Reveal(), isLowerHex) {
		t.Errorf("form: %q and %d characters", a.ClientID, len(a.Secret.Reveal()))
	}
	if a.ClientID == b.ClientID || a.Secret.Reveal() == b.Secret.Reveal() {
		t.Error("two pairs are alike")
	}
	if _, err := NewCredentials(iotest.ErrReader(errors.New("dry"))); err == nil {
		t.Error("no error from a source that fails")
	}
}

func TestNonces(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		nonce, err := NewNonce(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckNonceForm(nonce); err != nil {
			t.Fatalf("%s: %v", nonce, err)
		}
		if seen[nonce] {
			t.Fatalf("%s came twice", nonce)
		}
		seen[nonce] = true
	}
}

// All 122 random bits must come from the source, and none of them twice.
func TestNonceUsesItsSource(t *testing.T) {
	raw := []byte{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}
	got, err := NewNonce(bytes.NewReader(raw))
	if want := "00112233-4455-4677-8899-aabbccddeeff"; err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	cause := errors.New("dry")
	if dst, err := AppendNonce([]byte("kept"), iotest.ErrReader(cause)); !errors.Is(err, cause) || string(dst) != "kept" {
		t.Errorf("got %q, %v; want the buffer as it was and the cause", dst, err)
	}
}

func TestCheckNonceFormRefuses(t *testing.T) {
	for _, nonce := range []string{
		"", "x", "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a1", "0b9c3f52x6a1e-4d3b-9a52-0f3c5d7e8a11",
		"0B9C3F52-6A1E-4D3B-9A52-0F3C5D7E8A11", "0b9c3f52-6a1e-1d3b-9a52-0f3c5d7e8a11", "0b9c3f52-6a1e-4d3b-ca52-0f3c5d7e8a11",
	} {
		if CheckNonceForm(nonce) == nil {
			t.Errorf("%q passed", nonce)
		}
	}
}
