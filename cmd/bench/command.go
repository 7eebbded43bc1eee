package main

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/suite"
)

// usageTemplate ends with the examples, which is where people look.
const usageTemplate = `Usage: {{.UseLine}}{{if .HasAvailableSubCommands}} COMMAND

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}

{{.LocalFlags.FlagUsages}}{{end}}
Examples:
{{.Example}}
`

func newCommand(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:           "bench",
		Short:         "Measure the signer natively, under wazero and over HTTP",
		Long:          "Measures the signer natively, as WebAssembly under wazero and over HTTP, tests a\nserver under load, looks for equal nonces, and fails where signing became slower.",
		Example:       "  bench run\n  bench load --rate 500 --model both\n  bench nonces\n  bench gate --base main\n  bench report run.json load.json --output report.html\n  bench run --help",
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("a command is needed; see bench --help")
		},
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetUsageTemplate(usageTemplate)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usage("%w; see %s --help", err, c.CommandPath()) })
	root.AddCommand(newRunCommand(stdout, stderr), newGateCommand(stdout, stderr), newNoncesCommand(stdout, stderr), newReportCommand(stdin, stdout), newWorkerCommand(stdin, stdout))
	root.AddCommand(newLoadCommand(stdout, stderr))
	return root
}

// options are the flags of bench run.
type options struct {
	engines     []string
	url         string
	duration    time.Duration
	nonces      int
	concurrency int
	random      string
	limits      string
	format      string
	output      string
	metrics     metricsFlags
}

func newRunCommand(stdout, stderr io.Writer) *cobra.Command {
	var o options
	command := &cobra.Command{
		Use:   "run",
		Short: "Measure, verify, compare nonces, and report",
		Long: `Measures every operation at one goroutine and at all cores, against a reference
in alternating slices; verifies the URLs it samples; looks for duplicate nonces.
The report goes to stdout, progress to stderr.

Exit codes: 0 good, 1 could not do it, 2 wrong usage, 3 a limit was exceeded,
5 a wrong result (duplicate nonce, bad signature, URL accepted twice), 130 after
Ctrl-C, with a report of what was measured until then.`,
		Example: `  bench run
  bench run --engines native --duration 200ms --nonces 100000
  bench run --engines native,wazero --duration 50ms --nonces 10000 --format json
  bench run --engines http --duration 50ms --nonces 10000 --format markdown`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context(), stdout, stderr) },
	}
	o.register(command.Flags())
	for flag, values := range choices() {
		complete := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
		if err := command.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // a flag that is not registered above
		}
	}
	return command
}

// choices are the values of the flags that have few.
func choices() map[string][]string {
	return map[string][]string{
		"engines": suite.Engines(),
		"random":  {string(guest.Crypto), string(guest.WazeroDefault)},
		"format":  formats(),
	}
}

func (o *options) register(flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.StringSliceVar(&o.engines, "engines", []string{"native", "wazero", "http"}, "measure these `ENGINES`; wazero-interpreter is there too, as a smoke test")
	flags.StringVar(&o.url, "url", "", "measure the serve at this base `URL` over http, instead of one in this process")
	flags.DurationVar(&o.duration, "duration", time.Second, "`TIME` for the slices of each result")
	flags.IntVar(&o.nonces, "nonces", 1_000_000, "draw this `NUMBER` of nonces natively; wazero draws a tenth, http up to 5000")
	flags.IntVar(&o.concurrency, "concurrency", 0, "measure at one goroutine and at this `NUMBER`; 0 means all cores")
	flags.StringVar(&o.random, "random", string(guest.Crypto), "`SOURCE` of randomness in wazero: crypto, or wazero-default, which repeats itself")
	flags.StringVar(&o.limits, "limits", "", "hold the results against the limits in this `FILE`")
	flags.StringVar(&o.format, "format", "text", "`FORMAT` of the report: "+strings.Join(formats(), ", "))
	flags.StringVar(&o.output, "output", "", "write the report to this `FILE` instead of stdout")
	o.metrics.register(flags)
}

// The bounds of numbers that a run can do with.
const (
	maxConcurrency = 256
	maxNonces      = 100_000_000 // 16 bytes each; bench nonces takes more
	minDuration    = time.Millisecond
)

// check looks at what the flags say before anything is started.
func (o *options) check() error {
	if len(o.engines) == 0 {
		return usage("--engines: want at least one of %s", strings.Join(suite.Engines(), ", "))
	}
	for i, e := range o.engines {
		if !slices.Contains(suite.Engines(), e) {
			return usage("--engines %q: want some of %s", e, strings.Join(suite.Engines(), ", "))
		}
		if slices.Contains(o.engines[:i], e) {
			return usage("--engines %q: named twice", e)
		}
	}
	switch {
	case o.duration < minDuration:
		return usage("--duration %v: want at least %v", o.duration, minDuration)
	case o.nonces < 2 || o.nonces > maxNonces:
		return usage("--nonces %d: want 2 to %d", o.nonces, maxNonces)
	case o.concurrency < 0 || o.concurrency > maxConcurrency:
		return usage("--concurrency %d: want 1 to %d, or 0 for all cores", o.concurrency, maxConcurrency)
	case !slices.Contains(formats(), o.format):
		return usage("--format %q: want one of %s", o.format, strings.Join(formats(), ", "))
	}
	return o.checkEngineFlags()
}
