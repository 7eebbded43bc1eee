package measure

import "time"

// A worker is one goroutine's part of a crew.
type worker struct {
	kernels [2]Kernel
	chunks  [2]int // operations between two looks at the clock
	failed  error

	count int64      // operations in the slice under way
	end   time.Time  // of the slice under way
	perOp [2]float64 // seconds, in the pair of slices under way
}

// try does one step unless an earlier one failed.
func (w *worker) try(step func() error) {
	if w.failed == nil {
		w.failed = step()
	}
}

// warmUp runs both kernels for half of d each and finds their chunks.
func (w *worker) warmUp(d time.Duration) {
	for kind, kernel := range w.kernels {
		w.try(kernel.Draw)
		w.try(func() (err error) {
			w.chunks[kind], err = WarmUp(kernel, d/2)
			return err
		})
	}
}

// maxChunk bounds the chunk of a kernel that does nothing.
const maxChunk = 1 << 20

// WarmUp runs a kernel for d after [Kernel.Draw], and doubles the chunk until it
// takes about 50 µs: that many operations go between two looks at the clock.
func WarmUp(kernel Kernel, d time.Duration) (chunk int, err error) {
	chunk = 1
	for begin := time.Now(); ; {
		start := time.Now()
		if err := kernel.Run(chunk); err != nil {
			return 0, err
		}
		now := time.Now()
		switch {
		case now.Sub(start) < chunkLength/2 && chunk < maxChunk:
			chunk *= 2
		case now.Sub(begin) >= d:
			return chunk, nil
		}
	}
}

// slice runs chunks until SliceLength after the common start. A goroutine that
// gets a core only after that still does one chunk.
func (w *worker) slice(kind int, begin time.Time) {
	w.count = 0
	if w.failed == nil {
		w.count, w.end, w.failed = Run(w.kernels[kind], w.chunks[kind], begin, SliceLength)
	}
}

// Run runs chunks, at least one, until d after begin, and says how many
// operations that were and when the last of them ended.
func Run(kernel Kernel, chunk int, begin time.Time, d time.Duration) (count int64, end time.Time, err error) {
	for {
		if err := kernel.Run(chunk); err != nil {
			return count, time.Now(), err
		}
		count += int64(chunk)
		if end = time.Now(); end.Sub(begin) >= d {
			return count, end, nil
		}
	}
}

// check lets the kernel examine what it made.
func (w *worker) check(kind int) {
	if w.failed == nil {
		w.kernels[kind].Check()
	}
}
