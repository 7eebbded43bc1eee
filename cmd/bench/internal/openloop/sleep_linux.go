package openloop

import (
	"time"

	"golang.org/x/sys/unix"
)

// sleep sleeps in the kernel. Its timers are exact to a microsecond or so, but by
// default it joins those of a thread that lie within 50 µs; one nanosecond is the
// least that can be asked for. Whatever thread this goroutine is on is asked again
// each time, which takes 0.1 µs. A signal cuts the sleep short; [wait] goes on.
func sleep(d time.Duration) {
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0) // without it sleep is only coarser
	t := unix.NsecToTimespec(d.Nanoseconds())
	_ = unix.Nanosleep(&t, nil)
}
