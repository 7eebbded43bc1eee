package worker

import (
	"strings"
	"sync"
)

// tailSize is how much of the end of stderr is kept: a panic with the goroutine
// that it happened on.
const tailSize = 8 << 10

// A tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(text []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, text...)
	if over := len(t.text) - tailSize; over > 0 {
		t.text = append(t.text[:0], t.text[over:]...)
	}
	return len(text), nil
}

// last gives the line that says most: the reason of a panic, which a trace
// follows, or else the last one.
func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(t.text)), "\n")
	for _, l := range lines {
		if isPanic(l) {
			return l
		}
	}
	return strings.TrimSpace(lines[len(lines)-1])
}

// lastWords gives the last line as the end of an error, if there is one.
func (t *tail) lastWords() string {
	if last := t.last(); last != "" {
		return "; its last words: " + last
	}
	return ""
}

func (t *tail) panicked() bool { return isPanic(t.last()) }

// isPanic recognizes the first line of what Go's runtime says when it gives up.
func isPanic(line string) bool {
	return strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")
}
