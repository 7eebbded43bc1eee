//go:build !linux

package worker

import "fmt"

// A seat is where the thread of the kernels may run: wherever the system puts it.
type seat struct{}

func newSeat() *seat { return &seat{} }

func (*seat) processors() []int { return nil }

func (*seat) bind(processor int) error {
	return fmt.Errorf("processor %d: threads are bound on Linux only", processor)
}

func (*seat) free() {}
