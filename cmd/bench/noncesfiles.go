package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// outputs are what bench nonces writes. Both are open before anything is drawn, so that
// what cannot be written fails early, and appear whole or not at all.
type outputs struct {
	report  *output
	runFile *output // nil: none
}

func (n *noncing) openOutputs(stdout io.Writer) (o outputs, err error) {
	if o.report, err = openOutput(n.output, stdout); err != nil {
		return o, err
	}
	if n.runFile != "" {
		if o.runFile, err = openNamed("--run-file", n.runFile, nil); err != nil {
			o.report.discard()
		}
	}
	return o, err
}

func (o outputs) discard() {
	o.report.discard()
	if o.runFile != nil {
		o.runFile.discard()
	}
}

// withRunFile does something that writes a run file, if there is to be one.
func (o outputs) withRunFile(do func(runFile io.Writer) (*trial.Result, error)) (r *trial.Result, err error) {
	if o.runFile == nil {
		return do(nil)
	}
	err = o.runFile.write(func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, runBuffer)
		if r, err = do(buffered); err != nil {
			return &undone{err}
		}
		return buffered.Flush()
	})
	var failed *undone
	if errors.As(err, &failed) {
		err = failed.error // what went wrong is not the file
	}
	return r, err
}

// runBuffer gathers what goes to a run file, a sector at a time otherwise.
const runBuffer = 1 << 18

// undone is an error of what was to be written.
type undone struct{ error }

// checkOutputs refuses to write one file over another.
func (n *noncing) checkOutputs(inputs []string) error {
	if n.runFile != "" && n.output != "" && (sameFile(n.runFile, n.output) || filepath.Clean(n.runFile) == filepath.Clean(n.output)) {
		return usage("--run-file %q and --output %q: the same file", n.runFile, n.output)
	}
	for _, input := range inputs {
		if sameFile(n.runFile, input) {
			return usage("--run-file %q: the same file as %q, which is to be merged", n.runFile, input)
		}
		if sameFile(n.output, input) {
			return usage("--output %q: the same file as %q, which is to be merged", n.output, input)
		}
	}
	return nil
}

// sameFile reports whether two paths lead to one file that is there.
func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
