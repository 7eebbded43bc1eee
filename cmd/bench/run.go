package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/limits"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
	"github.com/embedsign/embedsign/cmd/bench/internal/progress"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/suite"
	"github.com/embedsign/embedsign/site"
)

// run is the whole of bench run. What can fail early does: a run of half a
// minute must not end with a file that cannot be written.
func (o *options) run(ctx context.Context, stdout, stderr io.Writer) (err error) {
	config, err := o.config(stderr)
	if err != nil {
		return err
	}
	out, err := openOutput(o.output, stdout)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	e := environment.Detect()
	m := metrics.New(e, config.Planned(), config.Sources())
	delivery, err := o.metrics.open("run", m, stderr)
	if err != nil {
		return err
	}
	r, runErr := suite.Run(ctx, config, m, e)
	if err := out.write(func(w io.Writer) error { return render(w, r, o.format) }); err != nil {
		return failure(err)
	}
	return finish(ctx, delivery, conclude(r, runErr, ctx.Err() != nil), func() { m.End(r, time.Now()) })
}

// config checks the flags and makes the configuration of a run.
func (o *options) config(stderr io.Writer) (suite.Config, error) {
	if err := o.check(); err != nil {
		return suite.Config{}, err
	}
	c := suite.Config{
		Engines:     o.inOrder(),
		URL:         o.url,
		Duration:    o.duration,
		Nonces:      o.nonces,
		Concurrency: cmp.Or(o.concurrency, runtime.GOMAXPROCS(0)),
		Random:      guest.Random(o.random),
		Wasm:        site.Wasm(),
		Progress:    progress.New(stderr),
	}
	var err error
	c.Limits, err = readLimits(o.limits, c.Planned())
	return c, err
}

// inOrder gives the engines in the order of reports, however they were named.
func (o *options) inOrder() []string {
	return slices.DeleteFunc(suite.Engines(), func(e string) bool { return !slices.Contains(o.engines, e) })
}

// readLimits reads the limits file, if there is one, and refuses limits that
// the run would not measure.
func readLimits(path string, planned map[string][]string) ([]limits.Limit, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, usage("limits: %w", err)
	}
	defer f.Close()
	l, err := limits.Parse(f)
	if err != nil {
		return nil, usage("limits %q: %w", path, err)
	}
	if unmatched, found := limits.Unmatched(l, planned); found {
		return nil, usage("limits %q: limit %q: %w of this run", path, unmatched.String(), limits.ErrUnmatched)
	}
	return l, nil
}

// conclude makes the exit of a report. The first that applies decides: a wrong
// result matters more than a failure, and a failure more than a limit.
func conclude(r *report.Report, err error, interrupted bool) error {
	switch {
	case interrupted:
		return &exit{codeInterrupted, errors.Join(errors.New("interrupted"), err)}
	case r.Wrong():
		return &exit{codeWrong, errors.Join(errors.New("a wrong result; see the report"), err)}
	case errors.Is(err, limits.ErrUnmatched):
		return &exit{codeUsage, err}
	case err != nil:
		return failure(err)
	case r.Exceeded():
		return &exit{codeLimit, errors.New("a limit was exceeded; see the report")}
	}
	return nil
}
