package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// errInterrupted is why a context ended that Ctrl-C ended.
var errInterrupted = errors.New("interrupted")

// errTerminated is why one ended that SIGTERM ended, which is as it should be.
var errTerminated = errors.New("terminated")

// untilSignal gives a context that ends with the first SIGINT or SIGTERM. The
// second one ends the process at once, whatever is still in flight.
func untilSignal(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case received := <-signals:
			signal.Stop(signals)
			if received == os.Interrupt {
				cancel(errInterrupted)
			} else {
				cancel(errTerminated)
			}
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(context.Canceled)
	}
}

// reason names what ended a context, for the log.
func reason(ctx context.Context) string {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errInterrupted):
		return "SIGINT (Ctrl-C)"
	case errors.Is(cause, errTerminated):
		return "SIGTERM"
	default:
		return cause.Error()
	}
}

// interruption is errInterrupted if that is why the context ended.
func interruption(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), errInterrupted) {
		return errInterrupted
	}
	return nil
}
