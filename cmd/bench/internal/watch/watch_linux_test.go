package watch

import (
	"crypto/sha256"
	"runtime"
	"slices"
	"testing"
	"time"
)

func open(t testing.TB) *Watch {
	t.Helper()
	runtime.LockOSThread()
	w := Open()
	t.Cleanup(func() {
		w.Close()
		runtime.UnlockOSThread()
	})
	return w
}

// TestWhatIsHere looks at the machine that runs the test: each source is watched
// or has a line that says why not.
func TestWhatIsHere(t *testing.T) {
	w := open(t)
	missing := 0
	for _, is := range []bool{w.stat == nil, w.loadavg == nil, len(w.groups) == 0} {
		if is {
			missing++
		}
	}
	if len(w.Unwatched()) != missing {
		t.Errorf("%d sources are missing, unwatched: %q", missing, w.Unwatched())
	}
	if w.loadavg != nil && w.processors < 1 {
		t.Errorf("%d processors", w.processors)
	}
	s := w.End(w.Begin())
	if s.Wall <= 0 || s.CPU <= 0 || w.loadavg != nil && s.Running < 1 {
		t.Errorf("got %+v", s)
	}
}

func TestMissingFilesAreSaid(t *testing.T) {
	w := &Watch{}
	if f := w.open("steal", "no/such/file", func([]byte) bool { return true }); f != nil {
		t.Error("opened a file that is not there")
	}
	if f := w.open("running threads", "watch.go", func([]byte) bool { return false }); f != nil {
		t.Error("kept a file that tells nothing")
	}
	if len(w.Unwatched()) != 2 {
		t.Errorf("unwatched: %q", w.Unwatched())
	}
	if s := w.End(w.Begin()); s.Steal != 0 || s.Running != 0 || s.CPU <= 0 {
		t.Errorf("got %+v", s)
	}
}

// TestAThreadThatWaitsIsStarved lets another one work meanwhile.
func TestAThreadThatWaitsIsStarved(t *testing.T) {
	w := open(t)
	before := w.Begin()
	done := make(chan struct{})
	go func() {
		for text := []byte{0}; time.Since(before.At) < 2*time.Millisecond; {
			sum := sha256.Sum256(text)
			text = sum[:]
		}
		close(done)
	}()
	<-done
	if s := w.End(before); !slices.Contains(s.Tainted, Starved) {
		t.Errorf("got %+v", s)
	}
}

// TestLookingDoesNotAllocate, as garbage would be the work's.
func TestLookingDoesNotAllocate(t *testing.T) {
	w := open(t)
	if n := testing.AllocsPerRun(100, func() { w.files(new(Look)); threadTime(); switches() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkLooks is what a slice costs beyond its own time: both looks.
func BenchmarkLooks(b *testing.B) {
	w := open(b)
	for b.Loop() {
		w.End(w.Begin())
	}
}
