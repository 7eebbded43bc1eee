package redis

import (
	"crypto/rand"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/storage/redis/redistest"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// TestMemory measures what docs/embed-host.md reckons with: how much memory of the server
// a used nonce takes, and a session, with client IDs and nonces of the usual lengths.
func TestMemory(t *testing.T) {
	r := redistest.Start(t, "--appendonly", "no") // the log is on the disk, not in memory
	s := open(t, r)
	pair, err := signer.NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	nonce := func() (string, error) { return signer.NewNonce(rand.Reader) }
	perNonce := each(t, r, func() error {
		n, err := nonce()
		if err == nil {
			_, err = s.Use(t.Context(), pair.ClientID, n, noon.Add(time.Hour), noon)
		}
		return err
	})
	perSession := each(t, r, func() error {
		key, err := nonce()
		if err != nil {
			return err
		}
		return s.Put(t.Context(), key+key, tenant.Session{
			ClientID: pair.ClientID, User: "embed_viewer@example.com", Embed: "1-" + string(tenant.ExampleEmbed), Begin: noon, Opened: noon, Expires: noon.Add(time.Hour),
		})
	})
	t.Logf("%d bytes for each nonce, %d for each session", perNonce, perSession)
	// A nonce has 36 characters and a client ID 64: less is a mistake of this test.
	if perNonce < 100 || perNonce > 400 || perSession < 200 || perSession > 1000 {
		t.Error("docs/embed-host.md reckons with other figures")
	}
}

// each does something often, and gives by how much the server's memory grew each time.
func each(t *testing.T, r *redistest.Server, do func() error) int64 {
	t.Helper()
	const often, goroutines = 50_000, 16
	before := usedMemory(t, r)
	var group sync.WaitGroup
	for range goroutines {
		group.Go(func() {
			for range often / goroutines {
				if err := do(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	return (usedMemory(t, r) - before) / often
}

func usedMemory(t *testing.T, r *redistest.Server) int64 {
	t.Helper()
	for line := range strings.Lines(r.CLI("info", "memory")) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "used_memory:"); ok {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("the server does not say how much memory it uses")
	return 0
}
