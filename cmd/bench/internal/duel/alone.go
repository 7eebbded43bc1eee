package duel

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// Without a base, head is measured against the reference of the same process: for
// wazero that of the same guest. A launch has two processes of head, so that here
// too it is seen what the same build differs by. What it cannot see is what a
// machine does to the ratio from one day to the next.

// headProcesses is the number of processes in a launch of head alone.
const headProcesses = 2

// Alone measures head for the whole of the budget, and decides nothing but whether
// the machine can be measured on: the verdict is [verdict.Unfit] or none.
func Alone(ctx context.Context, c Config) (Found, error) {
	d := newDuel(c)
	for begin := time.Now(); time.Since(begin) < c.Budget; {
		if err := d.next(ctx, false); err != nil {
			return d.found, err
		}
		d.tell(false, len(d.found.Launches), min(1, float64(time.Since(begin))/float64(c.Budget)))
	}
	err := d.judgeMachine()
	return d.found, err
}

// judgeMachine asks for a verdict as if all kernels had passed, so that only the
// machine can be what is wrong.
func (d *duel) judgeMachine() error {
	if err := d.measureFloor(d.found.Launches); err != nil {
		return err
	}
	passed := make([]verdict.Decision, len(d.config.Kernels))
	for i := range passed {
		passed[i].Verdict = verdict.Pass
	}
	if d.config.settings().Conclude(passed, d.found.Floor) == verdict.Unfit {
		d.found.Verdict = verdict.Unfit
	}
	return nil
}

// alone starts two processes of head, measures, and ends them.
func (d *duel) alone(ctx context.Context) (l Launch, err error) {
	head := role{"head", d.config.Head}
	p, err := d.start(ctx, []role{head, head})
	defer func() { err = cmp.Or(err, p.close()) }()
	if err != nil {
		return l, err
	}
	found := make([]loneKernel, len(d.config.Kernels))
	for range rounds {
		if err := d.aloneRound(ctx, p, found); err != nil {
			return l, err
		}
	}
	for i := range found {
		l.Kernels = append(l.Kernels, found[i].sum())
	}
	return l, nil
}

func (d *duel) aloneRound(ctx context.Context, p processes, found []loneKernel) error {
	for _, place := range d.random.Perm(len(p)) {
		if _, err := p[place].RoundWithReferences(ctx, warmUp); err != nil {
			return err
		}
	}
	for range blocks {
		for _, i := range d.random.Perm(len(found)) {
			if err := d.aloneBlock(ctx, p, d.config.Kernels[i], &found[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// aloneBlock measures one kernel and its reference in both processes. The two slices
// of a process are neighbours, since it is their ratio that counts.
func (d *duel) aloneBlock(ctx context.Context, p processes, kernel string, k *loneKernel) error {
	var b [headProcesses]times
	for _, place := range d.random.Perm(headProcesses) {
		var err error
		if b[place], err = d.aloneTimes(ctx, p[place], kernel, k); err != nil {
			return err
		}
	}
	k.blocks = append(k.blocks, b)
	return nil
}

// times are those of a kernel and of its reference, in nanoseconds per operation.
type times struct{ kernel, reference float64 }

func (t times) logRatio() float64 { return math.Log(t.kernel / t.reference) }

func (d *duel) aloneTimes(ctx context.Context, w *worker.Worker, kernel string, k *loneKernel) (t times, err error) {
	for _, reference := range d.random.Perm(2) {
		into := &t.kernel
		measure := func() (worker.Slice, error) { return w.Slice(ctx, kernel, sliceLength, d.config.Again) }
		if reference == 1 {
			into = &t.reference
			measure = func() (worker.Slice, error) { return w.ReferenceSlice(ctx, kernel, sliceLength) }
		}
		s, err := measure()
		if err != nil {
			return t, err
		}
		if *into, err = k.time(s); err != nil {
			return t, fmt.Errorf("%s: %s: %w", w.Role(), kernel, err)
		}
	}
	return t, nil
}

// A loneKernel collects the blocks of a launch of head alone.
type loneKernel struct {
	tally
	blocks [][headProcesses]times
}

// sum gives the medians, the two processes counting alike.
func (k *loneKernel) sum() Kernel {
	var ratios, noises, heads, references []float64
	for _, b := range k.blocks {
		one, other := b[0].logRatio(), b[1].logRatio()
		ratios, noises = append(ratios, (one+other)/2), append(noises, other-one)
		heads = append(heads, math.Sqrt(b[0].kernel*b[1].kernel))
		references = append(references, math.Sqrt(b[0].reference*b[1].reference))
	}
	return Kernel{
		LogRatio: median(ratios), Noise: median(noises), Head: median(heads), Base: median(references),
		Slices: k.slices, Tainted: k.share(), Reasons: k.reasons,
	}
}

// Reference gives the median time of the reference beside a kernel of a run of head
// alone, in nanoseconds; 0 without launches.
func (f *Found) Reference(kernel int) float64 {
	if len(f.Launches) == 0 {
		return 0
	}
	var all []float64
	for _, l := range f.Launches {
		all = append(all, l.Kernels[kernel].Base)
	}
	return median(all)
}
