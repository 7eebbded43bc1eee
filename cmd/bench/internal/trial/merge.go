package trial

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/runfile"
)

// A Merging says what to merge.
type Merging struct {
	// Files are run files; each counts as a source of its own.
	Files []string
	// RunFile, if there is one, gets all nonces in order, and in its head the name.
	RunFile io.Writer
	Name    string
}

// Merge compares the nonces of all files. It holds one block of each in memory. A file
// that is damaged or not sorted is an error that names it.
func Merge(ctx context.Context, m Merging) (_ *Result, err error) {
	begun := time.Now()
	var readers []*runfile.Reader
	defer func() {
		for _, reader := range readers {
			err = errors.Join(err, reader.Close())
		}
	}()
	for _, path := range m.Files {
		reader, err := runfile.Open(path)
		if err != nil {
			return nil, err
		}
		readers = append(readers, reader)
	}
	r := newResult()
	if err := r.merge(ctx, m, readers); err != nil {
		return nil, err
	}
	r.Method.Comparing = time.Since(begun).Seconds()
	return r, nil
}

func (r *Result) merge(ctx context.Context, m Merging, readers []*runfile.Reader) error {
	var runs []nonceset.Run
	var origins []nonceset.Origin
	total := 0
	for i, reader := range readers {
		runs = append(runs, reader)
		origins = append(origins, nonceset.Origin{Kind: m.Files[i], Name: m.Files[i]})
		total += reader.Count
	}
	balance := &balance{}
	bits := evidence.Window(total)
	found, err := writing(m.RunFile, m.Name, total, func(each func(nonceset.Value) error) (nonceset.Found, error) {
		return nonceset.Compare(ctx, runs, origins, bits, balance.before(each))
	})
	if err != nil {
		return err
	}
	for i, reader := range readers {
		file := m.Files[i]
		r.Merged = append(r.Merged, Merged{file, reader.Source, reader.Count})
		r.Nonces = append(r.Nonces, row(nonceset.Count{Kind: file, Sources: 1, Generated: reader.Count, Duplicates: found.Repeats[file]}))
		r.Tests = append(r.Tests, evidence.NoDuplicates(file, found.Repeats[file]))
	}
	r.Tests = append(r.Tests, balance.tests()...)
	r.copies(found.Overlaps)
	r.conclude(found, bits, total)
	return nil
}

// copies says which file has nothing of its own: then a copy is likelier than two
// machines that drew the same. It is called once all files are known.
func (r *Result) copies(overlaps []nonceset.Overlap) {
	within := func(i int) bool { return r.Merged[i].Count > 0 && overlaps[i].Nonces == r.Merged[i].Count }
	for i, m := range r.Merged {
		with := overlaps[i].With
		switch {
		case !within(i):
		case with < 0:
			r.problem("all of %s is in other files: a copy?", m.File)
		case overlaps[with].With != i || !within(with):
			r.problem("all of %s is in %s: a copy?", m.File, r.Merged[with].File)
		case i > with:
			r.problem("%s and %s have the same nonces: a copy?", r.Merged[with].File, m.File)
		}
	}
}

// A balance counts bits of values that come one at a time.
type balance struct {
	bits   evidence.Bits
	values []nonceset.Value
}

// before counts each value before it is given on.
func (b *balance) before(each func(nonceset.Value) error) func(nonceset.Value) error {
	const some = 4096
	return func(v nonceset.Value) error {
		if b.values = append(b.values, v); len(b.values) == some {
			b.count()
		}
		if each == nil {
			return nil
		}
		return each(v)
	}
}

func (b *balance) count() {
	b.bits.Add(b.values)
	b.values = b.values[:0]
}

func (b *balance) tests() []evidence.Test {
	b.count()
	return b.bits.Tests(nonceset.All)
}

// sorted gives the tests with the least likely first.
func sorted(tests []evidence.Test) []evidence.Test {
	tests = slices.Clone(tests)
	slices.SortStableFunc(tests, func(a, b evidence.Test) int {
		switch {
		case likelihood(a) < likelihood(b):
			return -1
		case likelihood(a) > likelihood(b):
			return 1
		}
		return 0
	})
	return tests
}

// likelihood is the probability of a test; where there is none it is 1 or 0.
func likelihood(t evidence.Test) float64 {
	switch {
	case t.P != nil:
		return *t.P
	case t.Verdict == evidence.Fail:
		return 0
	}
	return 1
}
