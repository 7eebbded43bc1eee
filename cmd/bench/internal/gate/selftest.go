package gate

import (
	"fmt"
	"math"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// A Test is what a gate found about itself: two builds that are the same have to
// pass, and have to fail once one of them does a part of its work again.
type Test struct {
	// Injected is the slowdown of every kernel of the second pair, as a fraction.
	Injected float64 `json:"injected"`
	// Identical and Slowed are the verdicts on the two pairs.
	Identical Verdict `json:"identical"`
	Slowed    Verdict `json:"slowed"`
	// Detectable is the largest of the kernels', null where there is none for one.
	Detectable *float64     `json:"detectable"`
	Kernels    []TestKernel `json:"kernels"`
}

// A TestKernel is one of the kernels in both pairs. What the identical pair showed
// of it stands in the result's own kernels.
type TestKernel struct {
	Name string `json:"name"`
	// Detectable is the smallest slowdown that would have been seen in the time of
	// one pair; null where there were too few launches. A kernel that is slower by
	// just that much fails about every other time.
	Detectable *float64 `json:"detectable"`
	// Slowed is the verdict on the kernel with the injected slowdown, and Seen how
	// large it was found to be. A run ends with its first failure, so other kernels
	// may be left open.
	Slowed Verdict  `json:"slowed"`
	Seen   Interval `json:"seen"`
}

// TakeTest puts both pairs into the result, and concludes. The sight is
// [duel.Config.Sight] of the identical pair.
func (r *Result) TakeTest(kernels []string, injected float64, identical, slowed duel.Found, sight []float64) {
	r.takeSpeed(kernels, identical)
	r.count(slowed)
	t := &Test{Injected: injected, Identical: r.Verdict, Slowed: verdictOf(slowed.Verdict)}
	largest := math.Inf(-1)
	for i, name := range kernels {
		seen := kernelOf(name, i, slowed)
		t.Kernels = append(t.Kernels, TestKernel{Name: name, Detectable: finite(sight[i]), Slowed: seen.Verdict, Seen: seen.Delta})
		largest = max(largest, sight[i])
	}
	t.Detectable, r.Method.Injected, r.SelfTest = finite(largest), injected, t
	r.Conclude()
}

// conclude makes a verdict of the two. A FAIL is about the gate and not about any
// code.
func (t *Test) conclude(budget float64) (Verdict, string) {
	pairs := fmt.Sprintf("identical pair: %s; pair slowed by %.0f %%: %s", t.Identical, 100*t.Injected, t.Slowed)
	switch {
	case t.Identical == Fail:
		return Fail, "this gate cannot be trusted here: it failed an identical pair (" + pairs + ")"
	case t.Slowed == Pass:
		return Fail, fmt.Sprintf("this gate cannot be trusted here: it passed a pair slowed by %.0f %% (%s)", 100*t.Injected, pairs)
	case t.blind() != "":
		return Fail, fmt.Sprintf("this gate cannot be trusted here: it passed %s slowed by %.0f %% (%s)", t.blind(), 100*t.Injected, pairs)
	case t.Identical == Incomparable || t.Slowed == Incomparable:
		return Incomparable, unfit
	case t.Identical == Pass && t.Slowed == Fail:
		return Pass, fmt.Sprintf("an identical pair passed and one slowed by %.0f %% failed; %s", 100*t.Injected, t.sight(budget))
	}
	return Inconclusive, "the gate could not tell within the time (" + pairs + ")"
}

// blind names a kernel whose slowdown was ruled out, and is empty without one. All of
// them are slowed.
func (t *Test) blind() string {
	i := slices.IndexFunc(t.Kernels, func(k TestKernel) bool { return k.Slowed == Pass })
	if i < 0 {
		return ""
	}
	return t.Kernels[i].Name
}

// sight says what can be seen in the time of one of the two pairs.
func (t *Test) sight(budget float64) string {
	if t.Detectable == nil {
		return "there were too few launches to say how small a slowdown is seen"
	}
	return fmt.Sprintf("with %.0f s, a slowdown of %.1f %% would fail here about every other time", budget/2, 100**t.Detectable)
}

func (r *Result) selfTest() layout.Section {
	t := &layout.Table{Left: 1, Head: []string{"kernel", "identical", "seen from", "slowed", "seen as", "interval"}}
	if r.SelfTest == nil {
		return layout.Section{Table: t}
	}
	for i, k := range r.SelfTest.Kernels {
		t.Add(k.Name, string(r.Kernels[i].Verdict), percent(k.Detectable), string(k.Slowed), percent(k.Seen.Point), k.Seen.span())
	}
	return layout.Section{Title: "Self-test", Table: t, Notes: []string{
		fmt.Sprintf("identical: head against itself, which has to pass. slowed: one of the two does %.0f %% of its work again, which has to fail; the run ends with the first failure, so other kernels may be left open. seen from: the smallest slowdown that fails about every other time.", 100*r.SelfTest.Injected),
	}}
}
