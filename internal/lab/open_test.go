package lab

import (
	"errors"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/storage/ledgertest"
	"github.com/embedsign/embedsign/internal/tenant"
)

// TestAMachineThatStoodStill: what a ledger says to a time that is long over proves nothing.
func TestAMachineThatStoodStill(t *testing.T) {
	for pause, opens := range map[time.Duration]bool{0: true, maxPause: true, maxPause + 1: false, time.Hour: false} {
		r := newRoom(t)
		if _, err := r.try(Caller{Side: Console, Administrator: admin}, "start_over", reply{"example": true}); err != nil {
			t.Fatal(err)
		}
		r.lab.Tenant.Ledger = ledgertest.Paused{Ledger: r.lab.Tenant.Ledger, Pause: func() { r.now = r.now.Add(pause) }}
		var signed struct{ URL string }
		r.ask(Caller{Side: Console}, "sign", reply{"user": "viewer"}, &signed)
		_, err := r.lab.Open(t.Context(), signed.URL)
		var usedUp *tenant.UsedUpError
		if (err == nil) != opens || err != nil && !errors.As(err, &usedUp) {
			t.Errorf("after %v: %v", pause, err)
		}
	}
}
