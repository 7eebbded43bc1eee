// Package limits reads the figures that a benchmark must not exceed and holds a
// report against them.
//
// A limit is a ratio or a number of allocations, never a time: times belong to
// a machine. A limit that no result matches is an error, since a gate that
// silently checks nothing is worse than none.
package limits

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// A Limit bounds the results of one operation of one engine, at every
// concurrency at which it was measured.
type Limit struct {
	Engine    string `yaml:"engine"`
	Operation string `yaml:"operation"`
	// MaxRatio bounds the ratio to the reference, MaxAllocs the allocations
	// per operation. At least one of them is given; reaching it is allowed.
	MaxRatio  *float64 `yaml:"max_ratio"`
	MaxAllocs *float64 `yaml:"max_allocs"`
}

// String names the limit as messages do.
func (l Limit) String() string { return l.Engine + " " + l.Operation }

// A file is the form of a limits file.
type file struct {
	Limits []Limit `yaml:"limits"`
}

// Parse reads limits from YAML, of which JSON is a part. A field that is not
// known is an error, or a misspelt limit would bound nothing.
func Parse(r io.Reader) ([]Limit, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var f file
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, oneLine(err)
	}
	if err := decoder.Decode(new(file)); !errors.Is(err, io.EOF) {
		return nil, errors.New("a second document in it: it would be ignored")
	}
	if len(f.Limits) == 0 {
		return nil, errors.New(`no limits in it: want "limits:" and at least one entry`)
	}
	for i, l := range f.Limits {
		if err := l.check(); err != nil {
			return nil, fmt.Errorf("limit %d: %w", i+1, err)
		}
	}
	return f.Limits, nil
}

// oneLine makes one line of YAML's messages, which take several.
func oneLine(err error) error {
	return errors.New(strings.Join(strings.Fields(err.Error()), " "))
}

func (l Limit) check() error {
	switch {
	case l.Engine == "" || l.Operation == "":
		return errors.New("engine and operation are both needed")
	case l.MaxRatio == nil && l.MaxAllocs == nil:
		return fmt.Errorf("%v: neither max_ratio nor max_allocs", l)
	case l.MaxRatio != nil && !(*l.MaxRatio > 0 && *l.MaxRatio < math.Inf(1)):
		return fmt.Errorf("%v: max_ratio %v: want a number above 0", l, *l.MaxRatio)
	case l.MaxAllocs != nil && !(*l.MaxAllocs >= 0 && *l.MaxAllocs < math.Inf(1)):
		return fmt.Errorf("%v: max_allocs %v: want 0 or more", l, *l.MaxAllocs)
	}
	return nil
}

// Unmatched gives the first limit for which a run that measures these
// operations, by engine, would have no result.
func Unmatched(limits []Limit, planned map[string][]string) (Limit, bool) {
	for _, l := range limits {
		if !slices.Contains(planned[l.Engine], l.Operation) {
			return l, true
		}
	}
	return Limit{}, false
}

// ErrUnmatched says that a limit matches no figure of the report.
var ErrUnmatched = errors.New("matches no result")

// Judge holds the results against the limits. It gives one verdict for each
// limit, figure and concurrency.
func Judge(limits []Limit, results []report.Result) ([]report.Limit, error) {
	var verdicts []report.Limit
	for _, l := range limits {
		ratios := l.judge(report.FigureRatio, l.MaxRatio, results, func(r report.Result) *float64 { return r.Ratio })
		allocs := l.judge(report.FigureAllocs, l.MaxAllocs, results, func(r report.Result) *float64 { return r.Allocs })
		if l.MaxRatio != nil && len(ratios) == 0 || l.MaxAllocs != nil && len(allocs) == 0 {
			return nil, fmt.Errorf("limit %q: %w", l.String(), ErrUnmatched)
		}
		verdicts = append(append(verdicts, ratios...), allocs...)
	}
	return verdicts, nil
}

// judge holds one figure of all matching results against its maximum.
func (l Limit) judge(figure string, maximum *float64, results []report.Result, of func(report.Result) *float64) []report.Limit {
	if maximum == nil {
		return nil
	}
	var verdicts []report.Limit
	for _, r := range results {
		value := of(r)
		if r.Engine != l.Engine || r.Operation != l.Operation || value == nil {
			continue
		}
		verdicts = append(verdicts, report.Limit{
			Engine: l.Engine, Operation: l.Operation, Concurrency: r.Concurrency,
			Figure: figure, Max: *maximum, Value: *value, OK: *value <= *maximum,
		})
	}
	return verdicts
}
