package busy

import (
	"testing"
	"time"
)

func TestBetween(t *testing.T) {
	before := count{process: time.Second, idle: 100, total: 1000}
	after := count{process: 4 * time.Second, idle: 125, total: 1100}
	if got := between(before, after, 2*time.Second, 2); got.Process != 0.75 || got.Machine != 0.75 || got.Most() != 0.75 {
		t.Errorf("got %+v", got)
	}
	if got := between(count{}, count{}, time.Second, 2); got != (Shares{}) {
		t.Errorf("nothing is known, and yet %+v", got)
	}
}
