package measure

import (
	"context"
	"sync"
	"time"
)

// A Side is one kind of slice, all of them together.
type Side struct {
	Count int64 // operations
	// Elapsed runs, in each slice, from the common start to the last
	// goroutine's end. Adding up the goroutines' own rates instead would count
	// a core twice when two of them share it.
	Elapsed time.Duration
}

// PerSecond gives operations per second.
func (s Side) PerSecond() float64 { return float64(s.Count) / s.Elapsed.Seconds() }

// Throughput is what [Slices] found.
type Throughput struct {
	Operation, Reference Side
	Times                []Times // of each goroutine in each pair of slices
}

// Times are what an operation and a reference operation took one goroutine in two
// slices next to each other, in seconds. Goroutines are not added up first: where
// one had bad luck with the addresses of its memory, the pair would be that of the
// slower one.
type Times struct{ Operation, Reference float64 }

// Ratio is the time of the operation divided by that of the reference.
func (t Times) Ratio() float64 { return t.Operation / t.Reference }

// Slices runs each pair on a goroutine of its own, all of them the same kind at
// the same time: operation, reference, reference, operation and so on, so that
// neither always comes first. The error is the first that a kernel gave. When
// the context ends, the pairs of slices so far are the result.
func Slices(ctx context.Context, pairs []Pair, plan Plan) (Throughput, error) {
	c := &crew{
		ctx:     ctx,
		plan:    plan,
		barrier: barrier{parties: int32(len(pairs))},
		workers: make([]worker, len(pairs)),
	}
	var done sync.WaitGroup
	for i := range pairs {
		w := &c.workers[i]
		w.kernels = [2]Kernel{pairs[i].Operation, pairs[i].Reference}
		done.Go(func() { c.work(w) })
	}
	done.Wait()
	return Throughput{Operation: c.sides[0], Reference: c.sides[1], Times: c.times}, c.err()
}

// A crew is the goroutines of one measurement and what they share. The fields
// from started on change only in a barrier's last call.
type crew struct {
	ctx     context.Context
	plan    Plan
	barrier barrier
	workers []worker

	started time.Time // when the first slice began
	begin   time.Time // when the slice under way began
	index   int       // of the slice under way
	over    bool
	sides   [2]Side
	times   []Times
}

// kind gives 0 for an operation's slice and 1 for a reference's: 0 1 1 0 0 1 1 0.
func (c *crew) kind() int { return (c.index + 1) / 2 % 2 }

// err gives the first worker's failure.
func (c *crew) err() error {
	for i := range c.workers {
		if err := c.workers[i].failed; err != nil {
			return err
		}
	}
	return nil
}

// work is the life of one goroutine. One that fails goes on to the next
// barrier, where all of them stop: the others would wait for it for ever.
func (c *crew) work(w *worker) {
	w.warmUp(c.plan.WarmUp)
	for {
		kind := c.kind()
		w.try(w.kernels[kind].Draw)
		c.barrier.wait(c.open)
		if c.over {
			return
		}
		w.slice(kind, c.begin)
		c.barrier.wait(c.close)
		w.check(kind)
	}
}

// open begins a slice, or decides that there is none. Only a failure ends a
// pair of slices before its second half.
func (c *crew) open() {
	c.begin = time.Now()
	if c.index == 0 {
		c.started = c.begin
	}
	enough := c.index > 0 && c.begin.Sub(c.started) >= c.plan.Duration
	between := c.index%2 == 0
	c.over = c.err() != nil || between && (enough || c.ctx.Err() != nil)
}

// close takes the result of a slice, and of a pair when it is complete.
func (c *crew) close() {
	if c.err() != nil {
		return
	}
	kind := c.kind()
	slice := c.measured()
	c.sides[kind].Count += slice.Count
	c.sides[kind].Elapsed += slice.Elapsed
	for i := range c.workers {
		w := &c.workers[i]
		w.perOp[kind] = w.end.Sub(c.begin).Seconds() / float64(w.count)
		if c.index%2 == 1 {
			c.times = append(c.times, Times{w.perOp[0], w.perOp[1]})
		}
	}
	c.index++
}

// measured adds up what the workers did in the slice under way.
func (c *crew) measured() Side {
	var s Side
	for i := range c.workers {
		w := &c.workers[i]
		s.Count += w.count
		s.Elapsed = max(s.Elapsed, w.end.Sub(c.begin))
	}
	return s
}
