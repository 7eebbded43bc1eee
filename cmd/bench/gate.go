package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

func newGateCommand(stdout, stderr io.Writer) *cobra.Command {
	var g gating
	command := &cobra.Command{
		Use:   "gate",
		Short: "Fail if signing became slower than it was in another build",
		Long: `Compares the working tree with another commit, two binaries, or the tree with a
stored result: figures without noise first, then speed. Processes take turns every
few milliseconds, in an order by chance; two of the same build show the noise.
Without anything to compare with it holds the tree against limits.

PASS: a slowdown beyond the tolerance is ruled out. FAIL: it is slower by more, and
was again with fresh processes. Otherwise it could not be told.

Exit codes: 0 pass, 1 could not do it, or the self-test proved the gate wrong,
2 wrong usage, 3 fail, 4 inconclusive, 5 a wrong result (a bad signature), 6 this
machine cannot be measured on now, or not be compared with the stored result's, 130
after Ctrl-C.`,
		Example: `  bench gate --base "$(git merge-base origin/main HEAD)"
  bench gate --base HEAD~1 --tolerance 10% --time-budget 30s --format markdown
  bench gate --base-bin old/bench --head-bin new/bench --format json --output gate.json
  bench gate --from gate.json --format github
  bench gate --save-baseline baseline.json
  bench gate --baseline baseline.json --limits cmd/bench/limits.yaml
  bench gate --self-test --time-budget 2m`,
		Args: onlyFlags,
		RunE: func(c *cobra.Command, _ []string) error { return g.run(c.Context(), c.Flags(), stdout, stderr) },
	}
	g.register(command.Flags())
	complete := cobra.FixedCompletions(gateFormats(), cobra.ShellCompDirectiveNoFileComp)
	if err := command.RegisterFlagCompletionFunc("format", complete); err != nil {
		panic(err) // a flag that is not registered above
	}
	return command
}

// onlyFlags refuses the commit that someone gives without its flag.
func onlyFlags(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("argument %q: there are only flags, such as --base %s", args[0], args[0])
	}
	return nil
}

func (g *gating) register(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringVar(&g.base, "base", "", "compare with this `COMMIT`, built in a worktree of its own")
	f.StringVar(&g.baseBin, "base-bin", "", "compare with this `FILE`, a bench that was built before")
	f.StringVar(&g.baseline, "baseline", "", "compare with the stored result in this `FILE`")
	f.StringVar(&g.saveBaseline, "save-baseline", "", "measure, and store the result in this `FILE`")
	f.BoolVar(&g.selfTest, "self-test", false, "see if an identical pair passes and a slowed one fails here")
	f.StringVar(&g.limits, "limits", "", "hold the tree against the limits in this `FILE`, alone or beside a comparison")
	f.StringVar(&g.from, "from", "", "measure nothing; write the JSON result in this `FILE` in another format")
	f.StringVar(&g.headBin, "head-bin", "", "measure this `FILE` instead of a build of the working tree as it is")
	f.StringVar(&g.tolerance, "tolerance", "5%", "let a slowdown of this `PERCENTAGE` through")
	f.DurationVar(&g.budget, "time-budget", time.Minute, "measure speed for this `TIME` at most; building and exact figures are not counted")
	f.Uint64Var(&g.seed, "seed", 1, "draw the order of slices from this `NUMBER`")
	f.StringVar(&g.format, "format", "text", "`FORMAT` of the result: "+strings.Join(gateFormats(), ", "))
	f.StringVar(&g.output, "output", "", "write the result to this `FILE` instead of stdout")
}

// run is the whole of bench gate.
func (g *gating) run(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) error {
	mode, tolerance, err := g.check(flags)
	if err != nil {
		return err
	}
	if mode == fromMode {
		return g.writeAgain(stdout)
	}
	r := &gateRun{flags: g, stderr: stderr}
	r.result = gate.New(gate.Method{Mode: mode, Tolerance: tolerance, Error: gateError, Budget: g.budget.Seconds(), Seed: g.seed})
	if err := r.readFiles(); err != nil {
		return err
	}
	if r.dir, err = os.MkdirTemp("", "bench-gate-"); err != nil {
		return failure(err)
	}
	defer os.RemoveAll(r.dir)
	if mode == saveMode {
		return interruptedOr(ctx, r.save(ctx))
	}
	return r.report(ctx, stdout)
}

// report measures and writes the result. What can fail early does.
func (r *gateRun) report(ctx context.Context, stdout io.Writer) error {
	out, err := openOutput(r.flags.output, stdout)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	if err := r.measure(ctx); err != nil {
		return interruptedOr(ctx, err)
	}
	r.result.Method.Took = time.Since(r.begun).Seconds()
	if err := out.write(func(w io.Writer) error { return renderGate(w, &r.result, r.flags.format) }); err != nil {
		return failure(err)
	}
	return exitOf(&r.result)
}

// measure fills the result, in the way that the mode says.
func (r *gateRun) measure(ctx context.Context) error {
	switch r.result.Method.Mode {
	case gate.Stored:
		return r.compareWithStored(ctx)
	case gate.SelfTest:
		return r.testItself(ctx)
	case gate.Limited:
		return r.holdAgainstLimits(ctx)
	default:
		return r.compareWithBase(ctx)
	}
}

// writeAgain writes a result that was measured before, and ends as that did.
func (g *gating) writeAgain(stdout io.Writer) error {
	f, err := os.Open(g.from)
	if err != nil {
		return usage("--from: %w", err)
	}
	defer f.Close()
	r, err := gate.Read(f)
	if err != nil {
		return usage("--from %q: %w", g.from, err)
	}
	out, err := openOutput(g.output, stdout)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	if err := out.write(func(w io.Writer) error { return renderGate(w, r, g.format) }); err != nil {
		return failure(err)
	}
	return exitOf(r)
}

// interruptedOr tells an interruption from what could not be done.
func interruptedOr(ctx context.Context, err error) error {
	var e *exit
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return &exit{codeInterrupted, errors.New("interrupted")}
	case errors.As(err, &e):
		return err
	}
	return failure(err)
}

// exitOf makes the exit of a result. A wrong result matters more than speed. A gate
// that its own test has proved wrong could not do what it is for, which says nothing
// about the code, so it is neither a FAIL nor the machine's fault.
func exitOf(r *gate.Result) error {
	if len(r.Wrong) > 0 {
		return &exit{codeWrong, errors.New(r.Wrong[0])}
	}
	code := codeFailed
	switch r.Verdict {
	case gate.Pass:
		return nil
	case gate.Fail:
		if r.SelfTest == nil {
			code = codeLimit
		}
	case gate.Inconclusive:
		code = codeInconclusive
	case gate.Incomparable:
		code = codeUnfit
	}
	return &exit{code, fmt.Errorf("%s: %s", strings.ToUpper(string(r.Verdict)), r.Reason)}
}
