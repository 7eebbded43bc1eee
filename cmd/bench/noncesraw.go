package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"
	"os/signal"
	"syscall"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// rawForms lists the forms of --raw.
func rawForms() []string { return []string{"bits", "bytes", "text"} }

// stream writes nonces to stdout, for other programs to judge.
func (n *noncing) stream(ctx context.Context, counted bool, stdout io.Writer) (err error) {
	// The reader of a pipe may leave when it has enough; then a write fails, instead of
	// a signal ending this process.
	signal.Ignore(syscall.SIGPIPE)
	if !counted {
		n.count = math.MaxInt
	}
	// One generator: what several of them draw has no order.
	n.goroutines, n.processes, n.instances = 1, 0, 1
	d, err := n.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	out := bufio.NewWriterSize(stdout, 1<<16)
	w := rawWriter{out: out, form: n.raw}
	for _, g := range d.sources[0].Generators {
		if err := g.Draw(ctx, g.Count, w.take); err != nil {
			return gone(err)
		}
	}
	return errors.Join(gone(out.Flush()), ctx.Err())
}

// gone makes a reader that has left no error.
func gone(err error) error {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}

// A rawWriter writes nonces in a form of [rawForms].
type rawWriter struct {
	out     *bufio.Writer
	form    string
	pending uint64 // bits, the last one lowest, that do not fill a byte yet
	bits    int
}

func (w *rawWriter) take(nonce string) error {
	if w.form == "text" {
		_, err := w.out.WriteString(nonce + "\n")
		return err
	}
	v, err := nonceset.Parse(nonce)
	if err != nil {
		return err
	}
	if w.form == "bytes" {
		_, err := w.out.Write(v.Append(w.out.AvailableBuffer()))
		return err
	}
	// The 122 random bits of each nonce follow those of the one before without a gap, the
	// first bit of a byte is its highest. What does not fill the last byte is left out.
	first, last := v.Random()
	w.put(first>>30, 30)
	w.put(first, 30)
	w.put(last>>31, 31)
	return w.put(last, 31)
}

// put writes the lowest n bits, at most 32; up to seven wait for the next ones. A bufio.Writer
// keeps its error, so that of the last write is enough.
func (w *rawWriter) put(bits uint64, n int) (err error) {
	w.pending = w.pending<<n | bits&(1<<n-1)
	for w.bits += n; w.bits >= 8; w.bits -= 8 {
		err = w.out.WriteByte(byte(w.pending >> (w.bits - 8)))
	}
	return err
}
