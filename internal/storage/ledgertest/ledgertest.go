// Package ledgertest is what every ledger of used nonces has to pass.
package ledgertest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// UseOnce has many goroutines use the same nonces, through several ways to one ledger.
// Each nonce is fresh once, and again for another client.
func UseOnce(t *testing.T, now time.Time, ledgers ...signer.Ledger) {
	t.Helper()
	const nonces, each = 100, 8
	var mu sync.Mutex
	fresh := make(map[string]int)
	use := func(ledger signer.Ledger, client, nonce string) {
		ok, err := ledger.Use(t.Context(), client, nonce, now.Add(time.Hour), now)
		if err != nil {
			t.Error(err)
		}
		if ok {
			mu.Lock()
			defer mu.Unlock()
			fresh[client+" "+nonce]++
		}
	}
	var group sync.WaitGroup
	for i := range each {
		group.Go(func() {
			for n := range nonces {
				use(ledgers[i%len(ledgers)], "client", fmt.Sprint("nonce ", n))
			}
		})
	}
	group.Wait()
	use(ledgers[0], "another", "nonce 1")
	for nonce, n := range fresh {
		if n != 1 {
			t.Errorf("%s was fresh %d times", nonce, n)
		}
	}
	if len(fresh) != nonces+1 {
		t.Errorf("%d were fresh at all, want %d", len(fresh), nonces+1)
	}
}
