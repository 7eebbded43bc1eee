package openloop

import (
	"runtime"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// TestMemoryDoesNotGrowWithTheRun puts the requests of ten minutes through what takes
// them, without a server and without the time. What is in the heap is compared after
// the first second and after the last; if there were a single byte for each request,
// it would be more than is allowed.
func TestMemoryDoesNotGrowWithTheRun(t *testing.T) {
	const rate, allowed = 2000, 1 << 20
	s := schedule.Schedule{Phases: []schedule.Phase{{From: rate, To: rate, Length: 10 * time.Minute}}, Arrivals: schedule.Poisson}
	begin := time.Now()
	r := newRecorder(begin)
	var requests, ended, inIntervals, before int64
	for due := range s.Offsets() {
		at := begin.Add(due)
		r.sent(due, Sent{Begin: at, End: at.Add(time.Duration(requests%997) * time.Microsecond)})
		if requests++; int64(due/time.Second) > ended {
			ended++
			r.next(func(i Interval) { inIntervals += i.Ended })
		}
		if before == 0 && ended == 1 {
			before = heap()
		}
	}
	if grown := heap() - before; grown > allowed {
		t.Errorf("%d bytes more after %d requests", grown, requests)
	}
	if requests <= allowed || ended != 599 || inIntervals+r.now.Ended != requests || r.total.Requests != requests {
		t.Errorf("%d requests, %d intervals with %d of them", requests, ended, inIntervals)
	}
}

// heap is what is in use after a collection.
func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
