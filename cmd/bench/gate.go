package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// A gating is the flags of bench gate.
type gating struct {
	base, baseBin, headBin string
	tolerance              string
	budget                 time.Duration
	seed                   uint64
	format, output         string
}

func newGateCommand(stdout, stderr io.Writer) *cobra.Command {
	var g gating
	command := &cobra.Command{
		Use:   "gate",
		Short: "Fail if signing became slower than it was in another build",
		Long: `Compares the working tree with another commit, or two binaries: figures without
noise first, then speed. Processes of both take turns every few milliseconds, in an
order by chance, beside a second process of base that shows the noise.

PASS: a slowdown beyond the tolerance is ruled out. FAIL: it is slower by more, and
was again with fresh processes in exchanged roles. Otherwise it could not be told.

Exit codes: 0 pass, 1 could not do it, 2 wrong usage, 3 fail, 4 inconclusive, 5 a
wrong result (a bad signature), 6 this machine cannot be measured on now, 130 after
Ctrl-C.`,
		Example: `  bench gate --base origin/main
  bench gate --base HEAD~1 --tolerance 10% --time-budget 30s --format markdown
  bench gate --base-bin old/bench --head-bin new/bench --format json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return g.run(c.Context(), stdout, stderr) },
	}
	f := command.Flags()
	f.SortFlags = false
	f.StringVar(&g.base, "base", "", "compare with this `COMMIT`, built in a worktree of its own")
	f.StringVar(&g.baseBin, "base-bin", "", "compare with this `FILE`, a bench that was built before")
	f.StringVar(&g.headBin, "head-bin", "", "compare this `FILE` instead of a build of the working tree as it is")
	f.StringVar(&g.tolerance, "tolerance", "5%", "let a slowdown of this `PERCENTAGE` through")
	f.DurationVar(&g.budget, "time-budget", time.Minute, "measure for at most this `TIME`; building is not counted")
	f.Uint64Var(&g.seed, "seed", 1, "draw the order of slices from this `NUMBER`")
	f.StringVar(&g.format, "format", "text", "`FORMAT` of the result: "+strings.Join(gateFormats(), ", "))
	f.StringVar(&g.output, "output", "", "write the result to this `FILE` instead of stdout")
	return command
}

// gateFormats lists the forms of a result, the default first.
func gateFormats() []string {
	return []string{"text", "json", "markdown", "github", "junit", "benchfmt"}
}

// minBudget is enough for a few launches, which is the least that can pass.
const minBudget = 5 * time.Second

// check looks at what the flags say, and gives the tolerance as a fraction.
func (g *gating) check() (tolerance float64, err error) {
	switch {
	case g.base == "" && g.baseBin == "":
		return 0, usage("want --base COMMIT or --base-bin FILE: what is it to be compared with?")
	case g.base != "" && g.baseBin != "":
		return 0, usage("--base and --base-bin: want one of them")
	case g.budget < minBudget:
		return 0, usage("--time-budget %v: want at least %v", g.budget, minBudget)
	case !slices.Contains(gateFormats(), g.format):
		return 0, usage("--format %q: want one of %s", g.format, strings.Join(gateFormats(), ", "))
	}
	number, percent := strings.CutSuffix(g.tolerance, "%")
	tolerance, err = strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		tolerance /= 100
	}
	if err != nil || !(tolerance > 0 && tolerance < 1) {
		return 0, usage("--tolerance %q: want a percentage between 0 and 100, such as 5%%", g.tolerance)
	}
	return tolerance, nil
}

func (g *gating) run(ctx context.Context, stdout, stderr io.Writer) error {
	tolerance, err := g.check()
	if err != nil {
		return err
	}
	out, err := openOutput(g.output, stdout)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	dir, err := os.MkdirTemp("", "bench-gate-")
	if err != nil {
		return failure(err)
	}
	defer os.RemoveAll(dir)
	c := comparison{flags: g, cache: filepath.Join(dir, "compiled"), stderr: stderr}
	c.result.Schema, c.result.Exact, c.result.Kernels, c.result.Wrong = gate.Schema, []gate.Exact{}, []gate.Kernel{}, []string{}
	c.result.Method = gate.Method{Tolerance: tolerance, Error: gateError, Budget: g.budget.Seconds(), Seed: g.seed}
	if err := c.builds(ctx, dir); err != nil {
		return interruptedOr(ctx, err)
	}
	if err := c.compare(ctx); err != nil {
		return interruptedOr(ctx, err)
	}
	if err := out.write(func(w io.Writer) error { return renderGate(w, &c.result, g.format) }); err != nil {
		return failure(err)
	}
	return exitOf(&c.result)
}

// interruptedOr tells an interruption from what could not be done.
func interruptedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &exit{codeInterrupted, errors.New("interrupted")}
	}
	return failure(err)
}

// exitOf makes the exit of a result. A wrong result matters more than speed.
func exitOf(r *gate.Result) error {
	if len(r.Wrong) > 0 {
		return &exit{codeWrong, errors.New("a wrong result: " + r.Wrong[0])}
	}
	code := map[gate.Verdict]int{gate.Pass: codeGood, gate.Fail: codeLimit, gate.Inconclusive: codeInconclusive, gate.Incomparable: codeUnfit}[r.Verdict]
	if code == codeGood {
		return nil
	}
	return &exit{code, fmt.Errorf("%s: %s", r.Verdict, r.Reason)}
}
