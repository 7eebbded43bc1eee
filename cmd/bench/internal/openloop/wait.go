package openloop

import (
	"context"
	"runtime"
	"time"
)

// margin is by how much a timer of the runtime may be late, with some to spare: it
// sleeps in whole milliseconds where nothing else is to be done.
const margin = 3 * time.Millisecond

// wait returns at a time, or false at once when the context ends before it. It is
// late by some microseconds where the system has a fine timer, and processors to
// spare.
func wait(ctx context.Context, until time.Time) bool {
	if coarse := time.Until(until) - margin; coarse > 0 {
		timer := time.NewTimer(coarse)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return false
		}
	}
	for {
		left := time.Until(until)
		if left <= 0 {
			return ctx.Err() == nil
		}
		// The worker that was handed a request last is to run on this processor
		// now, not when the system notices that this goroutine sleeps.
		runtime.Gosched()
		if left = time.Until(until); left > 0 {
			sleep(left)
		}
	}
}
