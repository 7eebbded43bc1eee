package processtest

import (
	"errors"
	"os/exec"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// Code is a command of scripts: code CODE PROGRAM [ARGUMENT...] runs a program, which
// has to end with that code.
func Code(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	Ended(ts, ts.Exec(args[1], args[2:]...), want)
}

// Ended ends a script unless the error, which is that of a process, means this code.
func Ended(ts *testscript.TestScript, err error, want int) {
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
