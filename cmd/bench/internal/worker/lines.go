package worker

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
)

// The longest lines: a request is short, and an answer may hold signer.wasm in
// base64.
const (
	maxRequest = 64 << 10
	maxAnswer  = 64 << 20
)

// A line was read, or could not be. After errLong and errCut the next one may be
// read; any other error is the last.
type line struct {
	text []byte
	err  error
}

var (
	errLong = errors.New("a line is too long")
	errCut  = errors.New("the last line has no end")
)

// readLines reads on a goroutine of its own, because nothing but the other side
// ends a reading. The channel ends after the last error, or with the context.
func readLines(ctx context.Context, r io.Reader, most int) <-chan line {
	lines := make(chan line)
	go func() {
		defer close(lines)
		buffered := bufio.NewReader(r)
		for {
			l := readLine(buffered, most)
			select {
			case lines <- l:
			case <-ctx.Done():
				return
			}
			if l.err != nil && !l.bad() {
				return
			}
		}
	}()
	return lines
}

// bad reports whether the line is at fault, and not what it is read from.
func (l line) bad() bool { return errors.Is(l.err, errLong) || errors.Is(l.err, errCut) }

// readLine reads to the end of a line, and forgets one that is too long.
func readLine(r *bufio.Reader, most int) (l line) {
	for {
		part, err := r.ReadSlice('\n')
		l.text = append(l.text, bytes.TrimSuffix(part, []byte("\n"))...)
		if len(l.text) > most {
			l = line{err: errLong}
		}
		switch {
		case err == nil:
			return l
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && (len(l.text) > 0 || l.err != nil):
			return line{err: errCut}
		default:
			return line{err: err}
		}
	}
}
