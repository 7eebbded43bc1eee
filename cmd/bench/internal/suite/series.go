package suite

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/hdr"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
)

// rounds is how often each result is measured, a part of its duration each
// time; see [measure.Round].
const rounds = 8

// smokeDuration is all that a result of the interpreter gets: it is a thousand
// times slower than native code, and runs to show that it works.
const smokeDuration = 200 * time.Millisecond

// An engine measures operations.
type engine interface {
	Operations() []string
	Measure(ctx context.Context, operation string, concurrency int, plan measure.Plan) (measure.Round, error)
	Allocations(ctx context.Context, operation string) (allocs, bytes float64, err error)
}

// A series is the rounds of one result.
type series struct {
	name, operation string
	concurrency     int
	engine          engine
	reference       string
	plan            measure.Plan
	total           measure.Round
	allocs, bytes   *float64
}

// plan adds the series of an engine.
func (r *run) plan(name string, e engine, reference string) {
	duration := r.config.Duration
	if name == guest.InterpreterName {
		duration = min(duration, smokeDuration)
	}
	for _, operation := range e.Operations() {
		for _, n := range r.config.concurrencies(name) {
			r.series = append(r.series, &series{
				name: name, operation: operation, concurrency: n,
				engine: e, reference: reference, plan: measure.NewPlan(duration / rounds),
			})
		}
	}
}

// failed names what an error belongs to.
func failed(engine, operation string, err error) error {
	if operation == "" {
		return fmt.Errorf("%s: %w", engine, err)
	}
	return fmt.Errorf("%s %s: %w", engine, operation, err)
}

// measure runs the rounds. Each round goes through all series before the next
// one begins.
func (r *run) measure(ctx context.Context) error {
	for round := range rounds {
		for _, s := range r.series {
			if ctx.Err() != nil {
				return nil
			}
			r.config.Progress.Step(fmt.Sprintf("round %d of %d", round+1, rounds), s.name+" "+s.operation)
			if err := r.round(ctx, s); err != nil {
				return failed(s.name, s.operation, err)
			}
		}
	}
	return nil
}

func (r *run) round(ctx context.Context, s *series) error {
	one, err := s.engine.Measure(ctx, s.operation, s.concurrency, s.plan)
	if err != nil {
		r.metrics.Failed(s.name, s.operation)
		return err
	}
	s.total.Add(one)
	r.metrics.Round(s.name, s.operation, s.concurrency, one, s.total)
	return nil
}

// allocations counts them once for each operation: on one goroutine.
func (r *run) allocations(ctx context.Context) error {
	for _, s := range r.series {
		if ctx.Err() != nil {
			return nil
		}
		r.config.Progress.Step("allocations", s.name+" "+s.operation)
		if s.concurrency != 1 || !r.countable(s) {
			continue
		}
		allocs, bytes, err := s.engine.Allocations(ctx, s.operation)
		if err != nil {
			return failed(s.name, s.operation, err)
		}
		for _, same := range r.series {
			if same.name == s.name && same.operation == s.operation {
				same.allocs, same.bytes = &allocs, &bytes
			}
		}
	}
	return nil
}

// countable reports whether allocations belong to the operation: those of a
// server elsewhere cannot be seen, and the interpreter's are no aim of anyone.
func (r *run) countable(s *series) bool {
	return s.name != guest.InterpreterName && (s.name != web.Name || r.web.InProcess())
}

// result makes the report's form, if anything was measured.
func (s *series) result() (report.Result, bool) {
	if len(s.total.Times) == 0 {
		return report.Result{}, false
	}
	ratio := measure.Ratio(s.total.Times)
	return report.Result{
		Engine: s.name, Operation: s.operation, Concurrency: s.concurrency,
		Count: s.total.Operation.Count, OpsPerSecond: s.total.Operation.PerSecond(),
		Latency: quantiles(s.total.Latency),
		Allocs:  s.allocs, Bytes: s.bytes,
		Ratio: &ratio.Median, RatioLow: finite(ratio.Low), RatioHigh: finite(ratio.High), Pairs: ratio.Samples,
		Reference: s.reference, ReferencePerSecond: s.total.Reference.PerSecond(),
		SetUp: s.total.SetUps,
	}, true
}

// finite gives nil for a bound that is not known.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}

func quantiles(h *hdrhistogram.Histogram) *report.Latency {
	if h == nil || h.TotalCount() == 0 {
		return nil
	}
	return &report.Latency{
		P50: hdr.Percentile(h, 50), P90: hdr.Percentile(h, 90), P99: hdr.Percentile(h, 99),
		P999: hdr.Percentile(h, 99.9), Max: h.Max(), Samples: h.TotalCount(),
	}
}
