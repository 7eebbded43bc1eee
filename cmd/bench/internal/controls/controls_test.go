package controls

import (
	"errors"
	"io"
	"sync"
	"testing"
	"testing/iotest"
)

// TestControlsNeedRandomness has a source that fails.
func TestControlsNeedRandomness(t *testing.T) {
	if _, err := Sources(iotest.ErrReader(io.EOF)); err == nil {
		t.Error("no error")
	}
	// Generators draw at the same time, so it has to bear that, as crypto/rand does.
	controls, err := Sources(&ending{left: 32 + 1000})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), controls[0]); err == nil || errors.Is(err, ErrMissed) {
		t.Errorf("a source that ends: %v", err)
	}
}

// ending gives so many bytes, and then none.
type ending struct {
	mu   sync.Mutex
	left int
}

func (e *ending) Read(b []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.left < len(b) {
		return 0, io.EOF
	}
	e.left -= len(b)
	return len(b), nil
}
