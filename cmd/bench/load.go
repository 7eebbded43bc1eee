package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtest"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

func newLoadCommand(stdout, stderr io.Writer) *cobra.Command {
	var l loading
	command := &cobra.Command{
		Use:   "load",
		Short: "Send requests at a rate, and report how long they took from when they were due",
		Long: `Sends requests when they are due, answered or not (open loop), and takes the time
from then on; or as hey does, each connection when it was answered (closed loop).
Without --url it asks a server in this process.

Exit codes: 0 good, 1 could not do it, 2 wrong usage, 3 an objective or the rate was
not kept, 4 the rate was not, and this machine may be the reason and not the server,
5 a URL accepted twice or a bad signature, 130 after Ctrl-C, with what was measured
until then.`,
		Example: `  bench load
  bench load --url http://127.0.0.1:8080/ --rate 500 --duration 30s --model both
  bench load --target open --rate 100..2000 --arrivals poisson --format json
  bench load --rate 200 --objective 'p99<5ms,errors<0.1%' --hdr-log load.hlog
  bench load --find-capacity --objective 'p99<5ms' --duration 5s`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return l.run(c.Context(), c.Flags(), stdout, stderr) },
	}
	l.register(command.Flags())
	for flag, values := range loadChoices() {
		complete := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
		if err := command.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // a flag that is not registered above
		}
	}
	return command
}

// loadFormats lists the forms of a result, the default first.
func loadFormats() []string { return []string{"text", "json", "benchfmt"} }

// loadChoices are the values of the flags that have few, the default first.
func loadChoices() map[string][]string {
	return map[string][]string{
		"target":   loadtarget.Kinds(),
		"model":    {load.Open, load.Closed, load.Both},
		"arrivals": schedule.AllArrivals(),
		"http":     {"1.1", "2"},
		"format":   loadFormats(),
	}
}

func (l *loading) register(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringVar(&l.target, "target", "", "ask for `WHAT`: sign, open, static or url; url if --url is given, else sign")
	f.StringVar(&l.url, "url", "", "ask the server at this `URL`, instead of one in this process")
	f.StringVar(&l.clientID, "client-id", "", "sign and verify as this `ID`, with the secret of a server elsewhere")
	f.StringVar(&l.secretFile, "secret-file", "", "read that secret from this `FILE`")
	f.StringVar(&l.model, "model", load.Open, "load `MODEL`: open, closed (hey) or both")
	f.StringVar(&l.rate, "rate", "200", "`RATE` per second, a ramp 100..1000, steps 100:5s,200:5s, or max (closed)")
	f.DurationVar(&l.duration, "duration", 10*time.Second, "send for this `TIME`; steps have their own")
	f.StringVar(&l.arrivals, "arrivals", string(schedule.Constant), "`DISTANCES`: constant, or poisson as of independent people")
	f.Uint64Var(&l.seed, "seed", 1, "draw them from this `NUMBER`")
	f.DurationVar(&l.warmUp, "warm-up", time.Second, "`TIME` before that is in no figure")
	f.StringVar(&l.expect, "expect-status", "", "take answers with these `STATUSES` for good, such as 404,503, instead of 2xx; --target url")
	f.IntVar(&l.maxWorkers, "max-workers", 512, "`NUMBER` of requests under way at most, open loop")
	f.IntVar(&l.connections, "connections", 50, "`NUMBER` of connections, closed loop; with HTTP/2 of requests at a time, which share some")
	f.DurationVar(&l.timeout, "timeout", 10*time.Second, "wait this `TIME` for an answer")
	f.StringVar(&l.http, "http", "1.1", "`VERSION` of HTTP: 1.1, or 2, which is with TLS, also in this process")
	f.BoolVar(&l.noKeepAlive, "no-keep-alive", false, "open a connection for each request")
	f.BoolVar(&l.tls, "tls", false, "have the server in this process speak TLS")
	f.StringVar(&l.ca, "ca", "", "trust the certificates in this PEM `FILE` instead of the system's")
	f.BoolVar(&l.insecure, "insecure", false, "do not verify the server's certificate; the report says so")
	f.StringVar(&l.objective, "objective", "", "`WHAT` has to hold: min, mean, p50 to p99.9 or max of the response time, errors, missed; p99<5ms,errors<0.1%")
	f.BoolVar(&l.findCapacity, "find-capacity", false, "find the highest rate at which the objective holds; --rate is the range")
	f.DurationVar(&l.budget, "time-budget", 5*time.Minute, "search for at most this `TIME`")
	f.StringVar(&l.hdrLog, "hdr-log", "", "write histograms of each second to this `FILE`, HdrHistogram log V2")
	f.StringVar(&l.format, "format", "text", "`FORMAT` of the report: "+strings.Join(loadFormats(), ", "))
	f.StringVar(&l.output, "output", "", "write the report to this `FILE` instead of stdout")
	l.metrics.register(f)
}

// run is the whole of bench load. What can fail early does.
func (l *loading) run(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) error {
	plan, err := l.check(flags)
	if err != nil {
		return err
	}
	out, err := openOutput(l.output, stdout)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	m := metrics.NewLoad(environment.Detect(), l.models())
	delivery, err := l.metrics.open("load", m, stderr)
	if err != nil {
		return err
	}
	r, err := l.measure(ctx, plan, m, stderr)
	err = l.report(ctx, out, r, err)
	return finish(ctx, delivery, err, func() { m.End(r, time.Now()) })
}

// report writes a result, and makes the exit of it.
func (l *loading) report(ctx context.Context, out *output, r *load.Result, err error) error {
	if err != nil {
		return interruptedOr(ctx, err)
	}
	if err := out.write(func(w io.Writer) error { return renderLoad(w, r, l.format) }); err != nil {
		return failure(err)
	}
	return exitOfLoad(r)
}

// measure opens what is needed, tests, and closes it. With an error there is no
// result.
func (l *loading) measure(ctx context.Context, plan loadPlan, m *metrics.Load, stderr io.Writer) (r *load.Result, err error) {
	log, err := openLoadLog(l.hdrLog)
	if err != nil {
		return nil, err
	}
	defer log.discard()
	target, err := loadtarget.New(ctx, plan.target)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err = errors.Join(err, target.Close()); err != nil {
			r = nil
		}
	}()
	live := newLive(stderr, l, plan)
	defer live.done()
	config := l.config(plan, target)
	l.watch(&config, live, log, m)
	if l.findCapacity {
		r, err = loadtest.FindCapacity(ctx, config, plan.low, plan.high, l.budget)
	} else {
		r, err = loadtest.Run(ctx, config)
	}
	return r, errors.Join(err, log.complete())
}

func renderLoad(w io.Writer, r *load.Result, format string) error {
	switch format {
	case "json":
		return r.JSON(w)
	case "benchfmt":
		return r.Benchfmt(w)
	default:
		return r.Text(w)
	}
}

// exitOfLoad makes the exit of a result. A wrong answer matters more than an
// interruption, and what could not be told comes before what was not met: a rate that
// the generator did not reach says nothing about the server.
func exitOfLoad(r *load.Result) error {
	switch {
	case r.Wrong():
		return &exit{codeWrong, fmt.Errorf("a wrong result: %s", r.Problems[0])}
	case r.Incomplete:
		return &exit{codeInterrupted, errors.New("interrupted")}
	case r.Undecided():
		return &exit{codeInconclusive, fmt.Errorf("inconclusive: %s", r.Trouble())}
	case !r.OK:
		return &exit{codeLimit, fmt.Errorf("not ok: %s", r.Trouble())}
	}
	return nil
}
