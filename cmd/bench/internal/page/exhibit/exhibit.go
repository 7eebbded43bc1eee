// Package exhibit makes a page out of results: which plots and tables show them, in
// which order, and what can be said of two of a kind. Callers need [Page].
//
// It measures nothing, and it judges with care. Two results are only put in relation
// where the same thing was measured on the same kind of machine; otherwise both are
// shown, the page says first why they cannot be compared, and there is no ratio in it.
package exhibit

import (
	"fmt"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// mostRuns bounds the files of one page.
const mostRuns = 100

// Page makes the page of some results, in the order run, load, nonces. One of a kind is
// shown, two are compared, and more have to be runs of one test, of which the median and
// the range are shown. The error says which file does not belong there.
func Page(files []results.File) (page.Page, error) { return Sides(files, nil) }

// Sides is [Page] for results of two sides, A and B, each of which is a run or several
// of one test. Without B it is Page.
func Sides(a, b []results.File) (page.Page, error) {
	if n := len(a) + len(b); n > mostRuns {
		return page.Page{}, fmt.Errorf("%d files: want at most %d", n, mostRuns)
	}
	sided := len(b) > 0
	var p page.Page
	for _, kind := range []results.Kind{results.Run, results.LoadTest, results.NonceTest} {
		a, b := ofKind(a, kind), ofKind(b, kind)
		if len(a)+len(b) == 0 {
			continue
		}
		part, err := partOf(kind, a, b, sided)
		if err != nil {
			return page.Page{}, err
		}
		p.Parts = append(p.Parts, part)
	}
	return p, nil
}

func ofKind(files []results.File, kind results.Kind) []results.File {
	return slices.DeleteFunc(slices.Clone(files), func(f results.File) bool { return f.Kind() != kind })
}

// partOf shows what there is of one kind on both sides; b is empty where there are none.
func partOf(kind results.Kind, a, b []results.File, sided bool) (page.Part, error) {
	files := append(slices.Clone(a), b...)
	switch {
	case sided && (len(a) == 0 || len(b) == 0):
		return page.Part{}, fmt.Errorf("%s (%s): a result of this kind is on one side of vs only", files[0].Name, kind)
	case len(files) <= 2:
		return single(kind, files), nil
	}
	if x, y, ok := twice(files); ok {
		return page.Part{}, fmt.Errorf("%s and %s have the same contents: a run counts once", x.Name, y.Name)
	}
	switch kind {
	case results.Run:
		return repeatedPart(sets(a, b, func(f results.File) *report.Report { return f.Run }), runReading())
	case results.LoadTest:
		return repeatedPart(sets(a, b, func(f results.File) *results.Load { return f.Load }), loadReading())
	}
	return page.Part{}, fmt.Errorf("%d results of %s: want one or two; that no nonce is in two of many is for bench nonces --merge to find", len(files), kind)
}

// single shows one result, or compares two.
func single(kind results.Kind, files []results.File) page.Part {
	switch kind {
	case results.Run:
		return runPart(sidesOf(files, func(f results.File) *report.Report { return f.Run }))
	case results.LoadTest:
		return loadPart(sidesOf(files, func(f results.File) *results.Load { return f.Load }))
	}
	sides := sidesOf(files, func(f results.File) *trial.Result { return f.Nonces })
	p := noncesPart(sides)
	if same(sides) {
		p.Answer = theSame
	}
	return p
}

// sets makes the sides of repeated results.
func sets[R any](a, b []results.File, result func(results.File) R) []repeats[R] {
	if len(b) == 0 {
		return []repeats[R]{newRepeats("", a, result)}
	}
	return []repeats[R]{newRepeats("A", a, result), newRepeats("B", b, result)}
}

// twice finds two files with one result in them.
func twice(files []results.File) (x, y results.File, found bool) {
	for i, x := range files {
		for _, y := range files[:i] {
			if x.Digest == y.Digest {
				return y, x, true
			}
		}
	}
	return x, y, false
}
