package busy

import (
	"os"
	"path/filepath"
	"testing"
)

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

func TestWaitedIsThatOfAllThreads(t *testing.T) {
	tasks := t.TempDir()
	for thread, text := range map[string]string{"1": "700 300 5\n", "2": "9 4 1\n", "3": "broken\n", "4": "1 x 1\n"} {
		folder := filepath.Join(tasks, thread)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "schedstat"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := waited(tasks); got != 304 {
		t.Errorf("%d ns, want 304", got)
	}
	if got := waited(filepath.Join(tasks, "none")); got != 0 {
		t.Errorf("%d ns of nobody", got)
	}
}
