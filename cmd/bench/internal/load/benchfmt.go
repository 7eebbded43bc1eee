package load

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/gobench"
)

// Benchfmt writes a line for each model, and for the capacity that was searched, in the
// Go benchmark format, which benchstat reads. Its times are in nanoseconds: p50-ns to
// p99.9-ns of the response time, which of a closed loop is an estimate, and the same of
// the service time.
func (r *Result) Benchfmt(w io.Writer) error {
	out := gobench.New(w, r.Environment, gobench.Pair{Key: "incomplete", Value: strconv.FormatBool(r.Incomplete)})
	lower := slices.Concat(timeUnits(""), timeUnits("service-"), []string{unitErrors, unitMissed})
	if err := errors.Join(out.Units("lower", lower...), out.Units("higher", unitRate)); err != nil {
		return err
	}
	target := "EmbedLoad/target=" + r.Target.Kind
	for _, m := range r.Models.All() {
		name := fmt.Sprintf("%s/model=%s/rate=%s", target, m.Name, strings.ReplaceAll(r.Method.Rate, " ", ""))
		if err := out.Line(name, int(m.Requests), m.values()...); err != nil {
			return err
		}
	}
	if c := r.Capacity; c != nil && c.Rate > 0 {
		return out.Line(target+"/capacity", len(c.Steps), gobench.Value{Value: c.Rate, Unit: unitRate})
	}
	return nil
}

// The units beside the times.
const (
	unitRate   = "req/s"
	unitErrors = "errors/req"
	unitMissed = "missed/req"
)

// timeUnits are those of quantiles, in the order of [Quantiles.values].
func timeUnits(prefix string) []string {
	return []string{prefix + "p50-ns", prefix + "p90-ns", prefix + "p99-ns", prefix + "p99.9-ns"}
}

func (m *Model) values() []gobench.Value {
	counts := []gobench.Value{
		{Value: m.Achieved, Unit: unitRate},
		{Value: m.figure("errors"), Unit: unitErrors},
		{Value: m.figure("missed"), Unit: unitMissed},
	}
	return slices.Concat(counts, m.Response.values(""), m.Service.values("service-"))
}

func (q Quantiles) values(prefix string) []gobench.Value {
	var values []gobench.Value
	for i, ns := range []int64{q.P50, q.P90, q.P99, q.P999} {
		values = append(values, gobench.Value{Value: float64(ns), Unit: timeUnits(prefix)[i]})
	}
	return values
}
