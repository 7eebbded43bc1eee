// Package busy says how much of the processors was used meanwhile. A load generator
// that had none left has measured itself.
package busy

import (
	"runtime"
	"time"
)

// Shares of the processors, 1 being all of them. What is not known is 0.
type Shares struct {
	// Process is what this process used of those that Go uses, Waited what its
	// threads would have used if somebody else had not; Machine is what all used of
	// all.
	Process, Waited, Machine float64
}

// Saturated is the share from which on nothing can be told of who was slow. Before
// two processors in use for 80 % of the time, what comes at random waits 1.8 times as
// long as it takes (M/M/2). A load that two could not carry at all kept them in use
// for 90 to 96 %: the rest is lost between threads, and at the start.
const Saturated = 0.8

// Deciding is the share that counts for who was slow. A server on this machine lacks
// what anybody here uses. One elsewhere does not: there it counts whether this process
// had what it needed, however busy its neighbours are.
func (s Shares) Deciding(sameMachine bool) float64 {
	if sameMachine {
		return max(s.Process, s.Machine)
	}
	return s.Process + s.Waited
}

// Begin looks now, and gives a function that says what was used since.
func Begin() func() Shares {
	began, before := time.Now(), look()
	return func() Shares { return between(before, look(), time.Since(began), runtime.GOMAXPROCS(0)) }
}

// A count is what a look saw; all of it counts up.
type count struct {
	process    time.Duration // processor time of this process
	waited     time.Duration // of its threads for a processor
	idle       time.Duration // of all processors of the machine together
	processors int           // of the machine; 0: idle is not known
}

func between(before, after count, wall time.Duration, processors int) Shares {
	var s Shares
	if wall > 0 {
		all := wall.Seconds() * float64(processors)
		s.Process = (after.process - before.process).Seconds() / all
		s.Waited = max(0, (after.waited-before.waited).Seconds()) / all // less, if a thread has ended
	}
	if all := wall.Seconds() * float64(after.processors); all > 0 {
		idle := (after.idle - before.idle).Seconds() / all
		s.Machine = min(max(1-idle, 0), 1)
	}
	return s
}
