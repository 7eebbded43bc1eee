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
  bench nonces --source http --url http://127.0.0.1:8080 --count 20000 --format json
  bench nonces --self-test
  bench nonces --source native --processes 0 --run-file a.run
  bench nonces --merge a.run b.run
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
	if mode == rawMode {
		return interruptedOr(ctx, n.stream(ctx, flags.Changed("count"), stdout))
	}
	out, err := openOutput(n.output, stdout)
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
		err = n.testTests(ctx, out, m, stderr)
	case mergeMode:
		err = n.merge(ctx, files, out, m)
	default:
		err = n.examine(ctx, out, m, stderr)
	}
	m.Ended(err == nil, time.Now())
	return undelivered(err, delivery.Finish(ctx))
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
func (n *noncing) report(ctx context.Context, out *output, m *metrics.Nonces, r *trial.Result, err error) error {
	if err != nil || ctx.Err() != nil {
		return interruptedOr(ctx, errors.Join(err, ctx.Err()))
	}
	m.Compared(r)
	write := r.Text
	if n.format == "json" {
		write = r.JSON
	}
	if err := out.write(write); err != nil {
		return failure(err)
	}
	if !r.OK {
		return &exit{codeWrong, errors.New("a duplicate nonce, or nonces that do not look random; see the report")}
	}
	return nil
}

// withRunFile does something that writes a run file, if there is to be one. The file
// appears whole or not at all.
func (n *noncing) withRunFile(do func(runFile io.Writer) (*trial.Result, error)) (r *trial.Result, err error) {
	if n.runFile == "" {
		return do(nil)
	}
	out, err := openOutput(n.runFile, nil)
	if err != nil {
		return nil, err
	}
	defer out.discard()
	err = out.write(func(w io.Writer) error {
		buffered := newRunBuffer(w)
		if r, err = do(buffered); err != nil {
			return &undone{err}
		}
		return buffered.Flush()
	})
	var failed *undone
	if errors.As(err, &failed) {
		err = failed.error // what went wrong is not the file
	}
	return r, err
}

// undone is an error of what was to be written.
type undone struct{ error }
