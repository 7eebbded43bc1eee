package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
	"github.com/embedsign/embedsign/cmd/bench/internal/progress"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
)

// examine has nonces drawn and tested.
func (n *noncing) examine(ctx context.Context, out outputs, m *metrics.Nonces, stderr io.Writer) (err error) {
	memory, err := n.memoryLimit()
	if err != nil {
		return err
	}
	// The collector of garbage works harder when the heap comes near this, so the process
	// stays below what it may use. The program itself is no part of the heap.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory - outsideHeap))
	d, err := n.open(ctx)
	if err != nil {
		return interruptedOr(ctx, err)
	}
	defer func() { err = cmp.Or(err, interruptedOr(ctx, d.close())) }()
	plan, err := n.plan(d.sources, memory)
	if err != nil {
		return err
	}
	if err := n.announce(stderr, d.sources, plan, memory); err != nil {
		return failure(err)
	}
	r, err := out.withRunFile(func(runFile io.Writer) (*trial.Result, error) {
		return n.trial(ctx, d, plan, runFile, m, stderr)
	})
	if err == nil {
		n.complete(r, d, m, memory)
	}
	return n.report(ctx, out, m, r, err)
}

// trial runs it, with the progress on stderr.
func (n *noncing) trial(ctx context.Context, d *drawers, plan drawing.Plan, runFile io.Writer, m *metrics.Nonces, stderr io.Writer) (*trial.Result, error) {
	p := newDrawingProgress(stderr, d.sources)
	defer p.shown.Done()
	drawn := func(source string, n int) {
		p.drawn(source, n)
		m.Drawn(source, n)
	}
	return trial.Examine(ctx, trial.Config{
		Sources: d.sources, Plan: plan, Progress: drawn, Comparing: p.comparing,
		RunFile: runFile, Name: strings.Join(n.sources, ", "),
	})
}

// complete adds what the trial does not know.
func (n *noncing) complete(r *trial.Result, d *drawers, m *metrics.Nonces, memory int64) {
	how := &r.Method
	how.Count, how.Goroutines, how.Patience, how.Memory = n.count, n.goroutines, n.patience, memory
	checks, evidence := d.audit.Result()
	r.Wrong(evidence)
	if slices.Contains(n.sources, web.Name) {
		how.Target = cmp.Or(n.url, report.InProcess)
		m.Verified(checks)
	}
	for i, s := range d.sources {
		if drawn := r.Nonces[i].Generated; drawn < s.Count() {
			how.LeftOut = append(how.LeftOut, fmt.Sprintf("%s drew %s of %s in its time", s.Name, figures.Count(drawn), figures.Count(s.Count())))
		}
	}
}

// A drawingProgress counts what all generators draw.
type drawingProgress struct {
	mu    sync.Mutex
	shown *progress.Progress
	step  int // how many nonces make a step
	since int // nonces since the last one
}

// progressSteps is how many steps the bar has.
const progressSteps = 200

func newDrawingProgress(stderr io.Writer, sources []drawing.Source) *drawingProgress {
	total := 0
	for _, s := range sources {
		total += s.Count()
	}
	p := &drawingProgress{shown: progress.New(stderr), step: total/progressSteps + 1}
	p.shown.Expect(progressSteps + 1)
	p.shown.Step("draw "+sources[0].Name, "nonces")
	return p
}

func (p *drawingProgress) drawn(source string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.since += n; p.since >= p.step; p.since -= p.step {
		p.shown.Step("draw "+source, "nonces")
	}
}

func (p *drawingProgress) comparing() { p.shown.Step("compare", "every nonce with every other one") }
