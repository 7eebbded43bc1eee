// Package ledgertest is what every ledger of used nonces has to pass.
package ledgertest

import (
	"context"
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

// A Paused ledger answers when Pause is over, as on a machine that stood still.
type Paused struct {
	signer.Ledger
	Pause func()
}

// Use implements [signer.Ledger].
func (p Paused) Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (bool, error) {
	p.Pause()
	return p.Ledger.Use(ctx, clientID, nonce, expires, now)
}

// ClockSetBack uses a nonce, others when it has long expired, and then the first one again
// by a clock that was ahead and has been set back: it must not be fresh.
func ClockSetBack(t *testing.T, now time.Time, ledger signer.Ledger) {
	t.Helper()
	use := func(nonce string, expires, now time.Time) (fresh bool) {
		t.Helper()
		fresh, err := ledger.Use(t.Context(), "client", nonce, expires, now)
		if err != nil {
			t.Error(err)
		}
		return fresh
	}
	if !use("first", now.Add(time.Minute), now) {
		t.Error("the first use is none")
	}
	for i := range 10 {
		later := now.Add(5 * time.Hour)
		if !use(fmt.Sprint("later ", i), later.Add(time.Minute), later) {
			t.Errorf("use %d is none", i)
		}
	}
	if use("first", now.Add(time.Minute), now.Add(time.Second)) {
		t.Error("a nonce was forgotten, and its URL opens again")
	}
	if !use("next", now.Add(time.Hour), now.Add(time.Second)) {
		t.Error("a new nonce that expires later is refused")
	}
}
