package measure

import (
	"runtime"
	"sync/atomic"
)

// A barrier holds goroutines until all have arrived. It spins, because waking
// a sleeping goroutine takes as long as a good part of a slice; it yields while
// it spins, so that it also works with more goroutines than cores.
type barrier struct {
	parties    int32
	arrived    atomic.Int32
	generation atomic.Uint32
}

// wait returns when all parties wait. The last one to arrive calls last before
// anyone goes on, so last may touch what the parties share.
func (b *barrier) wait(last func()) {
	generation := b.generation.Load()
	if b.arrived.Add(1) == b.parties {
		last()
		b.arrived.Store(0)
		b.generation.Add(1)
		return
	}
	for b.generation.Load() == generation {
		runtime.Gosched()
	}
}
