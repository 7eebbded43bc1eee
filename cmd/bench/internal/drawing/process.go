package drawing

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// Process draws from a new process of a program each time that it is called: one that
// writes a nonce on each line of its stdout, and ends when there are as many as its
// arguments say. A process has a state of its own from its start on, so several of them,
// one after the other, are restarts.
func Process(program string, arguments func(n int) []string) func(context.Context, int, func(string) error) error {
	return func(ctx context.Context, n int, take func(string) error) error {
		inside, cancel := context.WithCancel(ctx)
		defer cancel()
		command := exec.CommandContext(inside, program, arguments(n)...)
		command.WaitDelay = 5 * time.Second
		said := &firstWords{}
		command.Stderr = said
		out, err := command.StdoutPipe()
		if err != nil {
			return err
		}
		if err := command.Start(); err != nil {
			return err
		}
		drawn, failed := lines(out, n, take)
		if failed != nil {
			cancel() // it may still have much to say
		}
		ended := command.Wait()
		switch {
		case ctx.Err() != nil:
			return nil
		case failed != nil:
			return failed
		case ended != nil:
			return fmt.Errorf("%w: %s", ended, said.words)
		case drawn != n:
			return fmt.Errorf("it gave %d nonces instead of %d", drawn, n)
		}
		return nil
	}
}

// lines gives each line to take, at most n of them.
func lines(in io.Reader, n int, take func(string) error) (drawn int, err error) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if drawn == n {
			return drawn, errors.New("it gave more nonces than it was asked for")
		}
		if err := take(lines.Text()); err != nil {
			return drawn, err
		}
		drawn++
	}
	return drawn, lines.Err()
}

// firstWords keeps the beginning of what a process says of its failure.
type firstWords struct{ words []byte }

func (f *firstWords) Write(p []byte) (int, error) {
	f.words = append(f.words, p[:min(len(p), 1000-min(1000, len(f.words)))]...)
	return len(p), nil
}
