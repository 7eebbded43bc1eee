// Package processtest runs programs in tests: it keeps what they print, and looks at
// the code with which they end.
package processtest

import (
	"bytes"
	"sync"
)

// A Buffer may be written and read at the same time, as the output of a process is
// that goes on. Its zero value is empty.
type Buffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *Buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

// String is all that was written so far.
func (b *Buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
