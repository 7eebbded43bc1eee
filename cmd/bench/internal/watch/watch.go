// Package watch says what else the machine did during a slice of a measurement:
// a time that was taken while somebody else had the processor is no time of the
// work.
//
// A [Watch] looks before and after, on the thread that works; what lies between
// two looks is [Seen], with the reasons to doubt it. Two looks cost some 30 µs,
// mostly for /proc/stat, which grows with the processors; none of it falls on the
// work. A machine that does not tell something is not an error: [Watch.Unwatched]
// says what is missing, and why.
package watch

import "time"

// A Reason is why a slice is doubted. The set is closed.
type Reason string

const (
	// Switched: the kernel took the processor from the thread.
	Switched Reason = "switched"
	// Starved: the thread ran for less time than passed on the wall.
	Starved Reason = "starved"
	// Stolen: the hypervisor gave a processor to another machine.
	Stolen Reason = "stolen"
	// Throttled: the control group had used up its share.
	Throttled Reason = "throttled"
	// Crowded: more threads wanted to run than there are processors.
	Crowded Reason = "crowded"
)

// The most that a slice may show of each without being doubted.
const (
	// maxSwitches is none: whoever runs instead leaves other data in the caches,
	// so that the cost does not end with the switch.
	maxSwitches = 0
	// maxStarvedShare of a slice's wall time is about what the timer's interrupts
	// take, which counts as nobody's time on some machines; below it a slice is
	// off by less than any tolerance that a gate can have.
	maxStarvedShare = 0.02
	// maxSteal is in ticks of 10 ms, over all processors. The count moves by
	// whole ticks, so one that falls into a slice was in part stolen before it;
	// the thread's own time, of which a modern kernel leaves out what was stolen,
	// is the finer sign. See [Starved].
	maxSteal = 0
	// maxThrottled periods, of 100 ms as a rule: a throttled group stands still
	// for a part of one.
	maxThrottled = 0
)

// Seen is what happened between two looks. What is not watched is zero.
type Seen struct {
	// Wall is the time that passed, CPU what the thread had of it.
	Wall, CPU time.Duration
	// Switches are the thread's involuntary context switches.
	Switches int64
	// Steal is in ticks of 10 ms, over all processors.
	Steal int64
	// Throttled is in periods of the control group.
	Throttled int64
	// Running is how many threads of the whole machine were running or wanted
	// to, this one included: the larger number of the two looks.
	Running int
	// Tainted are the reasons to doubt the slice; nil is good.
	Tainted []Reason
}

// A Look is what one look saw; all but the time and Running count up.
type Look struct {
	At        time.Time
	cpu       time.Duration
	switches  int64
	steal     int64
	throttled int64
	running   int
}

// between makes the difference of two looks on a machine with some processors;
// none means that the threads were not counted. The thread's time is judged only
// where it is known.
func between(before, after Look, processors int) Seen {
	s := Seen{
		Wall:      after.At.Sub(before.At),
		CPU:       after.cpu - before.cpu,
		Switches:  after.switches - before.switches,
		Steal:     after.steal - before.steal,
		Throttled: after.throttled - before.throttled,
		Running:   max(before.running, after.running),
	}
	starved := s.Wall - s.CPU
	for _, sign := range []struct {
		reason Reason
		shown  bool
	}{
		{Switched, s.Switches > maxSwitches},
		{Starved, after.cpu > 0 && starved.Seconds() > maxStarvedShare*s.Wall.Seconds()},
		{Stolen, s.Steal > maxSteal},
		{Throttled, s.Throttled > maxThrottled},
		{Crowded, processors > 0 && s.Running > processors},
	} {
		if sign.shown {
			s.Tainted = append(s.Tainted, sign.reason)
		}
	}
	return s
}
