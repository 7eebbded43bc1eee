package main

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

func newNoncesCommand(stdout, stderr io.Writer) *cobra.Command {
	var n noncing
	command := &cobra.Command{
		Use:   "nonces [FILE...]",
		Short: "Prove that nonces are unique, and test if they look random",
		Long: `Has nonces drawn natively, by signer.wasm under wazero and over HTTP, by goroutines,
processes that start anew and instances; compares every one with every other one,
exactly; and asks if they look random. What does not fit into memory goes to files.

Exit codes: 0 good, 1 could not do it, or a self-test in which a broken source was not
caught, 2 wrong usage or too little room, 5 a duplicate, or nonces that do not look
random, 130 after Ctrl-C, without a report.`,
		Example: `  bench nonces
  bench nonces --source native --count 100000000
  bench nonces --source native --count 1000000000 --memory 4GiB --dir /var/tmp
  bench nonces --source http --url http://127.0.0.1:8080 --count 200000 --format json
  bench nonces --self-test
  bench nonces --source native --processes 0 --run-file a.run
  bench nonces --merge a.run b.run
  bench nonces --raw=text a.run b.run | sort | uniq -d
  bench nonces --raw --count 8000000 | ent`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, files []string) error {
			return n.run(c.Context(), c.Flags(), files, stdout, stderr)
		},
	}
	n.register(command.Flags())
	for flag, values := range map[string][]string{"source": nonceSources(), "raw": rawForms(), "format": nonceFormats()} {
		complete := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
		if err := command.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // a flag that is not registered above
		}
	}
	return command
}

// run is the whole of bench nonces.
func (n *noncing) run(ctx context.Context, flags *pflag.FlagSet, files []string, stdout, stderr io.Writer) error {
	mode, err := n.check(flags, files)
	if err != nil {
		return err
	}
	switch {
	case mode == rawMode && len(files) > 0:
		return interruptedOr(ctx, n.streamFiles(ctx, files, stdout))
	case mode == rawMode:
		return interruptedOr(ctx, n.stream(ctx, flags.Changed("count"), stdout))
	}
	out, err := n.openOutputs(stdout)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	m := n.newMetrics(mode)
	delivery, err := n.metrics.open("nonces", m, stderr)
	if err != nil {
		return err
	}
	switch mode {
	case testMode:
		err = n.testTests(ctx, out.report, m, stderr)
	case mergeMode:
		err = n.merge(ctx, files, out, m)
	default:
		err = n.examine(ctx, out, m, stderr)
	}
	return finish(ctx, delivery, err, func() { m.Ended(err == nil, time.Now()) })
}

// newMetrics makes the metrics of a mode.
func (n *noncing) newMetrics(mode nonceMode) *metrics.Nonces {
	e := environment.Detect()
	switch mode {
	case testMode:
		return metrics.NewSelfTest(e)
	case mergeMode:
		return metrics.NewNonces(e, nil)
	}
	return metrics.NewNonces(e, n.sources)
}

// report writes a result, and makes the exit of it.
func (n *noncing) report(ctx context.Context, out outputs, m *metrics.Nonces, r *trial.Result, err error) error {
	if err != nil || ctx.Err() != nil {
		return interruptedOr(ctx, errors.Join(err, ctx.Err()))
	}
	m.Compared(r)
	write := r.Text
	if n.format == "json" {
		write = r.JSON
	}
	if err := out.report.write(write); err != nil {
		return failure(err)
	}
	if !r.OK {
		return &exit{codeWrong, errors.New("a duplicate nonce, or nonces that do not look random; see the report")}
	}
	return nil
}
