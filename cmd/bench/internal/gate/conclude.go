package gate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
)

// Take puts what a duel found into the result, and concludes. What is exact comes
// first: where it failed, no measuring makes it good.
func (r *Result) Take(kernels []string, found duel.Found) {
	r.takeSpeed(kernels, found)
	r.Conclude()
}

func (r *Result) takeSpeed(kernels []string, found duel.Found) {
	for i, name := range kernels {
		r.Kernels = append(r.Kernels, kernelOf(name, i, found))
	}
	r.NoiseFloor = finite(found.Floor.Fraction)
	r.Verdict = verdictOf(found.Verdict)
	r.count(found)
	if r.Verdict == Incomparable {
		r.withdraw()
	}
}

// withdraw takes the verdicts on speed back, and leaves the figures for who wants to
// see them: what was measured on such a machine, or is to be compared with another
// one, says nothing about the code.
func (r *Result) withdraw() {
	r.Verdict = Incomparable
	for i := range r.Kernels {
		r.Kernels[i].Verdict = Incomparable
	}
}

// count adds up what was measured.
func (r *Result) count(found duel.Found) {
	r.Method.Looks += found.Looks
	r.Method.Launches += len(found.Launches)
	for _, l := range found.Launches {
		for _, k := range l.Kernels {
			r.Method.Slices += k.Slices
			r.Method.Tainted += int(math.Round(k.Tainted * float64(k.Slices)))
			for reason, slices := range k.Reasons {
				r.Method.TaintedBy[reason] += slices
			}
		}
	}
}

// Conclude makes the one verdict, and says why.
func (r *Result) Conclude() {
	failed := r.Failed()
	switch {
	case len(r.Wrong) > 0:
		r.Verdict, r.Reason = Fail, r.Wrong[0]
	case r.SelfTest != nil:
		r.Verdict, r.Reason = r.SelfTest.conclude(r.Method.Budget)
	case len(failed) > 0:
		r.Verdict, r.Reason = Fail, strings.Join(r.reasons(), "; ")
	case r.Verdict == Pass:
		r.Reason = strings.Join(r.kept(), ", and ")
	case len(r.Differs) > 0:
		r.Verdict, r.Reason = Incomparable, "the stored result cannot be compared with here: "+differences(r.Differs)
	case r.Verdict == Incomparable:
		r.Reason = unfit
	default:
		r.Verdict = Inconclusive
		r.Reason = "not decided within the time: " + strings.Join(r.undecided(), ", ") + r.scarce()
	}
}

// unfit says why a machine cannot be measured on.
const unfit = "two workers of the same build differ by more than the tolerance here, so this machine cannot be measured on now"

// scarce adds what to do where so little was measured that nothing could be told,
// whatever the machine.
func (r *Result) scarce() string {
	if r.NoiseFloor != nil {
		return ""
	}
	return fmt.Sprintf("; %d launches are too few, give it a larger --time-budget", r.Method.Launches)
}

// kept says what a PASS stands on.
func (r *Result) kept() []string {
	var all []string
	switch {
	case r.Method.Mode == Limited:
	case len(r.Kernels) == 0:
		all = append(all, "both builds are the same file, so there is no speed to compare")
	default:
		all = append(all, fmt.Sprintf("no kernel is slower by more than %g %%", 100*r.Method.Tolerance), "no exact figure is worse")
		if r.Same() {
			all[0] += " (base and head are the same file)"
		}
	}
	if len(r.Limits) > 0 {
		all = append(all, fmt.Sprintf("all limits are kept (%d)", len(r.Limits)))
	}
	return all
}

func differences(parts []Part) string {
	var all []string
	for _, p := range parts {
		all = append(all, fmt.Sprintf("%s: was %s, is %s", p.Name, p.Base, p.Head))
	}
	return strings.Join(all, "; ")
}

// reasons says of each thing that failed how.
func (r *Result) reasons() []string {
	var all []string
	for _, e := range r.Exact {
		if e.Verdict == Fail {
			all = append(all, fmt.Sprintf("%s: was %s, is %s", e.Name, value(e.Base), value(e.Head)))
		}
	}
	for _, l := range r.Limits {
		if l.Verdict == Fail {
			all = append(all, l.String()+": "+l.found())
		}
	}
	for _, k := range r.Kernels {
		if k.Verdict == Fail {
			all = append(all, fmt.Sprintf("%s is slower by %s", k.Name, unsigned(k.Delta.Point)))
		}
	}
	return all
}

func (r *Result) undecided() []string {
	var names []string
	for _, k := range r.Kernels {
		if k.Verdict != Pass {
			names = append(names, k.Name)
		}
	}
	return names
}

func kernelOf(name string, i int, found duel.Found) Kernel {
	o := found.Outcomes[i]
	k := Kernel{Name: name, Verdict: verdictOf(o.Verdict), Delta: deltaOf(o.Decision), All: deltaOf(o.All), Clean: deltaOf(o.Clean), Times: []Times{}}
	if found.Confirmed {
		k.confirm(found.First[i], o)
	}
	if i < len(found.Floor.Kernels) {
		k.Noise = noiseOf(found.Floor.Kernels[i])
	}
	var tainted float64
	for _, l := range found.Launches {
		k.Times = append(k.Times, Times{l.Kernels[i].Base, l.Kernels[i].Head})
		tainted += l.Kernels[i].Tainted
	}
	k.Launches, k.Tainted = len(found.Launches), tainted/float64(max(1, len(found.Launches)))
	k.sumUp()
	return k
}

// confirm puts the first run's delta of a kernel that failed twice in its place, and
// the second's beside it. Of one that did not fail again the second's counts alone.
func (k *Kernel) confirm(first, joined verdict.Outcome) {
	if first.Verdict == verdict.Fail && joined.Verdict == verdict.Fail {
		second := deltaOf(joined.Decision)
		k.Delta, k.All, k.Clean, k.Confirmation = deltaOf(first.Decision), deltaOf(first.All), deltaOf(first.Clean), &second
	}
}

// sumUp gives the medians of the times, and what benchstat makes of them.
func (k *Kernel) sumUp() {
	if len(k.Times) == 0 {
		return
	}
	var base, head []float64
	for _, t := range k.Times {
		base, head = append(base, t.Base), append(head, t.Head)
	}
	b := verdict.CompareAsBenchstat(base, head)
	k.Benchstat = Benchstat{finite(b.P), finite(b.Delta)}
	slices.Sort(base)
	slices.Sort(head)
	k.BaseNS, k.HeadNS = base[len(base)/2], head[len(head)/2]
}

func verdictOf(v verdict.Verdict) Verdict {
	switch v {
	case verdict.Pass:
		return Pass
	case verdict.Fail:
		return Fail
	case verdict.Unfit:
		return Incomparable
	}
	return Inconclusive
}

// deltaOf leaves out bounds that there are not.
func deltaOf(d verdict.Decision) Interval {
	if d.N == 0 {
		return Interval{}
	}
	i := Interval{Low: finite(d.Low), Point: finite(d.Point), High: finite(d.High)}
	if d.Low <= -1 {
		i.Low = nil
	}
	return i
}

// noiseOf makes fractions of log-ratios, and leaves out bounds that there are not.
func noiseOf(i verdict.Interval) Interval {
	return Interval{Low: grown(i.Low), Point: grown(i.Point), High: grown(i.High)}
}

func grown(logRatio float64) *float64 {
	if math.IsInf(logRatio, 0) {
		return nil
	}
	return finite(math.Expm1(logRatio))
}

func finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}
