package report

import (
	"fmt"
	"io"
	"strconv"

	"github.com/embedsign/embedsign/cmd/bench/internal/gobench"
)

// The units of our own.
const (
	unitRatio = "time/reference"
	unitP50   = "p50-ns"
	unitP99   = "p99-ns"
)

// Benchfmt writes the results in the Go benchmark format, which benchstat
// reads. As in package testing, ns/op is the time that passed divided by the
// number of operations, whatever the number of goroutines.
func (r *Report) Benchfmt(w io.Writer) error {
	out := gobench.New(w, r.Environment, gobench.Pair{Key: "incomplete", Value: strconv.FormatBool(r.Incomplete)})
	if err := out.Units("lower", unitRatio, unitP50, unitP99); err != nil {
		return err
	}
	for _, x := range r.Results {
		name := fmt.Sprintf("EmbedURL/engine=%s/operation=%s/concurrency=%d", x.Engine, x.Operation, x.Concurrency)
		if err := out.Line(name, int(x.Count), x.values()...); err != nil {
			return err
		}
	}
	return nil
}

// values are what was measured of a result.
func (x Result) values() []gobench.Value {
	values := []gobench.Value{{Value: 1e9 / x.OpsPerSecond, Unit: "ns/op"}}
	add := func(unit string, value *float64) {
		if value != nil {
			values = append(values, gobench.Value{Value: *value, Unit: unit})
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
	return values
}
