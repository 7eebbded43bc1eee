// Package progress tells on stderr how far a run is: with a bar on a terminal,
// otherwise with one line for each stage, so that a log stays short.
package progress

import (
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A Progress shows the steps of a run. Nil shows nothing.
type Progress struct {
	out   io.Writer
	bar   *progressbar.ProgressBar // nil: lines
	stage string
}

// New makes a progress that writes to out.
func New(out io.Writer) *Progress {
	p := &Progress{out: out}
	if isTerminal(out) {
		p.bar = progressbar.NewOptions(1, progressbar.OptionSetWriter(out), progressbar.OptionFullWidth(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	return p
}

func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Expect says how many steps there will be.
func (p *Progress) Expect(steps int) {
	if p != nil && p.bar != nil {
		p.bar.ChangeMax(steps)
	}
}

// Step says that a step of a stage begins. What is the step's name.
func (p *Progress) Step(stage, what string) {
	switch {
	case p == nil:
	case p.bar != nil:
		p.bar.Describe(stage + ": " + what)
		p.bar.Add(1)
	case stage != p.stage:
		fmt.Fprintf(p.out, "%s …\n", stage)
		p.stage = stage
	}
}

// Done takes the bar away.
func (p *Progress) Done() {
	if p != nil && p.bar != nil {
		p.bar.Finish()
	}
}
