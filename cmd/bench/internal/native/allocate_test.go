//go:build !race

package native

import (
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
)

// The race detector's build of crypto/sha256 allocates, so this test is run once
// more without it.

func TestSigningDoesNotAllocate(t *testing.T) {
	e := &Engine{newSubject(t), new(audit.Audit)}
	for _, operation := range []string{"sign", "sign-prepared", "nonce"} {
		allocs, _, err := e.Allocations(t.Context(), operation)
		if err != nil || allocs != 0 {
			t.Errorf("%s: %v allocations, %v", operation, allocs, err)
		}
	}
}
