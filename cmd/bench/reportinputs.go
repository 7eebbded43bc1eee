package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/exhibit"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
)

// Words among the files: what separates two sides, and the name of stdin. A file that is
// called so is reached as ./vs.
const (
	versus    = "vs"
	fromStdin = "-"
)

// inputs reads the files of a report, and remembers which they were.
type inputs struct {
	stdin io.Reader
	read  []os.FileInfo
}

// page reads all files and makes the page of them.
func (in *inputs) page(arguments []string) (page.Page, error) {
	left, right, err := splitSides(arguments)
	if err != nil {
		return page.Page{}, err
	}
	paths := append(slices.Clone(left), right...)
	var files []results.File
	for i, path := range paths {
		if path == fromStdin && slices.Contains(paths[:i], path) {
			return page.Page{}, usage("%q: stdin can be read once only", path)
		}
		file, err := in.result(path, displayName(paths, i))
		if err != nil {
			return page.Page{}, usage("%q: %w", path, withoutPath(err))
		}
		files = append(files, file)
	}
	p, err := exhibit.Sides(files[:len(left)], files[len(left):])
	if err != nil {
		return p, usage("%w", err)
	}
	return p, nil
}

// splitSides takes the files before and after vs apart; without it all are on the left.
func splitSides(arguments []string) (left, right []string, err error) {
	at := slices.Index(arguments, versus)
	if at < 0 {
		at = len(arguments)
	} else {
		right = arguments[at+1:]
	}
	left = arguments[:at]
	switch {
	case len(arguments) == 0:
		err = usage("want a FILE that bench run, load or nonces has written with --format json")
	case len(left) == 0 || slices.Contains(right, versus) || (at < len(arguments) && len(right) == 0):
		err = usage("%q: want files before and after it, and it once", versus)
	}
	return left, right, err
}

// result reads one file, or stdin.
func (in *inputs) result(path, name string) (results.File, error) {
	if path == fromStdin {
		if f, ok := in.stdin.(*os.File); ok {
			in.remember(f)
		}
		return results.Read("stdin", in.stdin)
	}
	f, err := os.Open(path)
	if err != nil {
		return results.File{}, err
	}
	defer f.Close()
	in.remember(f)
	return results.Read(name, f)
}

// remember keeps which file it was. One that cannot say so is no file that could be
// written over.
func (in *inputs) remember(f *os.File) {
	if info, err := f.Stat(); err == nil {
		in.read = append(in.read, info)
	}
}

// has reports whether a path, whatever it is called, is one of the files that were read.
func (in *inputs) has(path string) bool {
	info, err := os.Stat(path)
	return err == nil && slices.ContainsFunc(in.read, func(read os.FileInfo) bool { return os.SameFile(read, info) })
}

// withoutPath takes the path out of an error of the file system, where it stands in
// front already.
func withoutPath(err error) error {
	var e *os.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// displayName is the last part of a path, as a report is shown to people who do not
// have that folder; where two are the same it is the whole path.
func displayName(paths []string, i int) string {
	name := filepath.Base(paths[i])
	for j, other := range paths {
		if j != i && filepath.Base(other) == name {
			return paths[i]
		}
	}
	return name
}
