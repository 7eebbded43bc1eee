package worker

import (
	"fmt"
	"slices"

	"golang.org/x/sys/unix"
)

// A seat is where the thread of the kernels may run. Other threads of the process
// are not moved: Go makes none from a thread that a goroutine has locked.
type seat struct{ all unix.CPUSet } // as the process found it

// newSeat looks where this thread may run.
func newSeat() *seat {
	s := &seat{}
	if unix.SchedGetaffinity(0, &s.all) != nil {
		s.all.Zero() // more processors than the set has room for
	}
	return s
}

// processors lists those that the thread can be bound to; none if that is not
// known.
func (s *seat) processors() (numbers []int) {
	for n := 0; len(numbers) < s.all.Count(); n++ {
		if s.all.IsSet(n) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// bind moves this thread to one processor, and keeps it there.
func (s *seat) bind(processor int) error {
	if !slices.Contains(s.processors(), processor) {
		return fmt.Errorf("processor %d: want one of %v", processor, s.processors())
	}
	var one unix.CPUSet
	one.Set(processor)
	if err := unix.SchedSetaffinity(0, &one); err != nil {
		return fmt.Errorf("processor %d: %w", processor, err)
	}
	return nil
}

// free lets this thread run where it could at first. It may do so there already,
// which is why it cannot fail.
func (s *seat) free() {
	if s.all.Count() > 0 {
		_ = unix.SchedSetaffinity(0, &s.all)
	}
}
