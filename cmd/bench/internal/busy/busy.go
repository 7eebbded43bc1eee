// Package busy says how much of the processors was used meanwhile. A load generator
// that had none left has measured itself.
package busy

import (
	"runtime"
	"time"
)

// Shares of the processors, 1 being all of them. What is not known is 0.
type Shares struct {
	// Process is what this process used of those that Go uses, Machine what all
	// used of all.
	Process, Machine float64
}

// Saturated is the share from which on nothing can be told of who was slow. A load
// that two processors could not carry kept them in use for 94 to 96 %: the rest is
// lost between threads.
const Saturated = 0.9

// Most is the larger of the two.
func (s Shares) Most() float64 { return max(s.Process, s.Machine) }

// Begin looks now, and gives a function that says what was used since.
func Begin() func() Shares {
	began, before := time.Now(), look()
	return func() Shares { return between(before, look(), time.Since(began), runtime.GOMAXPROCS(0)) }
}

// A count is what a look saw; all of it counts up.
type count struct {
	process     time.Duration // processor time of this process
	idle, total uint64        // ticks of the machine
}

func between(before, after count, wall time.Duration, processors int) Shares {
	var s Shares
	if wall > 0 {
		s.Process = (after.process - before.process).Seconds() / wall.Seconds() / float64(processors)
	}
	if all := after.total - before.total; all > 0 {
		s.Machine = 1 - float64(after.idle-before.idle)/float64(all)
	}
	return s
}
