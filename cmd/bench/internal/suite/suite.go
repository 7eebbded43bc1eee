// Package suite is one run of the benchmark from end to end: it starts engines,
// measures their operations in rounds, counts allocations, compares nonces,
// holds the result against limits, and gives a report.
package suite

import (
	"context"
	"slices"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/limits"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/progress"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
)

// A Config says what to run. It has been checked: every engine is one of
// [Engines], each number is positive.
type Config struct {
	Engines []string
	// URL is the server for the http engine; empty: one in this process.
	URL string
	// Duration is for each result.
	Duration time.Duration
	// Nonces is how many the native engine draws.
	Nonces int
	// Concurrency is the second of two concurrencies, the first being 1.
	Concurrency int
	Random      guest.Random
	Limits      []limits.Limit
	// Wasm is signer.wasm.
	Wasm     []byte
	Progress *progress.Progress
}

// Engines lists the engines; the interpreter runs only when asked for.
func Engines() []string {
	return []string{native.Name, guest.Name, guest.InterpreterName, web.Name}
}

// Planned gives the operations of each engine of a run, as far as is known
// before it starts.
func (c Config) Planned() map[string][]string {
	operations := map[string][]string{
		native.Name:           native.Operations(),
		guest.Name:            guest.Operations(),
		guest.InterpreterName: guest.Operations(),
		web.Name:              web.Operations(),
	}
	planned := make(map[string][]string)
	for _, e := range c.Engines {
		planned[e] = operations[e]
	}
	return planned
}

// has reports whether an engine takes part.
func (c Config) has(engine string) bool { return slices.Contains(c.Engines, engine) }

// concurrencies are those to measure an engine at.
func (c Config) concurrencies(engine string) []int {
	if c.Concurrency == 1 || engine == guest.InterpreterName {
		return []int{1}
	}
	return []int{1, c.Concurrency}
}

// steps is how many steps the progress of a run has.
func (c Config) steps() int {
	results := 0
	for engine, operations := range c.Planned() {
		results += len(operations) * len(c.concurrencies(engine))
	}
	starts, allocations, reopening := len(c.Engines), results, 1
	return starts + rounds*results + allocations + reopening + len(c.Sources())
}

// Sources are the kinds of nonces that a run compares.
func (c Config) Sources() []string {
	var sources []string
	for _, s := range []string{native.Name, guest.Name, web.Name} {
		if c.has(s) {
			sources = append(sources, s)
		}
	}
	return sources
}

// Run runs everything. There is a report in any case, incomplete when the
// context ended or when something failed, which is the error then. An exceeded
// limit or a wrong result is no error: see the report. A limit without a result
// is [limits.ErrUnmatched]. The metrics get what is known before the end.
func Run(ctx context.Context, c Config, m *metrics.Metrics, e environment.Environment) (*report.Report, error) {
	r := &run{config: c, metrics: m, audit: new(audit.Audit), report: report.New(e, method(c))}
	c.Progress.Expect(c.steps())
	defer c.Progress.Done()
	err := r.everything(ctx)
	if ctx.Err() != nil {
		err = nil // what failed, failed for that
	}
	r.conclude(err, ctx.Err() != nil)
	if err == nil && !r.report.Incomplete {
		err = r.judge()
	}
	r.report.OK = err == nil && len(r.report.Problems) == 0 && !r.report.Incomplete
	return r.report, err
}

// A run is the state of Run.
type run struct {
	config  Config
	metrics *metrics.Metrics
	audit   *audit.Audit
	report  *report.Report

	series []*series
	guest  *guest.Engine
	web    *web.Engine
	open   []func() error // what to close, in reverse
}

// everything goes through the stages until one fails or the context ends.
func (r *run) everything(ctx context.Context) (err error) {
	defer func() {
		for _, closing := range slices.Backward(r.open) {
			if closed := closing(); err == nil {
				err = closed
			}
		}
	}()
	defer r.collect()
	for _, stage := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"start", r.start},
		{"measure", r.measure},
		{"allocations", r.allocations},
		{"reopen", r.openTwice},
		{"nonces", r.nonces},
	} {
		if ctx.Err() != nil {
			return nil
		}
		begin := time.Now()
		if err := stage.do(ctx); err != nil {
			return err
		}
		r.metrics.Stage(stage.name, time.Since(begin))
	}
	return nil
}

// collect puts what the series have into the report.
func (r *run) collect() {
	for _, s := range r.series {
		if result, ok := s.result(); ok {
			r.report.Results = append(r.report.Results, result)
		}
	}
}
