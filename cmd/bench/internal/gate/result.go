// Package gate is what a comparison of two builds of the signer found, and how
// it is told: to people, to programs, and to the services that run checks.
//
// It measures nothing and decides nothing; what a verdict means is said here.
package gate

import (
	"iter"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
)

// A Verdict is on a kernel, on an exact figure, or on the whole.
type Verdict string

// The verdicts.
const (
	// Pass: a slowdown beyond the tolerance is ruled out.
	Pass Verdict = "pass"
	// Fail: it is slower by more than the tolerance, and was again when that was
	// measured once more with fresh processes in exchanged roles.
	Fail Verdict = "fail"
	// Inconclusive: neither could be shown within the time.
	Inconclusive Verdict = "inconclusive"
	// Incomparable: the machine cannot be measured on now, or what is to be
	// compared comes from another kind of machine.
	Incomparable Verdict = "incomparable"
)

// A Mode is what a gate does.
type Mode string

// The modes.
const (
	// Pair measures two builds in turns.
	Pair Mode = "pair"
	// Stored measures head and compares with a stored result.
	Stored Mode = "stored"
	// SelfTest measures head against itself, as it is and slowed down.
	SelfTest Mode = "self-test"
	// Limited holds head against limits alone.
	Limited Mode = "limits"
)

// Schema is the version of the JSON form.
const Schema = 1

// A Result is all that a gate found.
type Result struct {
	Schema  int     `json:"schema"`
	Verdict Verdict `json:"verdict"`
	// Reason is the verdict in a sentence.
	Reason  string   `json:"reason"`
	Kernels []Kernel `json:"kernels"`
	Exact   []Exact  `json:"exact"`
	Limits  []Limit  `json:"limits"`
	// SelfTest is null in other modes.
	SelfTest *Test `json:"self_test"`
	// Differs is why a stored result cannot be compared with: the parts of its
	// key that are not the same here.
	Differs []Part `json:"differs"`
	// NoiseFloor is the largest difference that two workers of the same build
	// may have had, as a fraction; null where none was measured.
	NoiseFloor *float64 `json:"noise_floor"`
	// Wrong are wrong results: a URL that did not verify. Their presence matters
	// more than any speed.
	Wrong       []string                `json:"wrong"`
	Base        Side                    `json:"base"`
	Head        Side                    `json:"head"`
	Method      Method                  `json:"method"`
	Environment environment.Environment `json:"environment"`
}

// New makes a result without any findings. Its lists are empty, not nil, so that
// they are lists in JSON too.
func New(m Method) Result {
	m.Watched, m.TaintedBy = []string{}, map[watch.Reason]int{}
	return Result{
		Schema: Schema, Method: m,
		Kernels: []Kernel{}, Exact: []Exact{}, Limits: []Limit{}, Differs: []Part{}, Wrong: []string{},
	}
}

// A Part of a stored result's key.
type Part struct {
	Name string `json:"name"`
	Base string `json:"base"` // as it was
	Head string `json:"head"` // as it is
}

// A Side is one of the two builds; without a name there is none.
type Side struct {
	// Name is how it was named: a commit, a file, a stored result, or the working
	// tree.
	Name string `json:"name"`
	// Revision is the commit; empty where it is not known.
	Revision string `json:"revision"`
	// Dirty says that the tree had changes beyond the commit.
	Dirty bool `json:"dirty"`
	// SHA256 is that of the binary, in hex; empty for a stored result. Where both
	// are the same there can be no difference.
	SHA256 string `json:"sha256"`
}

// A Method says how it was measured.
type Method struct {
	Mode Mode `json:"mode"`
	// Tolerance is the slowdown that is let through, as a fraction.
	Tolerance float64 `json:"tolerance"`
	// Error is the chance of a wrong FAIL and of a wrong PASS that was allowed
	// for, over all kernels and looks, as a fraction.
	Error    float64 `json:"error"`
	Budget   float64 `json:"budget_seconds"`
	Took     float64 `json:"took_seconds"`
	Launches int     `json:"launches"`
	Looks    int     `json:"looks"`
	Slices   int     `json:"slices"`
	// Tainted counts the slices in which the machine did something else too.
	Tainted int `json:"tainted_slices"`
	// TaintedBy counts them by reason; a slice may have several.
	TaintedBy map[watch.Reason]int `json:"tainted_by"`
	Seed      uint64               `json:"seed"`
	// Watched are the sources that told of taint.
	Watched []string `json:"watched"`
	// Injected is the slowdown that was put into head, as a fraction, for a self-test.
	Injected float64 `json:"injected_slowdown,omitempty"`
}

// An Interval is a difference of head to base as a fraction: 0.1 is 10 % slower,
// -0.1 is 10 % less time. Low and High are null where there was too little to
// bound it.
type Interval struct {
	Low   *float64 `json:"low"`
	Point *float64 `json:"point"`
	High  *float64 `json:"high"`
}

// A Kernel is what was found about one operation of one engine.
type Kernel struct {
	// Name is engine and operation, such as "native sign".
	Name    string  `json:"name"`
	Verdict Verdict `json:"verdict"`
	// Delta decided: it is that of the clean launches, as long as those are at least
	// half, and else that of all.
	Delta Interval `json:"delta"`
	// All is of all launches, Clean of those in which at most a quarter of the slices
	// was disturbed; without bounds where those were too few.
	All   Interval `json:"delta_with_tainted"`
	Clean Interval `json:"delta_without_tainted"`
	// Confirmation is the delta of the second run that a FAIL needs; null
	// without one.
	Confirmation *Interval `json:"confirmation"`
	// Noise is that of two workers of the same build to each other.
	Noise Interval `json:"noise"`
	// BaseNS and HeadNS are medians of the time per operation, in nanoseconds. With
	// a stored result BaseNS is 0: it has no times.
	BaseNS float64 `json:"base_ns"`
	HeadNS float64 `json:"head_ns"`
	// BaseRatio and HeadRatio are medians of that time divided by the reference's,
	// where a stored result is compared with; else null.
	BaseRatio *float64 `json:"base_ratio"`
	HeadRatio *float64 `json:"head_ratio"`
	Launches  int      `json:"launches"`
	// Tainted is the share of disturbed slices.
	Tainted float64 `json:"tainted"`
	// Benchstat is what benchstat would say of the same times.
	Benchstat Benchstat `json:"benchstat"`
	// Times are those of each launch.
	Times []Times `json:"times"`
}

// Times are medians of one launch, in nanoseconds per operation; Base is 0 with a
// stored result.
type Times struct {
	Base float64 `json:"base_ns"`
	Head float64 `json:"head_ns"`
}

// sides gives those that there are, base first.
func (t Times) sides() iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		_ = (t.Base == 0 || yield("base", t.Base)) && yield("head", t.Head)
	}
}

// Benchstat is the test that benchstat makes: Mann and Whitney's, unpaired.
type Benchstat struct {
	P *float64 `json:"p"` // null where there were too few times
	// Delta is the difference of the medians as a fraction.
	Delta *float64 `json:"delta"`
}

// An Exact is a figure without noise, of both sides.
type Exact struct {
	Name string `json:"name"`
	// Base and Head are numbers, or lists of names.
	Base    any     `json:"base"`
	Head    any     `json:"head"`
	Verdict Verdict `json:"verdict"`
	// Note says what the rule is where it is not "no more than before".
	Note string `json:"note,omitempty"`
	// lasting figures depend on no toolchain.
	lasting bool
}

// Same reports whether both sides are the same file, of which there is no speed to
// compare.
func (r *Result) Same() bool { return r.Base.SHA256 != "" && r.Base.SHA256 == r.Head.SHA256 }

// Failed lists what failed by name, exact figures first and then limits.
func (r *Result) Failed() []string {
	var names []string
	for _, e := range r.Exact {
		if e.Verdict == Fail {
			names = append(names, e.Name)
		}
	}
	for _, l := range r.Limits {
		if l.Verdict == Fail {
			names = append(names, l.String())
		}
	}
	for _, k := range r.Kernels {
		if k.Verdict == Fail {
			names = append(names, k.Name)
		}
	}
	return names
}
