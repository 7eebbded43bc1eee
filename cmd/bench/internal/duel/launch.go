package duel

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// A Launch is what three fresh processes found.
type Launch struct {
	Kernels []Kernel
	// Exchanged says that it was head that had two processes.
	Exchanged bool
}

// A Kernel is what a launch found of one of them.
type Kernel struct {
	// LogRatio is the logarithm of head's time per operation divided by base's,
	// Noise that of the two processes of the same build. Each is the median of
	// all blocks.
	LogRatio, Noise float64
	// Base and Head are medians of the time per operation in nanoseconds.
	Base, Head float64
	// Slices were run, of which a share of Tainted, 0 to 1, was disturbed.
	Slices  int
	Tainted float64
}

// The places of the three processes. The twins are of the same build.
const (
	single = iota
	twin
	otherTwin
	places
)

// A trio is the processes of a launch.
type trio [places]*worker.Worker

// launch starts three processes, in an order by chance, measures, and ends them.
func (d *duel) launch(ctx context.Context, exchanged bool) (l Launch, err error) {
	var t trio
	defer func() { err = errors.Join(err, t.close()) }()
	for _, place := range d.random.Perm(places) {
		start, role := d.config.starter(place, exchanged)
		if t[place], err = start(ctx, role); err != nil {
			return l, err
		}
		if err := d.check(t[place], role); err != nil {
			return l, err
		}
	}
	if err := d.bind(ctx, t); err != nil {
		return l, err
	}
	found := make([]kernel, len(d.config.Kernels))
	for range rounds {
		if err := d.round(ctx, t, found, exchanged); err != nil {
			return l, err
		}
	}
	l.Exchanged = exchanged
	for i := range found {
		l.Kernels = append(l.Kernels, found[i].sum(exchanged))
	}
	return l, nil
}

// bind puts all three on the same processor, another one by chance in each launch.
// A process that is free tends to keep the processor that it got, and the better one
// of two would look like a faster program.
func (d *duel) bind(ctx context.Context, t trio) error {
	processors := t[single].Greeting().Processors
	if len(processors) == 0 {
		return nil // nothing can be bound here
	}
	processor := processors[d.random.IntN(len(processors))]
	for _, w := range t {
		if err := w.Bind(ctx, processor); err != nil {
			return err
		}
	}
	return nil
}

// starter gives what is in a place: head is the single one, unless the roles are
// exchanged.
func (c *Config) starter(place int, exchanged bool) (Starter, string) {
	if (place == single) != exchanged {
		return c.Head, "head"
	}
	return c.Base, "base"
}

func (t *trio) close() error {
	var errs []error
	for _, w := range t {
		if w != nil {
			errs = append(errs, w.Close())
		}
	}
	return errors.Join(errs...)
}

// round has all kernels made anew, and measures a few blocks.
func (d *duel) round(ctx context.Context, t trio, found []kernel, exchanged bool) error {
	for _, place := range d.random.Perm(places) {
		if _, err := t[place].Round(ctx, warmUp); err != nil {
			return err
		}
	}
	for range blocks {
		for _, i := range d.random.Perm(len(found)) {
			if err := d.block(ctx, t, i, &found[i], exchanged); err != nil {
				return err
			}
		}
	}
	return nil
}

// block measures one kernel in each of the processes, in an order by chance.
func (d *duel) block(ctx context.Context, t trio, i int, k *kernel, exchanged bool) error {
	var times [places]float64
	for _, place := range d.random.Perm(places) {
		again := 0.0
		if (place == single) != exchanged { // head
			again = d.config.Again
		}
		s, err := t[place].Slice(ctx, d.config.Kernels[i], sliceLength, again)
		if err != nil {
			return err
		}
		times[place] = float64(took(s)) / float64(s.Operations)
		k.slices++
		if len(s.Tainted) > 0 {
			k.tainted++
		}
	}
	k.blocks = append(k.blocks, times)
	return nil
}

// took is the time that the thread had, which other programs do not take part of,
// or where that is not known the time that passed.
func took(s worker.Slice) int64 {
	if s.CPUNS > 0 {
		return s.CPUNS
	}
	return s.WallNS
}

// A kernel collects the blocks of a launch, in nanoseconds per operation.
type kernel struct {
	blocks          [][places]float64
	slices, tainted int
}

// sum gives the medians. The twins count as their geometric mean, so that the
// ratio does not depend on which of the two is called which.
func (k *kernel) sum(exchanged bool) Kernel {
	var ratios, noises, ones, twins []float64
	for _, b := range k.blocks {
		both := math.Sqrt(b[twin] * b[otherTwin])
		ratios = append(ratios, math.Log(b[single]/both))
		noises = append(noises, math.Log(b[otherTwin]/b[twin]))
		ones, twins = append(ones, b[single]), append(twins, both)
	}
	found := Kernel{
		LogRatio: median(ratios), Noise: median(noises), Head: median(ones), Base: median(twins),
		Slices: k.slices, Tainted: float64(k.tainted) / float64(k.slices),
	}
	if exchanged {
		found.LogRatio, found.Head, found.Base = -found.LogRatio, found.Base, found.Head
	}
	return found
}

func median(values []float64) float64 {
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}
