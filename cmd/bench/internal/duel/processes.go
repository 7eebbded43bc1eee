package duel

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// A role is a build, and how messages call it.
type role struct {
	name  string
	start Starter
}

// processes are those of a launch, by their places.
type processes []*worker.Worker

// start starts a process for each role, in an order by chance, and puts all on the
// same processor. On error the processes are those that have been started.
func (d *duel) start(ctx context.Context, roles []role) (p processes, err error) {
	p = make(processes, len(roles))
	for _, place := range d.random.Perm(len(roles)) {
		r := roles[place]
		if p[place], err = r.start(ctx, r.name); err != nil {
			return p, err
		}
		if err := d.check(p[place], r.name); err != nil {
			return p, err
		}
	}
	return p, d.bind(ctx, p)
}

// check compares what the workers say they have with what is to be measured.
func (d *duel) check(w *worker.Worker, role string) error {
	for _, kernel := range d.config.Kernels {
		if !slices.Contains(w.Greeting().Kernels, kernel) {
			return fmt.Errorf("the %s has no kernel %q", role, kernel)
		}
	}
	if d.config.Base == nil && !w.Greeting().References {
		return fmt.Errorf("the %s is older than stored results: its worker has no references; compare it with a commit (--base) or a binary (--base-bin) instead", role)
	}
	return nil
}

// bind puts all on the same processor, another one by chance in each launch.
// A process that is free tends to keep the processor that it got, and the better one
// of two would look like a faster program.
func (d *duel) bind(ctx context.Context, p processes) error {
	processors := p[0].Greeting().Processors
	if len(processors) == 0 {
		return nil // nothing can be bound here
	}
	processor := processors[d.random.IntN(len(processors))]
	for _, w := range p {
		if err := w.Bind(ctx, processor); err != nil {
			return err
		}
	}
	return nil
}

// close ends all, and gives the first error.
func (p processes) close() (err error) {
	for _, w := range p {
		if w != nil {
			err = cmp.Or(err, w.Close())
		}
	}
	return err
}

// A tally counts the slices of a kernel.
type tally struct {
	slices, tainted, byCPU int
	reasons                map[watch.Reason]int
}

// time counts a slice, and gives its nanoseconds per operation: of the time that
// the thread had, which other programs do not take part of, or where that is not
// known of the time that passed. A slice without work or without time, or with
// another clock than the others, is an error: the median would hide it.
func (t *tally) time(s worker.Slice) (float64, error) {
	t.count(s.Tainted)
	ns := s.WallNS
	if s.CPUNS > 0 {
		ns = s.CPUNS
		t.byCPU++
	}
	switch {
	case s.Operations <= 0 || ns <= 0:
		return 0, fmt.Errorf("a slice of %d operations in %d ns", s.Operations, ns)
	case t.byCPU != 0 && t.byCPU != t.slices:
		return 0, errors.New("slices with and without processor time")
	}
	return float64(ns) / float64(s.Operations), nil
}

func (t *tally) count(tainted []watch.Reason) {
	t.slices++
	if len(tainted) > 0 {
		t.tainted++
	}
	if t.reasons == nil {
		t.reasons = make(map[watch.Reason]int)
	}
	for _, reason := range tainted {
		t.reasons[reason]++
	}
}

// share is that of the tainted slices.
func (t *tally) share() float64 { return float64(t.tainted) / float64(t.slices) }
