package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// ErrNoProtocol is a program that is not a worker. ErrVersion is a worker that
// speaks another version of the protocol. What is compared has to be compared in
// another way then.
var (
	ErrNoProtocol = errors.New("it is older than the gate; hold the tree against limits (--limits) instead")
	ErrVersion    = errors.New("hold the tree against limits (--limits) instead")
)

// ErrWrong is a worker that made a wrong URL or nonce, or accepted one.
var ErrWrong = errors.New("a wrong result")

// A Worker is a process that measures. One goroutine drives it at a time.
type Worker struct {
	role     string
	command  *exec.Cmd
	stdin    io.WriteCloser
	lines    <-chan line
	stderr   *tail
	patience patience
	greeting Greeting
	stop     context.CancelFunc // of what reads the lines
	ended    bool
	failed   error // why it is of no more use
}

// patience says how long a worker may take.
type patience struct {
	// greet covers the start of a process on a machine that is busy, and short
	// answers too. work covers compiling signer.wasm under the race detector.
	greet, work time.Duration
	// end is for a process that has been asked to end.
	end time.Duration
}

func usual() patience {
	return patience{greet: 15 * time.Second, work: 3 * time.Minute, end: 5 * time.Second}
}

// Start starts a program and reads its greeting. The role, such as "base", says
// in errors whose worker it is. The process ends with the context.
func Start(ctx context.Context, role, program string, args ...string) (*Worker, error) {
	return start(ctx, role, usual(), exec.CommandContext(ctx, program, args...))
}

func start(ctx context.Context, role string, p patience, command *exec.Cmd) (*Worker, error) {
	w := &Worker{role: role, command: command, patience: p, stderr: &tail{}}
	command.Stderr = w.stderr
	// A child of the process could keep stderr open for longer than it lives.
	command.WaitDelay = p.end
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.name(), err)
	}
	w.stdin = stdin
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.name(), err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("%s: start: %w", w.name(), err)
	}
	var reading context.Context
	reading, w.stop = context.WithCancel(ctx)
	w.lines = readLines(reading, stdout, maxAnswer)
	if err := w.greet(ctx); err != nil {
		return nil, err
	}
	return w, nil
}

// Role is what it was started as.
func (w *Worker) Role() string { return w.role }

// name is how errors call the worker.
func (w *Worker) name() string { return w.role + " worker" }

// Greeting is what the worker said of itself.
func (w *Worker) Greeting() Greeting { return w.greeting }

// greet reads the greeting.
func (w *Worker) greet(ctx context.Context) error {
	l, err := w.read(ctx, w.patience.greet)
	switch {
	case err != nil:
		return w.fail(fmt.Errorf("no greeting: %w", err))
	case errors.Is(l.err, io.EOF):
		return w.unborn()
	case l.err != nil || json.Unmarshal(l.text, &w.greeting) != nil || w.greeting.Protocol == 0:
		w.end(0)
		return w.noProtocol("it says " + quote(l))
	case w.greeting.Protocol != Version:
		return w.fail(fmt.Errorf("speaks version %d of the protocol, this gate version %d: %w", w.greeting.Protocol, Version, ErrVersion))
	}
	return nil
}

// unborn says why a process ended without a greeting. A command that does not
// know what it is asked for ends with exit code 2. So does a Go program that
// panics, but it says so.
func (w *Worker) unborn() error {
	w.end(w.patience.end)
	if w.command.ProcessState.ExitCode() == 2 && !w.stderr.panicked() {
		return w.noProtocol("exit status 2" + w.stderr.lastWords())
	}
	return w.fail(fmt.Errorf("ended before its greeting: %s", w.command.ProcessState))
}

func (w *Worker) noProtocol(evidence string) error {
	w.failed = fmt.Errorf("the %s has no `bench worker` (%s): %w", w.role, evidence, ErrNoProtocol)
	return w.failed
}

// read waits for a line. The error is that there is none in time.
func (w *Worker) read(ctx context.Context, most time.Duration) (line, error) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case l, open := <-w.lines:
		if ctx.Err() != nil {
			return line{}, ctx.Err() // which has ended the process too
		}
		if !open {
			l.err = io.EOF
		}
		return l, nil
	case <-ctx.Done():
		return line{}, ctx.Err()
	case <-timer.C:
		return line{}, fmt.Errorf("no answer in %v", most)
	}
}

// quote shows the beginning of a line that was expected to be something else.
func quote(l line) string {
	if l.err != nil {
		return l.err.Error()
	}
	const most = 80
	if len(l.text) > most {
		return fmt.Sprintf("%q...", l.text[:most])
	}
	return fmt.Sprintf("%q", l.text)
}

// fail ends the worker, and keeps the reason.
func (w *Worker) fail(err error) error {
	w.end(0)
	w.failed = fmt.Errorf("%s: %w%s", w.name(), err, w.stderr.lastWords())
	return w.failed
}

// Close asks the process to end, kills it if it does not, and waits. The error is
// that it did not end well. A worker that had failed before has been ended, and
// that is not told again.
func (w *Worker) Close() error {
	if w.ended {
		return nil
	}
	w.end(w.patience.end)
	if !w.command.ProcessState.Success() {
		return fmt.Errorf("%s: did not end well: %s%s", w.name(), w.command.ProcessState, w.stderr.lastWords())
	}
	return nil
}

// end closes the worker's input, which is to end it, kills it unless it ends
// within the grace, and waits.
func (w *Worker) end(grace time.Duration) {
	if w.ended {
		return
	}
	w.ended = true
	w.stdin.Close() // the process may have gone, which is the aim
	kill := time.AfterFunc(grace, func() { w.command.Process.Kill() })
	_ = w.command.Wait() // the state of the process says all there is
	kill.Stop()
	w.stop()
}
