package main

import "fmt"

// The exit codes; the package comment documents them.
const (
	codeGood         = 0
	codeFailed       = 1
	codeUsage        = 2
	codeLimit        = 3
	codeInconclusive = 4
	codeWrong        = 5
	codeUnfit        = 6
	codeInterrupted  = 130
)

// An exit is an end other than a good one. Its cause goes to stderr; it is nil
// when the report has said everything.
type exit struct {
	code  int
	cause error
}

func (e *exit) Error() string { return fmt.Sprintf("exit %d: %v", e.code, e.cause) }

func (e *exit) Unwrap() error { return e.cause }

// usage is an exit for a call that makes no sense.
func usage(format string, arguments ...any) error {
	return &exit{codeUsage, fmt.Errorf(format, arguments...)}
}

// failure is an exit for something that could not be done.
func failure(err error) error { return &exit{codeFailed, err} }
