package gate

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// Text writes the result for a terminal. The first line is the answer.
func (r *Result) Text(w io.Writer) error { return r.document().Text(w) }

// Markdown writes the result for a pull request or a job summary.
func (r *Result) Markdown(w io.Writer) error { return r.document().Markdown(w) }

func (r *Result) document() layout.Document {
	return layout.Document{
		Heading: "embedsign bench gate", Answer: r.headline(), Problems: r.moreWrong(),
		Sections: []layout.Section{r.selfTest(), r.exact(), r.limits(), r.speed(), r.noise(), r.method()},
	}
}

// moreWrong lists the wrong results if the headline does not hold them all.
func (r *Result) moreWrong() []string {
	if len(r.Wrong) == 1 {
		return nil
	}
	return r.Wrong
}

// exact shows the figures that differ; those that are the same are counted.
func (r *Result) exact() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"figure", "verdict", "base", "head"}}
	same := 0
	for _, e := range r.Exact {
		if e.Verdict == Pass && value(e.Base) == value(e.Head) {
			same++
			continue
		}
		t.Add(e.Name, string(e.Verdict), value(e.Base), value(e.Head))
	}
	if same > 0 {
		t.Add(fmt.Sprintf("%d of %d", same, len(r.Exact)), string(Pass), "the same", "the same")
	}
	return layout.Section{Title: "Exact figures", Table: t, Notes: []string{"These have no noise, so they are compared first and as they are."}}
}

func (r *Result) speed() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"kernel", "verdict", "base", "head", "slower by", "interval", "confirmed", "benchstat"}}
	for _, k := range r.Kernels {
		t.Add(k.Name, string(k.Verdict), side(k.BaseNS, k.BaseRatio), side(k.HeadNS, k.HeadRatio), percent(k.Delta.Point), k.Delta.span(),
			k.confirmed(), k.Benchstat.String())
	}
	title := "Speed"
	if r.SelfTest != nil {
		title = "Speed of the identical pair"
	}
	return layout.Section{Title: title, Table: t, Notes: []string{
		fmt.Sprintf("FAIL: the whole interval is above the tolerance of %g %%, twice. PASS: all of it is below. Otherwise it could not be told.", 100*r.Method.Tolerance),
		r.how(),
	}}
}

// how says what the figures of speed are.
func (r *Result) how() string {
	if r.Method.Mode == Stored {
		return "Times are in relation to a reference of the same process, an HMAC of the signed text, measured in turns with the kernel: × is times as long as that. benchstat: its own test of the same ratios."
	}
	return "The difference is that of neighbouring slices, so what slows the machine slows both. benchstat: its own test of the same times, which does not know that they come in pairs."
}

// side writes the ratio to the reference where there is one, and else the time.
func side(ns float64, ratio *float64) string {
	if ratio != nil {
		return fmt.Sprintf("%.3f ×", *ratio)
	}
	return nanoseconds(ns)
}

func (k *Kernel) confirmed() string {
	if k.Confirmation == nil {
		return absent
	}
	return k.Confirmation.span()
}

// String writes it as benchstat does.
func (b Benchstat) String() string {
	if b.P == nil {
		return absent
	}
	return fmt.Sprintf("%s p=%.3f", percent(b.Delta), *b.P)
}

// nanoseconds writes a time per operation.
func nanoseconds(ns float64) string {
	switch {
	case ns == 0:
		return absent
	case ns < 1000:
		return fmt.Sprintf("%.0f ns", ns)
	default:
		return fmt.Sprintf("%.2f µs", ns/1000)
	}
}

func (r *Result) noise() layout.Section {
	t := &layout.Table{Left: 1, Head: []string{"kernel", r.twins() + " against itself", "tainted slices", "interval with tainted", "without"}}
	for _, k := range r.Kernels {
		t.Add(k.Name, k.Noise.span(), fmt.Sprintf("%.0f %%", 100*k.Tainted), k.All.span(), k.Clean.span())
	}
	return layout.Section{Title: "Noise of this machine", Table: t, Notes: []string{
		fmt.Sprintf("Two workers of %s, measured in turns: the difference is none, so whatever is seen here is noise. –: there were too few launches to bound it.", r.twins()),
		"tainted slices: the machine did something else too. with tainted: the interval of all launches; without: that of those in which at most a quarter of the slices was tainted, which decides if they are at least half.",
	}}
}

// twins names the build of which there are two workers.
func (r *Result) twins() string {
	if r.Method.Mode == Stored || r.Method.Mode == SelfTest {
		return "head"
	}
	return "base"
}

func (r *Result) method() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"what", "value"}}
	m, e := r.Method, r.Environment
	if r.Base.Name != "" {
		t.Add("base", r.Base.String())
	}
	t.Add("head", r.Head.String())
	t.Add("machine", fmt.Sprintf("%s, %d CPUs, SHA-256 by %s", e.CPU, e.CPUs, e.SHA))
	t.Add("toolchain", fmt.Sprintf("%s, wazero %s, %s/%s", e.Go, e.Wazero, e.GOOS, e.GOARCH))
	if r.NoiseFloor != nil {
		t.Add("noise floor", fmt.Sprintf("%.1f %%", 100**r.NoiseFloor))
	}
	if m.Launches > 0 {
		t.Add("measured", fmt.Sprintf("%d slices in %d launches of %s", m.Slices, m.Launches, r.processes()))
		t.Add("watched", strings.Join(m.Watched, ", "))
		if m.Tainted > 0 {
			t.Add("tainted slices", m.tainted())
		}
		t.Add("seed", fmt.Sprint(m.Seed))
	}
	t.Add("time", fmt.Sprintf("%.0f s of %.0f s", m.Took, m.Budget))
	return layout.Section{Title: "How this was measured", Table: t}
}

// tainted says how many slices something disturbed, and what it was.
func (m *Method) tainted() string {
	var by []string
	for _, reason := range slices.Sorted(maps.Keys(m.TaintedBy)) {
		by = append(by, fmt.Sprintf("%s %d", reason, m.TaintedBy[reason]))
	}
	return fmt.Sprintf("%d of %d: %s", m.Tainted, m.Slices, strings.Join(by, ", "))
}

func (r *Result) processes() string {
	if r.Method.Mode == Stored {
		return "two processes"
	}
	return "three processes"
}
