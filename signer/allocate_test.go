//go:build !race

package signer

import (
	"testing"
	"time"
)

// The race detector's build of crypto/sha256 allocates, so these tests are run
// once more without it.

func TestFastWaysDoNotAllocate(t *testing.T) {
	r := goodRequest(t)
	s, err := NewSigner(r.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Prepare(&r.Embed)
	if err != nil {
		t.Fatal(err)
	}
	buffer, at := make([]byte, 0, 1024), r.Time
	other := r.Embed
	other.Teams, other.AccountType = []string{"Café", "b"}, "Viewer+"
	for name, sign := range map[string]func() ([]byte, error){
		"Signer":   func() ([]byte, error) { return s.AppendURL(buffer[:0], &r.Embed, r.Nonce, at) },
		"Prepared": func() ([]byte, error) { return p.AppendURL(buffer[:0], r.Nonce, at) },
		"Signer with a new second": func() ([]byte, error) {
			at = at.Add(time.Second)
			return s.AppendURL(buffer[:0], &r.Embed, r.Nonce, at)
		},
		"Signer with changing people": func() ([]byte, error) {
			r.Embed, other = other, r.Embed
			return s.AppendURL(buffer[:0], &r.Embed, r.Nonce, at)
		},
	} {
		allocations := testing.AllocsPerRun(200, func() {
			if _, err := sign(); err != nil {
				t.Fatal(err)
			}
		})
		if allocations != 0 {
			t.Errorf("%s: %v allocations per URL, want 0", name, allocations)
		}
	}
}
