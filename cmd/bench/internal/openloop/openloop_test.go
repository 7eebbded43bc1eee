package openloop

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

func constant(rate float64, d time.Duration) schedule.Schedule {
	return schedule.Schedule{Phases: []schedule.Phase{{From: rate, To: rate, Length: d}}}
}

// taking gives a Send that takes some time.
func taking(d time.Duration, failed bool) func() Sent {
	return func() Sent {
		begin := time.Now()
		<-time.After(d)
		return Sent{Begin: begin, End: time.Now(), Failed: failed}
	}
}

func TestEveryDueRequestIsSentOrMissed(t *testing.T) {
	var calls, inIntervals, errors atomic.Int64
	var times int64
	found := Run(t.Context(), Config{
		Schedule: constant(500, 400*time.Millisecond), MaxWorkers: 50, Send: func() Sent {
			calls.Add(1)
			return taking(time.Millisecond, true)()
		},
		Interval: 100 * time.Millisecond,
		Ended: func(i Interval) {
			inIntervals.Add(i.Ended)
			errors.Add(i.Errors)
			times += i.Response.TotalCount()
			if i.Response.TotalCount() < i.Ended || i.To <= i.From {
				t.Errorf("interval %+v with %d times", i, i.Response.TotalCount())
			}
		},
	})
	if calls.Load() != found.Requests || found.Requests+found.Missed != 200 || inIntervals.Load() != found.Requests {
		t.Errorf("%d calls, %d requests, %d missed, %d in intervals; want 200 in all", calls.Load(), found.Requests, found.Missed, inIntervals.Load())
	}
	if found.Errors != found.Requests || errors.Load() != found.Errors {
		t.Errorf("%d errors, %d in intervals, of %d requests that all failed", found.Errors, errors.Load(), found.Requests)
	}
	if found.Service.TotalCount() != found.Requests || found.Response.TotalCount() != 200 || found.SendDelay.TotalCount() != found.Requests {
		t.Errorf("%d service, %d response and %d delay times", found.Service.TotalCount(), found.Response.TotalCount(), found.SendDelay.TotalCount())
	}
	if times != 200 {
		t.Errorf("%d times in the intervals, want those of all that were due", times)
	}
	if found.Length != 400*time.Millisecond || found.Elapsed < found.Length {
		t.Errorf("length %v, elapsed %v", found.Length, found.Elapsed)
	}
}

// TestWaitingCounts has one worker that is too slow: whoever waits for it is late,
// though each is served in the same time, and the rest is missed with its wait.
func TestWaitingCounts(t *testing.T) {
	var longest, times int64 // of an interval
	found := Run(t.Context(), Config{
		Schedule: constant(250, 800*time.Millisecond), MaxWorkers: 1, Send: taking(20*time.Millisecond, false),
		Interval: time.Hour, Ended: func(i Interval) { longest, times = i.Response.Max(), i.Response.TotalCount() },
	})
	if found.Workers != 1 || found.Missed < 150 {
		t.Errorf("%d workers, %d of 200 missed", found.Workers, found.Missed)
	}
	if service, response := found.Service.ValueAtQuantile(50), found.Response.ValueAtQuantile(50); response < 2*service {
		t.Errorf("median service %v, response %v: the wait is not in it", time.Duration(service), time.Duration(response))
	}
	// The last one that was sent had waited for nearly all of the others.
	if service, delay := found.Service.ValueAtQuantile(50), found.SendDelay.Max(); delay < 3*service {
		t.Errorf("median service %v, sent at most %v late", time.Duration(service), time.Duration(delay))
	}
	if sent := found.Service.ValueAtQuantile(50) + found.SendDelay.Max(); longest < sent*9/10 {
		t.Errorf("the longest of the interval is %v, want about %v", time.Duration(longest), time.Duration(sent))
	}
	if found.Response.TotalCount() != 200 || times != 200 {
		t.Errorf("%d response times, %d in the interval; want those of the missed too", found.Response.TotalCount(), times)
	}
}

// TestTheMissedCountFromWhenTheyWereDue has a worker that is not free before the end,
// and a request that was due half-way.
func TestTheMissedCountFromWhenTheyWereDue(t *testing.T) {
	found := Run(t.Context(), Config{Schedule: constant(10, 200*time.Millisecond), MaxWorkers: 1, Send: taking(300*time.Millisecond, false)})
	if found.Requests != 1 || found.Missed != 1 {
		t.Fatalf("%d requests, %d missed", found.Requests, found.Missed)
	}
	if waited := time.Duration(found.Response.Min()); (waited - 100*time.Millisecond).Abs() > time.Millisecond {
		t.Errorf("it counts with %v, want the 100 ms from when it was due to the end", waited)
	}
	// The other one was sent at once: what its answer took is no delay.
	if took := found.Response.Max() - found.Service.Max(); found.SendDelay.Max() > took+int64(time.Millisecond) {
		t.Errorf("sent %v late", time.Duration(found.SendDelay.Max()))
	}
	if found.Length != 200*time.Millisecond || found.Elapsed < 300*time.Millisecond {
		t.Errorf("length %v, elapsed %v", found.Length, found.Elapsed)
	}
}

// TestWorkersGrowWithWhatIsUnderWay needs twenty at once, since nobody is answered
// before the last is there.
func TestWorkersGrowWithWhatIsUnderWay(t *testing.T) {
	all := make(chan struct{})
	var there atomic.Int64
	// The pause is for a machine with other work: what is due at its end would be missed.
	plan := constant(200, 100*time.Millisecond)
	plan.Phases = append(plan.Phases, schedule.Phase{Length: time.Second})
	found := Run(t.Context(), Config{Schedule: plan, MaxWorkers: 100, Send: func() Sent {
		begin := time.Now()
		if there.Add(1) == 20 {
			close(all)
		}
		select {
		case <-all:
		case <-time.After(20 * time.Second): // or the test hangs if one is missed
		}
		return Sent{Begin: begin, End: time.Now()}
	}})
	if found.Workers != 20 || found.Requests != 20 || found.Missed != 0 {
		t.Errorf("%d workers, %d requests, %d missed", found.Workers, found.Requests, found.Missed)
	}
}

func TestInterruptedKeepsWhatWasMeasured(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var calls atomic.Int64
	found := Run(ctx, Config{Schedule: constant(1000, time.Hour), MaxWorkers: 10, Send: func() Sent {
		if calls.Add(1) == 30 {
			cancel()
		}
		return taking(0, false)()
	}})
	if found.Requests < 30 || found.Length >= time.Minute {
		t.Errorf("%d requests in %v", found.Requests, found.Length)
	}
}

// TestWhatIsDueAtTheInterruptionIsLeftOut: with a worker to spare nobody waited. It
// would otherwise count as missed, after some microseconds.
func TestWhatIsDueAtTheInterruptionIsLeftOut(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	found := Run(ctx, Config{Schedule: constant(500, time.Hour), MaxWorkers: 10_000, Send: func() Sent {
		cancel() // two milliseconds before the next one
		return taking(0, false)()
	}})
	if found.LeftOut < 1 || found.Missed != 0 || found.Response.TotalCount() != found.Requests || found.Requests < 1 {
		t.Errorf("%d left out, %d missed, %d times of %d requests", found.LeftOut, found.Missed, found.Response.TotalCount(), found.Requests)
	}
}

// TestWhoWaitsAtTheInterruptionIsMissed, since it is the server that kept them waiting.
func TestWhoWaitsAtTheInterruptionIsMissed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	found := Run(ctx, Config{Schedule: constant(1000, time.Hour), MaxWorkers: 1, Send: func() Sent {
		defer cancel()
		return taking(50*time.Millisecond, false)()
	}})
	if found.Missed < 10 || found.LeftOut != 0 || found.Response.TotalCount() != found.Requests+found.Missed {
		t.Errorf("%d missed, %d left out, %d times of %d requests", found.Missed, found.LeftOut, found.Response.TotalCount(), found.Requests)
	}
}

func TestInterruptedBeforeTheStart(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found := Run(ctx, Config{Schedule: constant(10, time.Hour), MaxWorkers: 1, Send: taking(0, false)}); found.Requests != 0 {
		t.Errorf("%d requests", found.Requests)
	}
}
