// Package schedule says when the requests of a load test are due: before the test
// begins, and whatever the server does. That is what makes a load open.
//
// Most callers need [Parse] and then [Schedule.Offsets]. There is no clock in here,
// and no request; the same arguments always give the same times.
package schedule

import (
	"iter"
	"math"
	"math/rand/v2"
	"time"
)

// A Phase is a time in which the rate goes evenly from one value to another; both
// are requests per second and the same where the rate is constant.
type Phase struct {
	From, To float64
	Length   time.Duration
}

// expected is how many requests fall due in the phase, on average.
func (p Phase) expected() float64 { return (p.From + p.To) / 2 * p.Length.Seconds() }

// at gives the time in the phase, in seconds, by which so many requests are
// expected. It solves from·t + (to-from)/(2·length)·t² = expected in the form that
// loses no digits where the rate hardly changes or begins with nothing.
func (p Phase) at(expected float64) float64 {
	if expected <= 0 {
		return 0
	}
	slope := (p.To - p.From) / p.Length.Seconds()
	root := math.Sqrt(max(0, p.From*p.From+2*slope*expected))
	return 2 * expected / (p.From + root)
}

// Arrivals says how requests are spread at a given rate.
type Arrivals string

const (
	// Constant: at equal distances.
	Constant Arrivals = "constant"
	// Poisson: at distances by chance, as independent people come. It is the rate
	// that is given, so the number of requests varies by its square root.
	Poisson Arrivals = "poisson"
)

// AllArrivals lists them, the default first.
func AllArrivals() []string { return []string{string(Constant), string(Poisson)} }

// A Schedule is the phases, one after the other. The zero value is empty.
type Schedule struct {
	Phases   []Phase
	Arrivals Arrivals
	// Seed chooses the distances of Poisson arrivals.
	Seed uint64
}

// Duration is the length of all phases.
func (s Schedule) Duration() time.Duration {
	var d time.Duration
	for _, p := range s.Phases {
		d += p.Length
	}
	return d
}

// Expected is how many requests fall due; with Poisson arrivals on average.
func (s Schedule) Expected() float64 {
	var n float64
	for _, p := range s.Phases {
		n += p.expected()
	}
	return n
}

// Rate is the mean rate per second.
func (s Schedule) Rate() float64 { return s.Expected() / s.Duration().Seconds() }

// Between is how many requests are expected to fall due from one time to another.
func (s Schedule) Between(from, to time.Duration) float64 { return s.until(to) - s.until(from) }

// until is how many are expected before a time.
func (s Schedule) until(at time.Duration) float64 {
	var n float64
	for _, p := range s.Phases {
		if at <= 0 {
			break
		}
		part := p
		part.Length = min(at, p.Length)
		part.To = p.From + (p.To-p.From)*part.Length.Seconds()/p.Length.Seconds()
		n += part.expected()
		at -= p.Length
	}
	return n
}

// Offsets gives the times at which requests are due, from the beginning on, in
// order, until the schedule ends. It is the same each time it is ranged over.
//
// A rate that changes is one that does not, on another scale of time: arrivals at
// one a second are drawn, and each is put where so many requests are expected.
func (s Schedule) Offsets() iter.Seq[time.Duration] {
	return func(yield func(time.Duration) bool) {
		next := s.distances()
		var begin time.Duration // of the phase
		var due, before float64 // requests: of the next, and expected before the phase
		for _, p := range s.Phases {
			for end := before + p.expected(); due < end; due += next() {
				at := begin + time.Duration(p.at(due-before)*float64(time.Second))
				if !yield(min(at, begin+p.Length-1)) {
					return
				}
			}
			before += p.expected()
			begin += p.Length
		}
	}
}

// distances gives the distance to the next arrival, at one a second.
func (s Schedule) distances() func() float64 {
	if s.Arrivals != Poisson {
		return func() float64 { return 1 }
	}
	random := rand.New(rand.NewPCG(s.Seed, 0))
	return random.ExpFloat64
}
