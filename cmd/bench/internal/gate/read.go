package gate

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
)

// Read reads what [Result.JSON] has written, to be written in another form. What is
// cut off, of another schema, or says one thing and means another is an error of one
// line: a result is the ground for an exit code.
func Read(r io.Reader) (*Result, error) {
	var result Result
	if err := jsonfile.Read(r, &result); err != nil {
		return nil, fmt.Errorf("not a result of bench gate: %w", err)
	}
	if err := result.check(); err != nil {
		return nil, err
	}
	for i := range result.Exact {
		e := &result.Exact[i]
		e.Base, e.Head = named(e.Base), named(e.Head)
	}
	return &result, nil
}

func (r *Result) check() error {
	if r.Schema != Schema {
		return fmt.Errorf("schema %d: want %d", r.Schema, Schema)
	}
	for _, v := range r.verdicts() {
		if !slices.Contains([]Verdict{Pass, Fail, Inconclusive, Incomparable}, v) {
			return fmt.Errorf("verdict %q: want pass, fail, inconclusive or incomparable", v)
		}
	}
	if t := r.SelfTest; t != nil && len(t.Kernels) != len(r.Kernels) {
		return fmt.Errorf("self-test of %d kernels: want %d", len(t.Kernels), len(r.Kernels))
	}
	if r.Verdict == Pass {
		return r.checkPass()
	}
	return nil
}

// checkPass looks for what stands against a PASS.
func (r *Result) checkPass() error {
	failed := r.Failed()
	open := slices.IndexFunc(r.Kernels, func(k Kernel) bool { return k.Verdict != Pass })
	switch {
	case len(failed) > 0:
		return fmt.Errorf("verdict pass, although %s failed", failed[0])
	case len(r.Wrong) > 0:
		return errors.New("verdict pass, although there are wrong results")
	case len(r.Differs) > 0:
		return errors.New("verdict pass, although the stored result is of another key")
	case open >= 0:
		return fmt.Errorf("verdict pass, although a kernel is %s", r.Kernels[open].Verdict)
	case len(r.Kernels) == 0 && len(r.Limits) == 0 && !r.Same():
		return errors.New("verdict pass, although nothing was measured")
	}
	return nil
}

// verdicts lists all that there are.
func (r *Result) verdicts() []Verdict {
	all := []Verdict{r.Verdict}
	for _, e := range r.Exact {
		all = append(all, e.Verdict)
	}
	for _, l := range r.Limits {
		all = append(all, l.Verdict)
	}
	for _, k := range r.Kernels {
		all = append(all, k.Verdict)
	}
	return all
}

// named makes a list of names of what JSON reads as a list of anything.
func named(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	names := make([]string, len(list))
	for i, name := range list {
		names[i] = fmt.Sprint(name)
	}
	return names
}
