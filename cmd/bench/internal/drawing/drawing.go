// Package drawing has nonces drawn by many generators, and keeps them as sorted runs:
// in memory if they fit, otherwise in files. Most callers make [Source]s, a [Plan] for
// them, and call [Draw]; [Drawn] then gives the runs to compare.
//
// Each generator fills a list of its own, sorts it, and is done with it. So generators
// wait for nobody, and memory is bounded by the length of the lists, whatever the values
// are: nothing relies on them being spread evenly.
package drawing

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// A Source is one kind of generator, such as wazero.
type Source struct {
	Name       string
	Generators []Generator
	// AtOnce is how many generators draw at the same time; at least 1.
	AtOnce int
	// Patience is how long all generators together may take; 0 is for ever. What they
	// have drawn until then counts.
	Patience time.Duration
}

// Count is how many nonces a source is to draw.
func (s Source) Count() (n int) {
	for _, g := range s.Generators {
		n += g.Count
	}
	return n
}

// patience is what a generator has: those that draw later must not find that the time
// is over.
func (s Source) patience() time.Duration {
	turns := (len(s.Generators) + s.AtOnce - 1) / s.AtOnce
	return s.Patience / time.Duration(max(1, turns))
}

// sample is how many nonces of a generator the birthday tests take at most: its share of
// what they take of the whole source.
func (s Source) sample(g Generator) int {
	return int(int64(evidence.SampleLength) * int64(g.Count) / int64(s.Count()))
}

// A Generator is what one goroutine, process or instance draws from a state of its own.
type Generator struct {
	// Group is what it is, such as "fresh instance", and Name which one of its source,
	// such as "wazero instance 2".
	Group, Name string
	Count       int
	// Draw draws n nonces and gives each to take, whose error ends it. When the
	// context ends it may do with fewer, without an error.
	Draw func(ctx context.Context, n int, take func(nonce string) error) error
}

// Split gives the share of one of several generators; all together have n.
func Split(n, generators, index int) int {
	share := n / generators
	if index < n%generators {
		share++
	}
	return share
}

// A Group is how many generators of a kind there were, and what they drew.
type Group struct {
	Source     string `json:"source"`
	Group      string `json:"group"`
	Generators int    `json:"generators"`
	Generated  int    `json:"generated"`
}

// Drawn is what all sources have drawn. Close it.
type Drawn struct {
	// Groups says how many of which kind drew how much.
	Groups []Group
	// Tallies has one for each source, in the order of the sources.
	Tallies []*evidence.Tally
	// Origins and Malformed have an entry for each run.
	Origins   []nonceset.Origin
	Malformed []nonceset.Malformed
	// Spilled is how much went to files, in bytes.
	Spilled int64

	stored []stored
}

// Draw has each source draw, one after the other. Ticks, if there is one, is called
// after each so many nonces, from several goroutines. The error is that of a generator,
// of a file, or of the context.
func Draw(ctx context.Context, sources []Source, p Plan, tick func(source string, drawn int)) (*Drawn, error) {
	d := &Drawn{}
	for _, s := range sources {
		if err := d.draw(ctx, s, p, tick); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	return d, nil
}

// draw has the generators of a source draw, some at once.
func (d *Drawn) draw(ctx context.Context, s Source, p Plan, tick func(string, int)) error {
	collectors := make([]*collector, len(s.Generators))
	failures := make([]error, len(s.Generators))
	places := make(chan struct{}, s.AtOnce)
	drawing, stop := context.WithCancel(ctx)
	defer stop()
	var done sync.WaitGroup
	for i, g := range s.Generators {
		if g.Count == 0 {
			continue
		}
		places <- struct{}{}
		c := newCollector(g, p, s.sample(g))
		c.tick = func(n int) {
			if tick != nil {
				tick(s.Name, n)
			}
		}
		collectors[i] = c
		done.Go(func() {
			if failures[i] = c.run(drawing, s.patience()); failures[i] != nil {
				stop() // the others need not go on
			}
			<-places
		})
	}
	done.Wait()
	d.keep(s, collectors)
	if err := errors.Join(failures...); err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	return ctx.Err()
}

// keep takes over what the collectors have.
func (d *Drawn) keep(s Source, collectors []*collector) {
	tally := evidence.NewTally(0)
	for _, c := range collectors {
		if c == nil {
			continue
		}
		tally.Merge(c.tally)
		d.group(s.Name, c)
		for i, run := range c.stored {
			d.stored = append(d.stored, run)
			d.Origins = append(d.Origins, nonceset.Origin{Kind: s.Name, Name: c.generator.Name})
			d.Spilled += run.spilled()
			d.Malformed = append(d.Malformed, nonceset.Malformed{})
			if i == 0 {
				d.Malformed[len(d.Malformed)-1] = c.malformed
			}
		}
	}
	d.Tallies = append(d.Tallies, tally)
}

// group counts a generator.
func (d *Drawn) group(source string, c *collector) {
	for i := range d.Groups {
		if g := &d.Groups[i]; g.Source == source && g.Group == c.generator.Group {
			g.Generators++
			g.Generated += c.generated()
			return
		}
	}
	d.Groups = append(d.Groups, Group{source, c.generator.Group, 1, c.generated()})
}

// Values is how many well-formed nonces there are to compare.
func (d *Drawn) Values() (n int) {
	for _, run := range d.stored {
		n += run.count
	}
	return n
}

// Compare looks for duplicates among all of them; see [nonceset.Compare]. It can be
// called once.
func (d *Drawn) Compare(ctx context.Context, bits int, each func(nonceset.Value) error) (nonceset.Found, error) {
	runs := make([]nonceset.Run, len(d.stored))
	for i, run := range d.stored {
		var err error
		if runs[i], err = run.open(); err != nil {
			return nonceset.Found{}, err
		}
	}
	found, err := nonceset.Compare(ctx, runs, d.Origins, bits, each)
	found.AddMalformed(d.Origins, d.Malformed)
	return found, err
}

// Close removes the files.
func (d *Drawn) Close() error {
	var errs []error
	for _, run := range d.stored {
		errs = append(errs, run.close())
	}
	return errors.Join(errs...)
}
