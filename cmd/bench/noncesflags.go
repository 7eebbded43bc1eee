package main

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
)

// A noncing is the flags of bench nonces.
type noncing struct {
	count      int
	sources    []string
	url        string
	goroutines int
	processes  int
	instances  int
	patience   time.Duration
	memory     string
	dir        string

	runFile  string
	merging  bool
	raw      string
	selfTest bool

	format, output string
	metrics        metricsFlags
}

// nonceSources lists what can draw, in the order of reports.
func nonceSources() []string { return []string{native.Name, guest.Name, web.Name} }

func nonceFormats() []string { return []string{"text", "json"} }

func (n *noncing) register(f *pflag.FlagSet) {
	f.SortFlags = false
	whole := func(value *int, name string, otherwise int, usage string) {
		*value = otherwise
		f.Var(wholeNumber{value}, name, usage)
	}
	whole(&n.count, "count", 10_000_000, "draw this `NUMBER` of nonces from each source, at most 1000000000")
	f.StringSliceVar(&n.sources, "source", nonceSources(), "draw from these `SOURCES`")
	f.StringVar(&n.url, "url", "", "for http, ask the serve at this base `URL`, instead of one in this process")
	whole(&n.goroutines, "goroutines", 0, "draw on this `NUMBER` of goroutines at once; 0 means all cores")
	whole(&n.processes, "processes", 2, "draw a tenth of the native nonces, at most a million, in this `NUMBER` of processes, each started three times")
	whole(&n.instances, "instances", 4, "draw in this `NUMBER` of WebAssembly instances, half of them from the compilation cache")
	f.DurationVar(&n.patience, "patience", 30*time.Second, "give wazero and http this `TIME` each; what they have drawn then counts")
	f.StringVar(&n.memory, "memory", "", "use at most this `SIZE` of memory; without it half of what is free, at most 2GiB")
	f.StringVar(&n.dir, "dir", os.TempDir(), "put what does not fit into memory into this `FOLDER`, on a disk")
	f.StringVar(&n.runFile, "run-file", "", "also write the sorted nonces to this `FILE`, for --merge")
	f.BoolVar(&n.merging, "merge", false, "draw nothing; compare the nonces in the FILEs of --run-file")
	f.StringVar(&n.raw, "raw", "", "only write nonces to stdout, without an end unless there is a --count, as `FORM`: bits (the 122 random ones), bytes or text; those in the FILEs of --run-file, if there are any")
	f.Lookup("raw").NoOptDefVal = bitsForm
	f.BoolVar(&n.selfTest, "self-test", false, "see if broken sources are caught")
	f.StringVar(&n.format, "format", "text", "`FORMAT` of the report: text, json")
	f.StringVar(&n.output, "output", "", "write the report to this `FILE` instead of stdout")
	n.metrics.register(f)
}

// The modes of bench nonces.
type nonceMode string

const (
	examineMode nonceMode = ""
	mergeMode   nonceMode = "merge"
	rawMode     nonceMode = "raw"
	testMode    nonceMode = "self-test"
)

// taken are the flags that mean something in a mode, beside the one that asks for it. One
// that would mean nothing is refused: who gave it expects it to.
func taken() map[nonceMode][]string {
	return map[nonceMode][]string{
		mergeMode: append([]string{"run-file", "format", "output"}, metricsNames()...),
		rawMode:   {"count", "source", "url"},
		testMode:  append([]string{"format", "output"}, metricsNames()...),
	}
}

// The bounds of numbers. What a file or a machine can take is looked at later.
const (
	mostNonces     = 1_000_000_000
	mostGenerators = 256
)

// check looks at what the flags say, and gives the mode.
func (n *noncing) check(flags *pflag.FlagSet, files []string) (nonceMode, error) {
	mode, err := n.mode(flags)
	if err != nil {
		return mode, err
	}
	switch {
	case mode == mergeMode && len(files) == 0:
		return mode, usage("--merge: want the FILEs to compare")
	case mode == rawMode && len(files) > 0 && slices.Contains(rawForms(), files[0]):
		return mode, usage("--raw %s: write --raw=%s", files[0], files[0])
	case mode != mergeMode && mode != rawMode && len(files) > 0:
		return mode, usage("%q: files are for --merge and --raw", files[0])
	case !slices.Contains(nonceFormats(), n.format):
		return mode, usage("--format %q: want one of %s", n.format, strings.Join(nonceFormats(), ", "))
	case mode == rawMode && !slices.Contains(rawForms(), n.raw):
		return mode, usage("--raw=%s: want one of %s", n.raw, strings.Join(rawForms(), ", "))
	}
	if err := errors.Join(n.checkRawFiles(flags, files), n.checkOutputs(files)); err != nil {
		return mode, err
	}
	if mode == rawMode && !flags.Changed("source") {
		n.sources = []string{native.Name}
	}
	if mode == rawMode && len(n.sources) != 1 {
		return mode, usage("--raw: want one source, such as --source %s", native.Name)
	}
	return mode, errors.Join(n.checkNumbers(mode), n.checkSources(flags))
}

func (n *noncing) mode(flags *pflag.FlagSet) (mode nonceMode, err error) {
	for _, m := range []nonceMode{mergeMode, rawMode, testMode} {
		switch {
		case !flags.Changed(string(m)):
		case mode != examineMode:
			return mode, usage("--%s and --%s: want one of them", mode, m)
		default:
			mode = m
		}
	}
	if mode == examineMode {
		return mode, nil
	}
	flags.Visit(func(f *pflag.Flag) {
		if err == nil && f.Name != string(mode) && !slices.Contains(taken()[mode], f.Name) {
			err = usage("--%s: it means nothing beside --%s", f.Name, mode)
		}
	})
	return mode, err
}

func (n *noncing) checkNumbers(mode nonceMode) error {
	least := 2
	if mode == rawMode {
		least = 1 // nothing is compared, and a process may have so small a share
	}
	switch {
	case n.count > mostNonces:
		return usage("--count %d: want %d to %d; for more, give several runs a --run-file each and --merge them", n.count, least, mostNonces)
	case n.count < least:
		return usage("--count %d: want %d to %d", n.count, least, mostNonces)
	case n.goroutines < 0 || n.goroutines > mostGenerators:
		return usage("--goroutines %d: want 1 to %d, or 0 for all cores", n.goroutines, mostGenerators)
	case n.processes < 0 || n.processes > mostGenerators:
		return usage("--processes %d: want 0 to %d", n.processes, mostGenerators)
	case n.instances < 2 || n.instances > mostGenerators:
		return usage("--instances %d: want 2 to %d; within one, a fixed seed shows nothing", n.instances, mostGenerators)
	case n.patience < time.Second:
		return usage("--patience %v: want at least 1s", n.patience)
	}
	if n.goroutines == 0 {
		n.goroutines = runtime.GOMAXPROCS(0)
	}
	return nil
}

// checkSources looks at the sources, and at the flags that are about one of them.
func (n *noncing) checkSources(flags *pflag.FlagSet) error {
	if len(n.sources) == 0 {
		return usage("--source: want at least one of %s", strings.Join(nonceSources(), ", "))
	}
	for i, s := range n.sources {
		if !slices.Contains(nonceSources(), s) {
			return usage("--source %q: want some of %s", s, strings.Join(nonceSources(), ", "))
		}
		if slices.Contains(n.sources[:i], s) {
			return usage("--source %q: named twice", s)
		}
	}
	for flag, source := range map[string]string{"processes": native.Name, "instances": guest.Name, "url": web.Name} {
		if flags.Changed(flag) && !slices.Contains(n.sources, source) {
			return usage("--%s: the source %s is not among --source", flag, source)
		}
	}
	if n.url == "" {
		return nil
	}
	return (&options{engines: n.sources, random: string(guest.Crypto), url: n.url}).checkEngineFlags()
}
