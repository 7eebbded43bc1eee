package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"
	"os/signal"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/runfile"
)

// bitsForm is the form of --raw without another one.
const bitsForm = "bits"

// rawForms lists the forms of --raw.
func rawForms() []string { return []string{bitsForm, "bytes", "text"} }

// checkRawFiles looks at --raw with files, whose nonces are drawn already.
func (n *noncing) checkRawFiles(flags *pflag.FlagSet, files []string) (err error) {
	if n.raw == "" || len(files) == 0 {
		return nil
	}
	if n.raw == bitsForm {
		return usage("--raw=%s %q: its nonces are sorted, so no test of randomness passes them; want --raw=text or --raw=bytes", n.raw, files[0])
	}
	flags.Visit(func(f *pflag.Flag) {
		if err == nil && f.Name != string(rawMode) {
			err = usage("--%s: it means nothing beside --raw of files", f.Name)
		}
	})
	return err
}

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

// streamFiles writes the nonces of run files, so that another program can judge those
// that were compared.
func (n *noncing) streamFiles(ctx context.Context, files []string, stdout io.Writer) error {
	signal.Ignore(syscall.SIGPIPE)
	out := bufio.NewWriterSize(stdout, 1<<16)
	w := rawWriter{out: out, form: n.raw}
	for _, file := range files {
		if err := w.takeFile(ctx, file); err != nil {
			return gone(err)
		}
	}
	return gone(out.Flush())
}

// takeFile writes all of a run file.
func (w *rawWriter) takeFile(ctx context.Context, path string) (err error) {
	r, err := runfile.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for ctx.Err() == nil {
		values, err := r.Next()
		if err != nil || len(values) == 0 {
			return err
		}
		for _, v := range values {
			if err := w.take(v.String()); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
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
