package busy

import (
	"testing"
	"time"
)

func TestBetween(t *testing.T) {
	before := count{process: time.Second, waited: time.Second, idle: time.Minute, processors: 4}
	after := count{process: 3 * time.Second, waited: 2 * time.Second, idle: time.Minute + 2*time.Second, processors: 4}
	if got := between(before, after, 2*time.Second, 2); got != (Shares{Process: 0.5, Waited: 0.25, Machine: 0.75}) {
		t.Errorf("got %+v", got)
	}
	if got := between(count{}, count{}, time.Second, 2); got != (Shares{}) {
		t.Errorf("nothing is known, and yet %+v", got)
	}
}

// TestIdlenessIsNotExact: its unit is 10 ms, so that it may seem to be more than there
// was.
func TestIdlenessIsNotExact(t *testing.T) {
	if got := between(count{}, count{idle: 210 * time.Millisecond, processors: 2}, 100*time.Millisecond, 2); got.Machine != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestAThreadThatEnded takes its count with it.
func TestAThreadThatEnded(t *testing.T) {
	if got := between(count{waited: time.Second}, count{}, time.Second, 2); got.Waited != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestDeciding has neighbours that keep the machine busy: a server on it is short of
// processors, and a process that asks one elsewhere has all that it needs.
func TestDeciding(t *testing.T) {
	for name, row := range map[string]struct {
		shares          Shares
		here, elsewhere bool
	}{
		"busy neighbours":    {Shares{Process: 0.02, Waited: 0.03, Machine: 1}, true, false},
		"starved by them":    {Shares{Process: 0.5, Waited: 0.4, Machine: 1}, true, true},
		"all alone":          {Shares{Process: 0.9, Machine: 0.9}, true, true},
		"in a smaller share": {Shares{Process: 0.95, Machine: 0.5}, true, true},
		"nothing to do":      {Shares{Process: 0.1, Machine: 0.2}, false, false},
	} {
		here, elsewhere := row.shares.Deciding(true) >= Saturated, row.shares.Deciding(false) >= Saturated
		if here != row.here || elsewhere != row.elsewhere {
			t.Errorf("%s: here %v, elsewhere %v", name, here, elsewhere)
		}
	}
}
