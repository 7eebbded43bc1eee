package trial

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// Schema is the version of the JSON form. Fields may be added, and keep their meaning.
const Schema = 1

// A Result is what a trial found.
type Result struct {
	Schema      int                     `json:"schema"`
	Environment environment.Environment `json:"environment"`
	Method      Method                  `json:"method"`
	// Nonces has an entry for each source, or for each file that was merged, and one
	// for all together.
	Nonces []report.Nonces `json:"nonces"`
	Groups []drawing.Group `json:"groups"`
	// Merged lists the files that were merged.
	Merged []Merged        `json:"merged"`
	Tests  []evidence.Test `json:"tests"`
	// Examples are the first few duplicates.
	Examples []nonceset.Duplicate `json:"duplicates"`
	// Problems says, a line each, why OK is false.
	Problems []string `json:"problems"`
	OK       bool     `json:"ok"`
}

// Method says how the result came about.
type Method struct {
	// Count is how many nonces each source was asked for; 0 where files were merged.
	Count int `json:"count"`
	// Goroutines drew at the same time.
	Goroutines int `json:"goroutines"`
	// Target is the server that was asked; empty without the source http.
	Target string `json:"target"`
	// Patience is how long the slow sources were given.
	Patience time.Duration `json:"patience_ns"`
	// LeftOut says which source drew fewer than that, and how many, and which tests had
	// too few nonces.
	LeftOut []string `json:"left_out"`
	// Memory is the limit in bytes, and Spilled what went to files.
	Memory  int64 `json:"memory_bytes"`
	Spilled int64 `json:"spilled_bytes"`
	// Drawing and Comparing are how long it took in seconds.
	Drawing   float64 `json:"drawing_seconds"`
	Comparing float64 `json:"comparing_seconds"`
	// Alpha is the probability that sound sources fail a test by chance.
	Alpha float64 `json:"alpha"`
}

// Merged is a file that was merged.
type Merged struct {
	File string `json:"file"`
	// Source is what the file says where its nonces are from.
	Source string `json:"source"`
	Count  int    `json:"count"`
}

// newResult makes an empty result. Its lists are lists in JSON too.
func newResult() *Result {
	return &Result{
		Schema: Schema, Environment: environment.Detect(), Method: Method{Alpha: evidence.Alpha, LeftOut: []string{}},
		Nonces: []report.Nonces{}, Groups: []drawing.Group{}, Merged: []Merged{}, Tests: []evidence.Test{},
		Examples: []nonceset.Duplicate{}, Problems: []string{},
	}
}

// problem adds a line. The result is not OK any more.
func (r *Result) problem(format string, arguments ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, arguments...))
	r.OK = false
}

// Wrong takes what was found wrong by others, such as a bad signature.
func (r *Result) Wrong(lines []string) {
	for _, line := range lines {
		r.problem("%s", line)
	}
}

// maxFailed bounds how many failed tests are told one by one.
const maxFailed = 8

// problems says which tests failed, and shows duplicates.
func (r *Result) problems() {
	failed := r.Failed()
	for i, t := range failed {
		if i == maxFailed {
			r.problem("and %d more tests failed", len(failed)-i)
			break
		}
		r.problem("%s", describe(t))
	}
	for _, e := range r.Examples {
		// One that is malformed may be anything that a server has sent.
		nonce := strings.Trim(fmt.Sprintf("%+.64q", e.Nonce), `"`)
		r.problem("nonce %s was drawn %d times, first by %s and again by %s", nonce, e.Times, e.First, e.Again)
	}
}

// Failed gives the tests that failed, the least likely first.
func (r *Result) Failed() []evidence.Test {
	var failed []evidence.Test
	for _, t := range sorted(r.Tests) {
		if t.Verdict == evidence.Fail {
			failed = append(failed, t)
		}
	}
	return failed
}

func describe(t evidence.Test) string {
	got := figures.Count(int64(t.Statistic))
	switch t.Family {
	case evidence.Unique:
		return fmt.Sprintf("%s: %s nonces repeat an earlier one", t.Source, got)
	case evidence.Form:
		return fmt.Sprintf("%s: %s nonces are no canonical UUIDs, version 4: %s", t.Source, got, t.Name)
	case evidence.Balance:
		return fmt.Sprintf("%s: %s is set in %s nonces, %s are to be expected (p = %.2g)", t.Source, t.Name, got, figures.Number(t.Expected), *t.AdjustedP)
	}
	return fmt.Sprintf("%s: %s pairs agree in %s, %s are to be expected (p = %.2g)", t.Source, got, t.Name, figures.Number(t.Expected), *t.AdjustedP)
}

// JSON writes the result for programs.
func (r *Result) JSON(w io.Writer) error { return jsonfile.Write(w, r) }
