package duel

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
)

// A Launch is what a set of fresh processes found.
type Launch struct {
	Kernels []Kernel
	// Exchanged says that it was head that had two processes.
	Exchanged bool
}

// A Kernel is what a launch found of one of them.
type Kernel struct {
	// LogRatio is the logarithm of head's time per operation divided by base's, or
	// by the reference's where head was measured alone; Noise that of the two
	// processes of the same build. Each is the median of all blocks.
	LogRatio, Noise float64
	// Base and Head are medians of the time per operation in nanoseconds. Where
	// head was measured alone, Base is that of the reference.
	Base, Head float64
	// Slices were run, of which a share of Tainted, 0 to 1, was disturbed.
	Slices  int
	Tainted float64
	// Reasons counts the disturbed slices by what disturbed them.
	Reasons map[watch.Reason]int
}

// The places of the three processes. The twins are of the same build.
const (
	single = iota
	twin
	otherTwin
	places
)

// launch starts three processes, measures, and ends them.
func (d *duel) launch(ctx context.Context, exchanged bool) (l Launch, err error) {
	t, err := d.start(ctx, d.config.roles(exchanged))
	defer func() { err = cmp.Or(err, t.close()) }() // of several that fail the first is told
	if err != nil {
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

// roles say what is in each place: head is the single one, unless the roles are
// exchanged.
func (c *Config) roles(exchanged bool) []role {
	head, base := role{"head", c.Head}, role{"base", c.Base}
	if exchanged {
		head, base = base, head
	}
	return []role{single: head, twin: base, otherTwin: base}
}

// round has all kernels made anew, and measures a few blocks.
func (d *duel) round(ctx context.Context, t processes, found []kernel, exchanged bool) error {
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
func (d *duel) block(ctx context.Context, t processes, i int, k *kernel, exchanged bool) error {
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
		if times[place], err = k.time(s); err != nil {
			return fmt.Errorf("%s: %s: %w", t[place].Role(), d.config.Kernels[i], err)
		}
	}
	k.blocks = append(k.blocks, times)
	return nil
}

// A kernel collects the blocks of a launch, in nanoseconds per operation.
type kernel struct {
	tally
	blocks [][places]float64
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
		Slices: k.slices, Tainted: k.share(), Reasons: k.reasons,
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
