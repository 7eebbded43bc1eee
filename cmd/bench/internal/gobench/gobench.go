// Package gobench writes results in the Go benchmark format, which benchstat reads.
// The format: https://go.dev/design/14313-benchmark-format
package gobench

import (
	"io"

	"golang.org/x/perf/benchfmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
)

// A Writer writes lines of results under a head that says where they are from.
type Writer struct {
	out    *benchfmt.Writer
	config []benchfmt.Config
}

// A Pair is a line of the head; the key begins with a lower-case letter.
type Pair struct{ Key, Value string }

// A Value is a figure of a result and its unit.
type Value = benchfmt.Value

// New makes a writer for what was measured in an environment.
func New(w io.Writer, e environment.Environment, more ...Pair) *Writer {
	pairs := append([]Pair{
		{"goos", e.GOOS},
		{"goarch", e.GOARCH},
		{"pkg", "github.com/embedsign/embedsign/cmd/bench"},
		{"cpu", e.CPU},
		{"sha", e.SHA},
		{"go", e.Go},
		{"wazero", e.Wazero},
		{"revision", e.Revision},
	}, more...)
	g := &Writer{out: benchfmt.NewWriter(w)}
	for _, p := range pairs {
		g.config = append(g.config, benchfmt.Config{Key: p.Key, Value: []byte(p.Value), File: true})
	}
	return g
}

// Units says of units of our own which way is better: "lower" or "higher". Those of
// package testing are known to benchstat.
func (g *Writer) Units(better string, names ...string) error {
	for _, name := range names {
		u := benchfmt.UnitMetadata{UnitMetadataKey: benchfmt.UnitMetadataKey{Unit: name, Key: "better"}, OrigUnit: name, Value: better}
		if err := g.out.Write(&u); err != nil {
			return err
		}
	}
	return nil
}

// Line writes a result under the name of a benchmark, without "Benchmark" at its head
// and with no white space in it.
func (g *Writer) Line(name string, iterations int, values ...Value) error {
	return g.out.Write(&benchfmt.Result{Config: g.config, Name: benchfmt.Name(name), Iters: iterations, Values: values})
}
