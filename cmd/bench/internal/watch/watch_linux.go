package watch

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A Watch keeps the files open that it looks at. One thread uses it.
type Watch struct {
	stat, loadavg *os.File   // nil where there is nothing to see
	groups        []*os.File // the cpu.stat of the groups that count throttling
	processors    int
	unwatched     []string
	buffer        [4096]byte
}

// Open finds what the machine tells. It never fails: what is not there is not
// watched.
func Open() *Watch {
	w := &Watch{}
	w.stat = w.open("steal", "/proc/stat", func(text []byte) bool {
		_, ok := stolen(text)
		return ok
	})
	w.loadavg = w.open("running threads", "/proc/loadavg", func(text []byte) bool {
		_, ok := running(text)
		return ok
	})
	w.openGroups()
	if text, err := os.ReadFile("/proc/stat"); err == nil {
		w.processors = processors(text)
	}
	return w
}

// open keeps a file that can be read, and notes why if it cannot.
func (w *Watch) open(what, name string, readable func([]byte) bool) *os.File {
	f, err := os.Open(name)
	if err != nil {
		w.unwatched = append(w.unwatched, fmt.Sprintf("%s: %v", what, err))
		return nil
	}
	if !readable(w.read(f)) {
		f.Close()
		w.unwatched = append(w.unwatched, fmt.Sprintf("%s: %s does not tell", what, name))
		return nil
	}
	return f
}

// openGroups keeps the files that tell of throttling.
func (w *Watch) openGroups() {
	membership, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		w.unwatched = append(w.unwatched, fmt.Sprintf("throttling: %v", err))
		return
	}
	for _, name := range statFiles(string(membership)) {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		if _, ok := throttled(w.read(f)); !ok {
			f.Close()
			continue
		}
		w.groups = append(w.groups, f)
	}
	if len(w.groups) == 0 {
		w.unwatched = append(w.unwatched, "throttling: no control group of this process counts it")
	}
}

// Unwatched says what is not watched and why, a line each.
func (w *Watch) Unwatched() []string { return w.unwatched }

// Close closes the files.
func (w *Watch) Close() {
	for _, f := range append(w.groups, w.stat, w.loadavg) {
		if f != nil {
			f.Close()
		}
	}
}

// Begin looks before a slice. It reads the clocks last, so that the look itself
// is not a part of the slice.
func (w *Watch) Begin() Look {
	var l Look
	w.files(&l)
	l.switches = switches()
	l.cpu = threadTime()
	l.At = time.Now()
	return l
}

// End looks after a slice, clocks first.
func (w *Watch) End(before Look) Seen {
	l := Look{At: time.Now(), cpu: threadTime(), switches: switches()}
	w.files(&l)
	return between(before, l, w.processors)
}

func (w *Watch) files(l *Look) {
	l.steal, _ = stolen(w.read(w.stat))
	l.running, _ = running(w.read(w.loadavg))
	for _, f := range w.groups {
		periods, _ := throttled(w.read(f))
		l.throttled += periods
	}
}

// read reads the beginning of a file, without moving in it; nothing if that
// fails. The kernel makes the text anew for each such reading.
func (w *Watch) read(f *os.File) []byte {
	if f == nil {
		return nil
	}
	n, err := unix.Pread(int(f.Fd()), w.buffer[:], 0)
	if err != nil {
		return nil
	}
	return w.buffer[:n]
}

// threadTime is the processor time of this thread; the call cannot fail.
func threadTime() time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t)
	return time.Duration(t.Nano())
}

// switches counts the involuntary context switches of this thread.
func switches() int64 {
	var usage unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_THREAD, &usage)
	return int64(usage.Nivcsw)
}
