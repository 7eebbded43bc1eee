package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// formats lists the forms of a report, the default first.
func formats() []string { return []string{"text", "json", "benchfmt", "markdown"} }

// render writes a report in a form of formats.
func render(w io.Writer, r *report.Report, format string) error {
	switch format {
	case "json":
		return r.JSON(w)
	case "benchfmt":
		return r.Benchfmt(w)
	case "markdown":
		return r.Markdown(w)
	default:
		return r.Text(w)
	}
}

// An output is where the report goes: stdout, or a file that appears whole or
// not at all.
type output struct {
	stdout io.Writer
	name   string // what errors call it
	path   string
	file   *os.File // beside path, until it is complete
}

// openOutput opens a file beside path, so that it fails now if it has to.
func openOutput(path string, stdout io.Writer) (*output, error) {
	return openNamed("output", path, stdout)
}

// openNamed does the same. Errors begin with the name.
func openNamed(name, path string, stdout io.Writer) (*output, error) {
	if path == "" {
		return &output{stdout: stdout}, nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s %q: not a regular file", name, path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	var failed *fs.PathError // which names the file beside path
	if errors.As(err, &failed) {
		err = failed.Err
	}
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", name, path, err)
	}
	return &output{name: name, path: path, file: file}, nil
}

// write writes what a function writes.
func (o *output) write(write func(io.Writer) error) error {
	if o.file == nil {
		w := bufio.NewWriter(o.stdout)
		if err := write(w); err != nil {
			return err
		}
		return w.Flush()
	}
	if err := o.complete(write); err != nil {
		return fmt.Errorf("%s %q: %w", o.name, o.path, err)
	}
	return nil
}

// complete writes the file and puts it in its place.
func (o *output) complete(write func(io.Writer) error) error {
	if err := write(o.file); err != nil {
		return err
	}
	// CreateTemp keeps a file to its owner; a report is no secret.
	if err := o.file.Chmod(0o644); err != nil {
		return err
	}
	if err := o.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(o.file.Name(), o.path); err != nil {
		return err
	}
	o.file = nil
	return nil
}

// discard removes what was not completed.
func (o *output) discard() {
	if o.file != nil {
		o.file.Close()
		os.Remove(o.file.Name())
	}
}
