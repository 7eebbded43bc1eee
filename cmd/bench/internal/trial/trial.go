// Package trial puts sources of nonces to the test: it has them draw, compares every
// nonce with every other one, asks if they look random, and says what that proves. Most
// callers need [Examine]; [Merge] does the same for the files of several machines.
package trial

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/runfile"
)

// A Config says what to examine.
type Config struct {
	Sources []drawing.Source
	Plan    drawing.Plan
	// Progress, if there is one, is told of each so many nonces that were drawn, from
	// several goroutines.
	Progress func(source string, drawn int)
	// Comparing, if there is one, is called when all are drawn.
	Comparing func()
	// RunFile, if there is one, gets all nonces in order, and in its head the name.
	RunFile io.Writer
	Name    string
}

// Examine has the sources draw and tests their nonces. The error is of what could not be
// done; what is wrong with the nonces is in the result.
func Examine(ctx context.Context, c Config) (_ *Result, err error) {
	begun := time.Now()
	d, err := drawing.Draw(ctx, c.Sources, c.Plan, c.Progress)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	drawn := time.Now()
	if c.Comparing != nil {
		c.Comparing()
	}
	r := newResult()
	r.Groups, r.Method.Spilled, r.Method.Drawing = d.Groups, d.Spilled, drawn.Sub(begun).Seconds()
	bits := evidence.Window(d.Values())
	found, err := writing(c.RunFile, c.Name, d.Values(), func(each func(nonceset.Value) error) (nonceset.Found, error) {
		return d.Compare(ctx, bits, each)
	})
	if err != nil {
		return nil, err
	}
	for i, s := range c.Sources {
		r.count(s.Name, d, found)
		if r.Nonces[i].Generated == 0 {
			// Nothing is wrong with no nonces, which must not look like a proof.
			return nil, fmt.Errorf("%s: not one nonce was drawn in its time", s.Name)
		}
		r.Tests = append(r.Tests, evidence.NoDuplicates(s.Name, found.Repeats[s.Name]))
		r.Tests = append(r.Tests, d.Tallies[i].Tests(s.Name)...)
		r.leaveOut(evidence.Few(s.Name, d.Tallies[i].Sample()))
	}
	r.conclude(found, bits, d.Values())
	r.malformed(d)
	r.Method.Comparing = time.Since(drawn).Seconds()
	return r, nil
}

// writing compares, and writes a run file on the way if there is to be one.
func writing(out io.Writer, name string, count int, compare func(each func(nonceset.Value) error) (nonceset.Found, error)) (nonceset.Found, error) {
	if out == nil {
		return compare(nil)
	}
	w, err := runfile.NewWriter(out, name, count)
	if err != nil {
		return nonceset.Found{}, err
	}
	found, err := compare(w.Add)
	if err != nil {
		return found, err
	}
	return found, w.End()
}

// count adds up what a source has.
func (r *Result) count(source string, d *drawing.Drawn, found nonceset.Found) {
	c := nonceset.Count{Kind: source, Duplicates: found.Repeats[source]}
	for _, g := range d.Groups {
		if g.Source == source {
			c.Sources += g.Generators
			c.Generated += g.Generated
		}
	}
	for i, o := range d.Origins {
		if o.Kind == source {
			c.Malformed += d.Malformed[i].Count
		}
	}
	r.Nonces = append(r.Nonces, row(c))
}

func row(c nonceset.Count) report.Nonces {
	return report.Nonces{Source: c.Kind, Generators: c.Sources, Generated: c.Generated, Duplicates: c.Duplicates, Malformed: c.Malformed, EntropyBits: c.EntropyBits()}
}

// conclude adds what is about all sources together, and judges.
func (r *Result) conclude(found nonceset.Found, bits, values int) {
	all := nonceset.Count{Kind: nonceset.All, Duplicates: found.All}
	for _, n := range r.Nonces {
		all.Sources += n.Generators
		all.Generated += n.Generated
		all.Malformed += n.Malformed
	}
	r.Nonces = append(r.Nonces, row(all))
	r.Examples = append(r.Examples, found.Examples...)
	r.Tests = append(r.Tests, evidence.NoDuplicates(nonceset.All, found.All))
	if bits > 0 {
		r.Tests = append(r.Tests, evidence.Pairs(nonceset.All, evidence.Span(0, bits), values, bits, found.Pairs))
	} else if len(r.Method.LeftOut) == 0 { // otherwise each source is there
		r.leaveOut(evidence.Few(nonceset.All, values))
	}
	evidence.Judge(r.Tests)
	r.OK = !slices.ContainsFunc(r.Tests, func(t evidence.Test) bool { return t.Verdict == evidence.Fail })
	r.problems()
}

// leaveOut notes a test that was not done: silence would look as if it had passed.
func (r *Result) leaveOut(why string) {
	if why != "" {
		r.Method.LeftOut = append(r.Method.LeftOut, why)
	}
}

// malformed shows the first nonce of each source that is malformed.
func (r *Result) malformed(d *drawing.Drawn) {
	shown := make(map[string]bool)
	for i, o := range d.Origins {
		if m := &d.Malformed[i]; m.Count > 0 && !shown[o.Kind] {
			shown[o.Kind] = true
			r.problem("%s: the first that is malformed is %q", o.Name, m.Example())
		}
	}
}
