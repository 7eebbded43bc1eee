package worker

import "github.com/embedsign/embedsign/cmd/bench/internal/measure"

// A repeater does a fraction of its kernel's work once more, and tells nobody:
// for the clock this is a kernel that is slower by that fraction, with the same
// instructions, the same garbage and the same misses in the caches. Sleeping
// would leave the processor to others and cost no processor time.
type repeater struct {
	measure.Kernel
	fraction float64
	owed     float64 // operations to repeat, less than one after a run
}

// again gives the kernel itself for the fraction 0.
func again(k measure.Kernel, fraction float64) measure.Kernel {
	if fraction == 0 {
		return k
	}
	return &repeater{Kernel: k, fraction: fraction}
}

// Run does n operations that count, and those that are owed.
func (r *repeater) Run(n int) error {
	if err := r.Kernel.Run(n); err != nil {
		return err
	}
	r.owed += r.fraction * float64(n)
	more := int(r.owed)
	r.owed -= float64(more)
	if more == 0 {
		return nil
	}
	return r.Kernel.Run(more)
}
