package vault

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// line is a key of its own for each number.
func line(n byte) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{n}, KeyLength))
}

func parsed(t *testing.T, lines ...string) *Vault {
	t.Helper()
	v, err := Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSealedSecretsOpenAgain(t *testing.T) {
	v := parsed(t, "# a comment", "", line(1)+"\r")
	secret := signer.NewSecret("the secret")
	first, err := v.Seal("client", secret)
	if err != nil {
		t.Fatal(err)
	}
	again, err := v.Seal("client", secret)
	if err != nil || bytes.Equal(first, again) {
		t.Errorf("%v: sealed alike twice", err)
	}
	if bytes.Contains(first, []byte("secret")) {
		t.Error("it can be read")
	}
	if got, err := v.Unseal("client", first); err != nil || got.Reveal() != "the secret" {
		t.Errorf("%q, %v", got.Reveal(), err)
	}
}

// TestWhatDoesNotOpen: under another client ID, with another key, or with one bit
// changed.
func TestWhatDoesNotOpen(t *testing.T) {
	v := parsed(t, line(1))
	sealed, err := v.Seal("client", signer.NewSecret("the secret"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Unseal("client2", sealed); !errors.Is(err, ErrWrongKey) {
		t.Errorf("another client: %v", err)
	}
	if _, err := parsed(t, line(2)).Unseal("client", sealed); !errors.Is(err, ErrWrongKey) {
		t.Errorf("another key: %v", err)
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if _, err := v.Unseal("client", changed); err == nil {
			t.Errorf("byte %d changed, and it opens", i)
		}
		if _, err := v.Unseal("client", sealed[:i]); err == nil {
			t.Errorf("cut off after %d bytes, and it opens", i)
		}
	}
}

func TestKeysCanBeChanged(t *testing.T) {
	old := parsed(t, line(1))
	sealed, err := old.Seal("client", signer.NewSecret("the secret"))
	if err != nil {
		t.Fatal(err)
	}
	both := parsed(t, line(2), line(1))
	secret, err := both.Unseal("client", sealed)
	if err != nil || old.Old(sealed) || !both.Old(sealed) {
		t.Fatalf("%v, old %v", err, both.Old(sealed))
	}
	sealed, err = both.Seal("client", secret)
	if err != nil || both.Old(sealed) {
		t.Fatal(err)
	}
	if got, err := parsed(t, line(2)).Unseal("client", sealed); err != nil || got.Reveal() != "the secret" {
		t.Error(err)
	}
	if _, err := old.Unseal("client", sealed); err == nil {
		t.Error("the old key opens what the new one has sealed")
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "no key",
		"# only a comment":              "no key",
		"short":                         "line 1: want 32 bytes in base64",
		line(1) + "\n" + line(1)[:20]:   "line 2: want 32 bytes",
		fmt.Sprintf("%x", line(1)[:32]): "line 1: want 32 bytes",
	} {
		_, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}
