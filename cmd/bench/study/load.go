package main

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"
)

// loadArgument makes this command the process that loads a core.
const loadArgument = "load"

// longest is for load.
const longest = 2 * time.Second

// load takes one core for times by chance, with rests by chance between, none of
// them longer than the longest, until its input ends.
func load(stdin io.Reader, longest time.Duration) error {
	over := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, stdin)
		over <- err
	}()
	for {
		for end := time.Now().Add(rand.N(longest)); time.Now().Before(end); {
		}
		select {
		case err := <-over:
			return err
		case <-time.After(rand.N(longest)):
		}
	}
}

// underLoad starts the load; what it gives ends it.
func underLoad(ctx context.Context) (end func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, self, loadArgument)
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	return func() error { return errors.Join(input.Close(), command.Wait()) }, nil
}
