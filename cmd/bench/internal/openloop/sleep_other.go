//go:build !linux

package openloop

import "time"

// sleep is as coarse as the runtime's timers are here; how late requests were sent
// is in the result.
func sleep(d time.Duration) { time.Sleep(d) }
