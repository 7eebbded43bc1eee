package main

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/delivery"
)

// metricsFlags are the flags that say how metrics get to Prometheus. Every command
// that exports some has them.
type metricsFlags struct {
	delivery.Options
}

func (m *metricsFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&m.Address, "metrics-addr", "", "serve Prometheus metrics at this `HOST:PORT` during the run")
	flags.DurationVar(&m.Linger, "metrics-linger", 15*time.Second, "serve them up to this `TIME` longer, until scraped once after the end")
	flags.StringVar(&m.File, "metrics-file", "", "write them to this `FILE.prom` at the end, for node_exporter")
	flags.StringVar(&m.Gateway, "metrics-push", "", "push them to the Pushgateway at this `URL` at the end")
	flags.StringVar(&m.Job, "metrics-job", "embedsign-bench", "`JOB` of the group that is pushed")
	flags.StringToStringVar(&m.Labels, "metrics-label", nil, "put this `NAME=VALUE` on all metrics, such as suite=nightly; may be repeated")
	flags.Lookup("metrics-label").DefValue = "" // or help says that the default is []
}

// metricsNames lists the flags.
func metricsNames() (names []string) {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(metricsFlags).register(f)
	f.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// open starts the delivery of what a command exports.
func (m *metricsFlags) open(command string, e delivery.Exporter, stderr io.Writer) (*delivery.Delivery, error) {
	d, err := delivery.Open(m.Options, command, e, stderr)
	switch {
	case errors.Is(err, delivery.ErrUsage):
		return nil, &exit{codeUsage, err}
	case err != nil:
		return nil, failure(err)
	}
	return d, nil
}

// finish tells the metrics of the end of a command, delivers them, and makes its exit
// of the one that it would have without metrics. An interruption is somebody's wish and
// no failure, and what was measured until then is not what a run measures: it has no
// end in the metrics, and file and gateway keep the figures of the run before. A wrong
// result that an interrupted command found has another exit, and is delivered.
func finish(ctx context.Context, d *delivery.Delivery, err error, end func()) error {
	var e *exit
	if errors.As(err, &e) && e.code == codeInterrupted {
		return undelivered(err, d.Abandon())
	}
	end()
	return undelivered(err, d.Finish(ctx))
}

// undelivered makes the exit of a command whose metrics may not have been delivered:
// that is a failure, which matters less than a wrong result or an interruption, and
// more than what was not met or could not be told.
func undelivered(err, delivering error) error {
	var e *exit
	switch {
	case delivering == nil:
		return err
	case errors.As(err, &e) && e.code != codeLimit && e.code != codeInconclusive:
		return &exit{e.code, errors.Join(e.cause, delivering)}
	}
	return failure(delivering)
}
