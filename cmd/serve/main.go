// Command serve runs the playground, the QuickStart's parent application, the
// signing API and a receiving side that accepts each signed URL once.
//
// Exit status: 0 after SIGTERM and after --help and --version, 1 when something
// could not be done (the port is in use, the secret file is empty or cannot be
// read), 2 for wrong usage, 130 after Ctrl-C.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run serves until the context ends or a signal comes, and gives the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := untilSignal(ctx)
	defer stop()
	command := newCommand(stdin, stderr)
	command.SetArgs(args)
	command.SetOut(stdout)
	command.SetErr(stderr)
	err := command.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted):
		return 130
	}
	fmt.Fprintln(stderr, "serve:", err)
	if errors.As(err, new(usageError)) {
		return 2
	}
	return 1
}

// A usageError is a mistake in how the command was called.
type usageError string

func (e usageError) Error() string { return string(e) }

// wrongUsage formats a usageError.
func wrongUsage(format string, arguments ...any) error {
	return usageError(fmt.Sprintf(format, arguments...))
}
