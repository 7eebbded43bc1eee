// Command study measures how far bench gate can be believed on this machine: how
// often it fails identical code, and how often it finds code that is slower by a
// known amount. Beside it the same cases are judged as is usual without it.
//
//	go run ./cmd/bench/study -for 1h
//
// It builds one commit, and variants of it that are truly slower in the source.
// Cases come in an order by chance, so that what the machine does over the hours
// meets all of them. Each run is a line in docs/gate-study.jsonl as soon as it is
// over, and those that are there are not made again: it can be ended and started at
// any time. docs/gate-study.md is made of these lines.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "study:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string, stdin io.Reader, stderr io.Writer) error {
	if len(arguments) == 1 && arguments[0] == loadArgument {
		return load(stdin, longest)
	}
	var s study
	flags := flag.NewFlagSet("study", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.commit, "commit", "", "study this commit; the one of the lines that are there, or HEAD")
	flags.StringVar(&s.lines, "lines", "docs/gate-study.jsonl", "add a line for each run to this file")
	flags.StringVar(&s.table, "table", "docs/gate-study.md", "write the table to this file")
	flags.StringVar(&s.builds, "builds", buildsFolder(), "keep builds, and the source of each, in this folder")
	flags.DurationVar(&s.budget, "budget", time.Minute, "give each gate this time")
	flags.DurationVar(&s.duration, "for", 30*time.Minute, "begin no run after this time; 0 only writes the table")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("argument %q: there are only flags", flags.Arg(0))
	}
	s.progress = stderr
	err := s.run(ctx)
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted; start it again to go on")
	}
	return err
}

// buildsFolder is outside of the tree: the builds' own sources are not to be found by
// what looks through it, such as gofmt.
func buildsFolder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "embedsign-gate-study")
}
