package main

import (
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
