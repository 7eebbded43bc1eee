// Package measure times small operations so that the figures can be compared
// on a machine that is shared, drifts and sleeps.
//
// Absolute times on such a machine say little: the next run differs by a fifth.
// [Slices] therefore runs an operation and its reference in alternating slices
// of a few milliseconds, on the same goroutines, and compares each slice with
// its neighbour; what slows the machine slows both. [Latency] times operations
// one by one, in a phase of its own, because reading the clock costs as much as
// a fifth of the fastest operation. [Allocations] counts, apart from both.
//
// Nothing here knows what is measured: that is a [Kernel].
package measure

import "time"

// A Kernel does one kind of operation. One goroutine uses it at a time.
type Kernel interface {
	// Draw readies what the next operations take as an argument, such as a
	// fresh nonce. It is called before each slice and never timed.
	Draw() error
	// Run does n operations, n at least 1.
	Run(n int) error
	// Check examines what the last Run made and keeps its own account of what
	// it finds. It is called after each slice and never timed.
	Check()
}

// A Pair is what one goroutine runs: an operation and what it is compared with.
type Pair struct{ Operation, Reference Kernel }

// A Plan says how long to measure.
type Plan struct {
	// Duration is the time of all slices together, operation and reference.
	Duration time.Duration
	// Latency is the time of the sampling phase.
	Latency time.Duration
	// WarmUp is run first and thrown away, reference included.
	WarmUp time.Duration
}

// NewPlan spreads the duration of one result: the slices take all of it; the
// latency phase takes a quarter, and the warm-up a tenth and at most half a
// second, on top.
func NewPlan(d time.Duration) Plan {
	return Plan{Duration: d, Latency: d / 4, WarmUp: min(d/10, time.Second/2)}
}

// SliceLength is the aim for one slice of one kind. It is far above what it
// costs to line the goroutines up, and far below the time in which a machine
// changes its pace.
const SliceLength = 2 * time.Millisecond

// chunkLength is the aim between two looks at the clock within a slice. It
// bounds by how much one goroutine can finish later than another.
const chunkLength = 50 * time.Microsecond
