package report

import (
	"fmt"
	"io"
	"strconv"

	"golang.org/x/perf/benchfmt"
)

// Benchfmt writes the results in the Go benchmark format, which benchstat
// reads. As in package testing, ns/op is the time that passed divided by the
// number of operations, whatever the number of goroutines.
func (r *Report) Benchfmt(w io.Writer) error {
	out := benchfmt.NewWriter(w)
	for _, u := range units() {
		if err := out.Write(&u); err != nil {
			return err
		}
	}
	for _, x := range r.Results {
		if err := out.Write(r.benchmark(x)); err != nil {
			return err
		}
	}
	return nil
}

// The units of our own. Those of package testing are known to benchstat.
const (
	unitRatio = "time/reference"
	unitP50   = "p50-ns"
	unitP99   = "p99-ns"
)

// units tells benchstat which way is better.
func units() []benchfmt.UnitMetadata {
	var units []benchfmt.UnitMetadata
	for _, name := range []string{unitRatio, unitP50, unitP99} {
		units = append(units, benchfmt.UnitMetadata{
			UnitMetadataKey: benchfmt.UnitMetadataKey{Unit: name, Key: "better"},
			OrigUnit:        name,
			Value:           "lower",
		})
	}
	return units
}

// benchmark makes the line of one result.
func (r *Report) benchmark(x Result) *benchfmt.Result {
	b := &benchfmt.Result{
		Config: r.config(),
		Name:   benchfmt.Name(fmt.Sprintf("EmbedURL/engine=%s/operation=%s/concurrency=%d", x.Engine, x.Operation, x.Concurrency)),
		Iters:  int(x.Count),
		Values: []benchfmt.Value{{Value: 1e9 / x.OpsPerSecond, Unit: "ns/op"}},
	}
	add := func(unit string, value *float64) {
		if value != nil {
			b.Values = append(b.Values, benchfmt.Value{Value: *value, Unit: unit})
		}
	}
	add(unitRatio, x.Ratio)
	add("B/op", x.Bytes)
	add("allocs/op", x.Allocs)
	if l := x.Latency; l != nil {
		p50, p99 := float64(l.P50), float64(l.P99)
		add(unitP50, &p50)
		add(unitP99, &p99)
	}
	return b
}

func (r *Report) config() []benchfmt.Config {
	e := r.Environment
	pairs := [][2]string{
		{"goos", e.GOOS},
		{"goarch", e.GOARCH},
		{"pkg", "github.com/embedsign/embedsign/cmd/bench"},
		{"cpu", e.CPU},
		{"sha", e.SHA},
		{"go", e.Go},
		{"wazero", e.Wazero},
		{"revision", e.Revision},
		{"incomplete", strconv.FormatBool(r.Incomplete)},
	}
	config := make([]benchfmt.Config, len(pairs))
	for i, p := range pairs {
		config[i] = benchfmt.Config{Key: p[0], Value: []byte(p[1]), File: true}
	}
	return config
}
