package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/progress"
)

// A live shows a test while it runs: on a terminal a line a second above a bar,
// otherwise a line each ten seconds.
type live struct {
	out   io.Writer
	bar   *progress.Progress // nil: no terminal
	model string             // of the last point
	told  float64            // when, in seconds since the model began
}

// quiet is the distance of lines where nobody watches, in seconds.
const quiet = 10

func newLive(stderr io.Writer, l *loading, plan loadPlan) *live {
	v := &live{out: stderr}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		v.bar = progress.New(stderr)
		v.bar.Expect(l.expectedSeconds(plan))
	}
	fmt.Fprintf(stderr, "%s: %s requests/s %s …\n", plan.target.Kind, l.rate, l.span(plan))
	return v
}

// span says how long it takes.
func (l *loading) span(plan loadPlan) string {
	if l.findCapacity {
		return fmt.Sprintf("are searched in steps of %v, for up to %v", l.duration, l.budget)
	}
	return fmt.Sprintf("for %v after %v of warm-up", plan.schedule.Duration(), l.warmUp)
}

// expectedSeconds is how many points there will be.
func (l *loading) expectedSeconds(plan loadPlan) int {
	d := plan.schedule.Duration()
	switch {
	case l.findCapacity:
		d = l.budget
	case l.model == load.Both:
		d *= 2
	}
	return max(1, int(d/time.Second))
}

// point takes a point of the series.
func (v *live) point(model string, p load.Second) {
	if model != v.model || p.At < v.told {
		v.model, v.told = model, 0
	}
	if v.bar != nil {
		fmt.Fprintf(v.out, "\r\033[K%s\n", line(model, p))
		v.bar.Step(model+" loop", fmt.Sprintf("%.0f s", p.At+p.Length))
		return
	}
	if end := p.At + p.Length; end >= v.told+quiet-0.5 {
		fmt.Fprintln(v.out, line(model, p))
		v.told = end
	}
}

// line is what is told of a point.
func line(model string, p load.Second) string {
	return fmt.Sprintf("%s loop, %4.0f s: %.0f/s offered, %.0f/s achieved, p50 %s, p99 %s, %s",
		model, p.At+p.Length, p.Offered, p.Achieved, figures.Nanoseconds(p.P50), figures.Nanoseconds(p.P99), figures.Plural(p.Errors, "error"))
}

// done takes the bar away.
func (v *live) done() {
	if v.bar != nil {
		v.bar.Done()
	}
}
