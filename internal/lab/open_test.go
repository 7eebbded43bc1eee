package lab

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// A sleeper is a ledger during whose answer the machine stands still.
type sleeper struct {
	signer.Ledger
	sleep func()
}

func (s sleeper) Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (bool, error) {
	s.sleep()
	return s.Ledger.Use(ctx, clientID, nonce, expires, now)
}

// TestAMachineThatStoodStill: what a ledger says to a time that is long over proves nothing.
func TestAMachineThatStoodStill(t *testing.T) {
	for pause, opens := range map[time.Duration]bool{0: true, maxPause: true, maxPause + 1: false, time.Hour: false} {
		r := newRoom(t)
		if _, err := r.try(Caller{Side: Console, Administrator: admin}, "start_over", reply{"example": true}); err != nil {
			t.Fatal(err)
		}
		r.lab.Tenant.Ledger = sleeper{r.lab.Tenant.Ledger, func() { r.now = r.now.Add(pause) }}
		var signed struct{ URL string }
		r.ask(Caller{Side: Console}, "sign", reply{"user": "viewer"}, &signed)
		_, err := r.lab.Open(t.Context(), signed.URL)
		var usedUp *tenant.UsedUpError
		if (err == nil) != opens || err != nil && !errors.As(err, &usedUp) {
			t.Errorf("after %v: %v", pause, err)
		}
	}
}
