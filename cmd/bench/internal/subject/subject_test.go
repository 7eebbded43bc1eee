package subject

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

func TestPeopleDifferAndAreAlikeInLength(t *testing.T) {
	s, err := New(rand.Reader, Path)
	if err != nil {
		t.Fatal(err)
	}
	sign, err := signer.NewSigner(s.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	seen, length := make(map[string]bool), 0
	for i := range s.Embeds {
		url, err := sign.AppendURL(nil, &s.Embeds[i], "nonce", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Verify(string(url), time.Now()); err != nil {
			t.Error(err)
		}
		if length == 0 {
			length = len(url)
		}
		if len(url) != length || seen[s.Embeds[i].Email] {
			t.Errorf("person %d: %d bytes, want %d; e-mail %s", i, len(url), length, s.Embeds[i].Email)
		}
		seen[s.Embeds[i].Email] = true
	}
	if len(seen) != People {
		t.Errorf("%d people, want %d", len(seen), People)
	}
}

func TestVerifyRefusesOthers(t *testing.T) {
	a, errA := New(rand.Reader, Path)
	b, errB := New(rand.Reader, Path)
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	var refusal *signer.Refusal
	if err := a.Verify(b.Built("nonce", time.Now()).URL, time.Now()); !errors.As(err, &refusal) {
		t.Errorf("error %v, want a refusal", err)
	}
}

// TestBuildRequestHasTheSecret is about the one place that must not print it as
// redacted: the door would sign with that.
func TestBuildRequestHasTheSecret(t *testing.T) {
	s, err := New(rand.Reader, Path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.BuildRequest("nonce", time.Unix(1_700_000_000, 0))
	if err != nil {
		t.Fatal(err)
	}
	var request struct {
		Credentials struct {
			Secret string `json:"secret"`
		} `json:"credentials"`
		Time int64 `json:"time"`
	}
	if err := json.Unmarshal(text, &request); err != nil {
		t.Fatal(err)
	}
	if request.Credentials.Secret != s.Credentials.Secret.Reveal() || request.Time != 1_700_000_000 {
		t.Errorf("got time %d and another secret than that of the subject", request.Time)
	}
}
