package measure

import "runtime"

// AllocationPasses is how often [Allocations] counts, after one more run. Other goroutines allocate
// now and then, which only ever adds, so the least pass is the true one.
const AllocationPasses = 5

// Allocations counts heap allocations and their bytes per operation of the
// whole process, while run does ops operations. It runs a first pass to warm
// up, and collects garbage before each pass, so that nothing is freed or grown
// on the operation's account.
func Allocations(ops int, run func() error) (allocs, bytes float64, err error) {
	if err := run(); err != nil {
		return 0, 0, err
	}
	for pass := range AllocationPasses {
		a, b, err := allocationPass(run)
		if err != nil {
			return 0, 0, err
		}
		a, b = a/float64(ops), b/float64(ops)
		if pass == 0 || a < allocs {
			allocs, bytes = a, b
		}
	}
	return allocs, bytes, nil
}

func allocationPass(run func() error) (allocs, bytes float64, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	err = run()
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs - before.Mallocs), float64(after.TotalAlloc - before.TotalAlloc), err
}
