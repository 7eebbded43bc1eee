// Command bench measures the signer: natively, as WebAssembly under wazero, and
// over HTTP. It verifies what it measures, tests a server under load, looks for equal
// nonces, and fails on limits, or where signing became slower than in another build.
//
//	go run ./cmd/bench run
//	go run ./cmd/bench load
//	go run ./cmd/bench nonces
//	go run ./cmd/bench gate --base main
//	go run ./cmd/bench report FILE...
//
// Exit codes: 0 all good, 1 could not do it, 2 wrong usage, 3 a limit was exceeded,
// an objective not met, or signing is slower, 4 a gate or a load test could not tell,
// 5 a wrong result (a duplicate nonce, a bad signature, a URL accepted twice), 6 a
// machine that cannot be measured on or compared with, 130 after Ctrl-C.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run does what the arguments say and gives the exit code. The first Ctrl-C
// ends the run with what has been measured; a second one kills the process.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	command := newCommand(stdin, stdout, stderr)
	command.SetArgs(args)
	err := command.ExecuteContext(ctx)
	if err == nil {
		return codeGood
	}
	var e *exit
	if !errors.As(err, &e) {
		e = &exit{codeUsage, err} // cobra's: an unknown command, flag or argument
	}
	if e.cause != nil {
		fmt.Fprintln(stderr, "bench:", e.cause)
	}
	return e.code
}
