package measure

import (
	"context"
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// latencyBlock is the number of operations between two looks at the context,
// with a fresh [Kernel.Draw] for each block.
const latencyBlock = 64

// maxLatency is the longest latency that a histogram holds. What takes longer
// counts as this long.
const maxLatency = time.Minute

// NewHistogram makes a histogram of nanoseconds with three significant digits.
func NewHistogram() *hdrhistogram.Histogram {
	return hdrhistogram.New(1, maxLatency.Nanoseconds(), 3)
}

// Record puts a latency into a histogram; it never drops one.
func Record(h *hdrhistogram.Histogram, d time.Duration) {
	// The value lies within the histogram's range, so there is no error.
	_ = h.RecordValue(min(max(d, 1), maxLatency).Nanoseconds())
}

// Latency times operations one by one, each kernel on a goroutine of its own,
// until d has passed or the context ends, and merges the histograms. A time
// includes about one reading of the clock; see [ClockCost].
func Latency(ctx context.Context, kernels []Kernel, d time.Duration) (*hdrhistogram.Histogram, error) {
	histograms := make([]*hdrhistogram.Histogram, len(kernels))
	failures := make([]error, len(kernels))
	end := time.Now().Add(d)
	var done sync.WaitGroup
	for i, kernel := range kernels {
		histograms[i] = NewHistogram()
		done.Go(func() { failures[i] = sample(ctx, kernel, end, histograms[i]) })
	}
	done.Wait()
	return merge(histograms), first(failures)
}

// sample fills one goroutine's histogram.
func sample(ctx context.Context, kernel Kernel, end time.Time, h *hdrhistogram.Histogram) error {
	for ctx.Err() == nil {
		if err := sampleBlock(kernel, h); err != nil {
			return err
		}
		kernel.Check()
		if !time.Now().Before(end) {
			return nil
		}
	}
	return nil
}

func sampleBlock(kernel Kernel, h *hdrhistogram.Histogram) error {
	if err := kernel.Draw(); err != nil {
		return err
	}
	for range latencyBlock {
		start := time.Now()
		if err := kernel.Run(1); err != nil {
			return err
		}
		Record(h, time.Since(start))
	}
	return nil
}

func merge(histograms []*hdrhistogram.Histogram) *hdrhistogram.Histogram {
	all := NewHistogram()
	for _, h := range histograms {
		all.Merge(h)
	}
	return all
}

func first(failures []error) error {
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

// ClockCost gives the median time between two readings of the clock that follow
// each other at once: what a single timed operation is too long by.
func ClockCost() time.Duration {
	h := NewHistogram()
	for range 10_000 {
		start := time.Now()
		Record(h, time.Since(start))
	}
	return time.Duration(h.ValueAtQuantile(50))
}
