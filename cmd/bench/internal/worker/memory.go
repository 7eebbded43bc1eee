package worker

import (
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A collector collects garbage between slices, never within.
//
// Left to Go, a collection falls into one slice of verify in a dozen, takes a part
// of it on this thread and the rest on others, and makes the times of two kinds.
// What garbage costs is in the exact figures: allocations and bytes.
type collector struct{ allocated uint64 } // at the last collection

// maxGarbage is how much a worker allocates before it collects, some dozen slices
// of verify. A collection takes 7 ms, longer than a slice; verify took the same
// time with 1 MiB and with 32.
const maxGarbage = 32 << 20

// maxHeap makes Go collect within a slice after all: one that makes that much
// garbage has other worries.
const maxHeap = 1 << 30

// quiet leaves garbage to collect, and Go one processor, since nothing in a
// worker runs beside the kernel then; more of them would look for work with the
// processors that belong to the machine's other half of a core. It gives what
// undoes it.
func (c *collector) quiet() (restore func()) {
	runtime.GC() // what compiling left
	c.allocated = allocated()
	percent := debug.SetGCPercent(-1)
	limit := debug.SetMemoryLimit(maxHeap)
	processors := runtime.GOMAXPROCS(1)
	return func() {
		runtime.GOMAXPROCS(processors)
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	}
}

// collect collects if there is enough of it.
func (c *collector) collect() {
	now := allocated()
	if now-c.allocated <= maxGarbage {
		return
	}
	// On a goroutine of its own: runtime.GC yields after each piece of memory, and
	// for one that is locked to a thread that means to change threads: some 25 ms
	// instead of 7.
	done := make(chan struct{})
	go func() {
		runtime.GC()
		close(done)
	}()
	<-done
	c.allocated = now
}

// allocated counts the bytes that have ever been allocated.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// The ballast of a round is memory of random sizes that nobody uses.
const (
	ballastPieces = 256
	smallPiece    = 8 << 10
	largePiece    = 4 << 20
)

// ballast moves what is allocated after it. Go's heap begins at the same address
// in each process, so without it the two programs would have their buffers at
// the same two places in every launch, and a difference that comes from the
// places would look like one of the programs. So it varies from launch to launch
// and is counted as what it is: chance. Curtsinger and Berger do this throughout
// (Stabilizer, ASPLOS 2013).
func ballast() [][]byte {
	pieces := [][]byte{make([]byte, rand.IntN(largePiece))}
	for range ballastPieces {
		pieces = append(pieces, make([]byte, rand.IntN(smallPiece)))
	}
	return pieces
}
