//go:build !race

// Brotli at its best quality takes minutes under the race detector, so make test
// runs this file without it.

package wasmbuild

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestModuleKeepsItsBudget(t *testing.T) { Signer().keepsItsBudget(t) }

func (m Module) keepsItsBudget(t *testing.T) {
	t.Helper()
	var compressed bytes.Buffer
	w := brotli.NewWriterOptions(&compressed, brotli.WriterOptions{Quality: 11, LGWin: 24})
	if _, err := w.Write(read(t, filepath.Join(root, m.Output))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d bytes with brotli", m.Output, compressed.Len())
	if compressed.Len() > m.MaxBrotli {
		t.Errorf("%s: %d bytes with brotli, the budget is %d", m.Output, compressed.Len(), m.MaxBrotli)
	}
}
