package drawing

import (
	"context"
	"fmt"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/runfile"
)

// tallied is how many values go to the tally at once, while the processor's cache still
// has them.
const tallied = 4096

// A collector takes the nonces of one generator.
type collector struct {
	generator Generator
	plan      Plan
	tick      func(n int)
	tally     *evidence.Tally
	malformed nonceset.Malformed
	values    []nonceset.Value
	counted   int // of values, those that the tally has
	stored    []stored
}

func newCollector(g Generator, p Plan, sample int) *collector {
	return &collector{generator: g, plan: p, tally: evidence.NewTally(min(sample, g.Count)), values: make([]nonceset.Value, 0, p.list(g.Count))}
}

// run has the generator draw.
func (c *collector) run(ctx context.Context, patience time.Duration) error {
	inside := ctx
	if patience > 0 {
		var cancel context.CancelFunc
		inside, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	if err := c.generator.Draw(inside, c.generator.Count, c.take); err != nil {
		return fmt.Errorf("%s: %w", c.generator.Name, err)
	}
	if ctx.Err() != nil {
		return nil
	}
	err := c.store()
	c.values = nil // others need the memory
	return err
}

// take takes one nonce, as the generator wrote it.
func (c *collector) take(nonce string) error {
	v, err := nonceset.Parse(nonce)
	if err != nil {
		c.malformed.Add(nonce)
		c.tally.AddMalformed(nonce)
		return nil
	}
	if len(c.values) == cap(c.values) {
		if err := c.store(); err != nil {
			return err
		}
		c.values = c.values[:0]
	}
	c.values = append(c.values, v)
	if len(c.values)-c.counted == tallied {
		c.count()
	}
	return nil
}

// count gives the tally what is new.
func (c *collector) count() {
	n := len(c.values) - c.counted
	c.tally.Add(c.values[c.counted:])
	c.counted = len(c.values)
	c.tick(n)
}

// store makes a run of what there is, which may be nothing.
func (c *collector) store() error {
	c.count()
	c.counted = 0
	nonceset.Sort(c.values)
	run := stored{count: len(c.values)}
	if !c.plan.Spill {
		if len(c.stored) > 0 {
			return fmt.Errorf("more than the %d nonces that it was to draw", c.generator.Count)
		}
		run.values = c.values
	} else {
		var err error
		if run.spill, err = runfile.NewSpill(c.plan.Folder, c.values); err != nil {
			return err
		}
	}
	c.stored = append(c.stored, run)
	return nil
}

func (c *collector) generated() int {
	n := c.malformed.Count
	for _, run := range c.stored {
		n += run.count
	}
	return n
}

// stored is a run in memory or in a file.
type stored struct {
	count  int
	values []nonceset.Value
	spill  *runfile.Spill // nil: in memory
}

func (s stored) spilled() int64 {
	if s.spill == nil {
		return 0
	}
	return runfile.Length("", s.count)
}

func (s stored) open() (nonceset.Run, error) {
	if s.spill == nil {
		return nonceset.NewListRun(s.values), nil
	}
	return s.spill.Run()
}

func (s stored) close() error {
	if s.spill == nil {
		return nil
	}
	return s.spill.Close()
}
