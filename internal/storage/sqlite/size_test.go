package sqlite

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// TestSize measures what docs/embed-host.md reckons with: how many bytes of the file a
// used nonce takes, its place in the index of expiries included.
func TestSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	f := open(t, path)
	pair, err := signer.NewCredentials(rand.NewChaCha8([32]byte{3}))
	if err != nil {
		t.Fatal(err)
	}
	const often, goroutines = 8000, 64
	before := sizeOf(t, f, path)
	var group sync.WaitGroup
	for i := range goroutines {
		random := rand.NewChaCha8([32]byte{4, byte(i)})
		group.Go(func() {
			for n := range often / goroutines {
				nonce, err := signer.NewNonce(random)
				if err == nil {
					_, err = f.Use(t.Context(), pair.ClientID, nonce, noon.Add(time.Hour+time.Duration(n)*time.Second), noon)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	perNonce := (sizeOf(t, f, path) - before) / often
	t.Logf("%d bytes for each nonce", perNonce)
	if perNonce < 100 || perNonce > 600 {
		t.Error("docs/embed-host.md reckons with another figure")
	}
}

// sizeOf is that of the file after the write-ahead log has gone into it.
func sizeOf(t *testing.T, f *File, path string) int64 {
	t.Helper()
	if _, err := f.db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
