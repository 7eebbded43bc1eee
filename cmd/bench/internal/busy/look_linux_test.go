package busy

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestIdleOf(t *testing.T) {
	const two = "cpu0 1 2 3 4 5 6\ncpu1 1 2 3 4 5 6\nintr 1 2 3 4 5 6 7\n"
	for text, want := range map[string]struct {
		idle       time.Duration
		processors int
	}{
		"cpu  10 20 30 400 50 6 7 8 9 10\n" + two: {4500 * time.Millisecond, 2},
		"cpu  99 99 99 400 50 99 99 99\n" + two:   {4500 * time.Millisecond, 2}, // the other columns do not matter
		"cpu  1 2 3 four 5 6\n" + two:             {0, 0},
		"cpu  1 2 3\n":                            {0, 0},
		"":                                        {0, 0},
	} {
		if idle, processors := idleOf(text); idle != want.idle || processors != want.processors {
			t.Errorf("%q: %v on %d, want %+v", text, idle, processors, want)
		}
	}
}

// TestLook sees its own work, and as many processors as there are at least for it.
func TestLook(t *testing.T) {
	before := look()
	after := before
	for after.process == before.process {
		after = look()
	}
	if after.processors < 1 { // the idle time may become less, as the waiting for disks in it may
		t.Errorf("first %+v, then %+v", before, after)
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
