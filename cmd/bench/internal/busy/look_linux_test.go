package busy

import "testing"

func TestTicks(t *testing.T) {
	for text, want := range map[string][2]uint64{
		"cpu  10 20 30 400 50 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n": {450, 531},
		"cpu  1 2 3 4\n":       {4, 10},
		"cpu  1 2 3 four 5\n":  {0, 0},
		"intr 1 2 3 4 5 6 7\n": {0, 0},
		"":                     {0, 0},
	} {
		if idle, total := ticks(text); idle != want[0] || total != want[1] {
			t.Errorf("%q: %d of %d, want %v", text, idle, total, want)
		}
	}
}

// TestLook sees its own work: both counts are there, and go up.
func TestLook(t *testing.T) {
	before := look()
	for after := before; after.process == before.process || after.total == before.total; after = look() {
	}
}
