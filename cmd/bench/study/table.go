package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// A group is a row of the table.
type group struct {
	name  string
	lines []Line
}

// groups puts the lines into rows; those that have none are left out.
func groups(lines []Line) []group {
	rows := []group{
		{name: "identical"}, {name: "identical, quiet"}, {name: "identical, one core loaded"},
		{name: "one kernel 15 % slower"}, {name: "one kernel 10 % slower"},
	}
	for _, l := range lines {
		c := caseOf(l)
		switch {
		case c.Kernel != "" && c.Slower > 0.12:
			rows[3].add(l)
		case c.Kernel != "":
			rows[4].add(l)
		default:
			rows[0].add(l)
			rows[1+toInt(c.Loaded)].add(l)
		}
	}
	return slices.DeleteFunc(rows, func(g group) bool { return len(g.lines) == 0 })
}

func (g *group) add(l Line) { g.lines = append(g.lines, l) }

func toInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// caseOf gives the case of a line; of an unknown name one of identical code.
func caseOf(l Line) Case {
	for _, c := range cases() {
		if c.Name == l.Case {
			return c
		}
	}
	return Case{}
}

// gateOf, benchstatOf and thresholdOf give an answer of a line; nil where that judge
// was not asked.
func gateOf(l Line) *Judged      { return &l.Gate }
func benchstatOf(l Line) *Judged { return l.Benchstat }
func thresholdOf(l Line) *Judged { return l.Threshold }

// counted gives how many of a judge's answers are of a kind, with the interval in
// which the true share lies with 95 % confidence.
func (g group) counted(judge func(Line) *Judged, holds func(*Judged, Line) bool) string {
	n, all := 0, 0
	for _, l := range g.lines {
		j := judge(l)
		if j == nil {
			continue
		}
		if all++; holds(j, l) {
			n++
		}
	}
	if all == 0 {
		return "–"
	}
	low, high := wilson(n, all)
	return fmt.Sprintf("%d of %d (%.0f–%.0f %%)", n, all, 100*low, 100*high)
}

// wilson is Wilson's interval for a share of which n of all were seen, at 95 %.
func wilson(n, all int) (low, high float64) {
	const z = 1.959964
	p, m := float64(n)/float64(all), float64(all)
	middle := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, (middle-half)/(1+z*z/m)), min(1, (middle+half)/(1+z*z/m))
}

// benchmarkOf names the benchmark that a kernel is called by.
func benchmarkOf(kernel string) string {
	return map[string]string{"native sign": "Signer", "native sign-prepared": "Prepared"}[kernel]
}

// red reports whether an answer is "slower": of identical code about whatever it
// is, of slower code about the kernel that is, or its benchmark.
func red(j *Judged, l Line) bool {
	kernel := caseOf(l).Kernel
	return j.Verdict == string(gate.Fail) && (kernel == "" || slices.Contains(j.Slower, kernel) || slices.Contains(j.Slower, benchmarkOf(kernel)))
}

func passed(j *Judged, _ Line) bool { return j.Verdict == string(gate.Pass) }

func noAnswer(j *Judged, l Line) bool { return !passed(j, l) && j.Verdict != string(gate.Fail) }

// tableOf is the whole document.
func tableOf(lines []Line) string {
	var b strings.Builder
	b.WriteString("# How far `bench gate` can be believed\n\n")
	if len(lines) == 0 {
		b.WriteString("Nothing has been measured yet: `go run ./cmd/bench/study`.\n")
		return b.String()
	}
	preface(&b, lines)
	t := layout.Table{Left: 1, Head: []string{"code", "gate: FAIL", "gate: PASS", "gate: no answer", "benchstat: slower", "10 % threshold: slower"}}
	for _, g := range groups(lines) {
		t.Add(g.name, g.counted(gateOf, red), g.counted(gateOf, passed), g.counted(gateOf, noAnswer),
			g.counted(benchstatOf, red), g.counted(thresholdOf, red))
	}
	t.Markdown(&b)
	remarks(&b, lines)
	return b.String()
}

func preface(b *strings.Builder, lines []Line) {
	l := lines[len(lines)-1]
	fmt.Fprintf(b, "Made by `go run ./cmd/bench/study`, which goes on where it was ended; each run is a line in\n[gate-study.jsonl](gate-study.jsonl). Commit %.12s on %s.\n\n", l.Revision, machines(lines))
	fmt.Fprintf(b, `The gate had %.0f s for its six kernels and a tolerance of %d %%. Slower code is slower in
the source: one function does that share of its work again, that of native sign or of
native sign-prepared; the other four kernels were measured, but never slowed. Identical
code is the same source with a function more, which nothing measured calls, and by which
the others are moved. Loaded means that another process took one core for up to two seconds at
a time, by chance.

In every other run of a case the same builds are judged as is usual too, from three
benchmarks with `+"`go test -bench -count=%d -benchtime=%v`"+`, all of the old code before all of the
new: by benchstat at p < %.2f, and by a threshold of %.0f %% on one run of each.

In brackets is the interval in which the true share lies with 95 %% confidence (Wilson).
For identical code every "slower" is wrong. For slower code it counts if the right
kernel is named. The gate's builds have every function at the beginning of a line of the
cache, those of the usual judges have not, as `+"`go test`"+` makes them: some of what these call
slower is, because it was moved.

`, l.Budget, tolerance, repeats, benchTime, significant, 100*threshold)
}

// machines lists those on which the lines were measured.
func machines(lines []Line) string {
	var all []string
	for _, l := range lines {
		if m := fmt.Sprintf("%s (%s), %d cores, %s", l.CPU, l.SHA, l.Cores, l.Go); !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return strings.Join(all, " and ")
}

// remarks are what the table has no room for.
func remarks(b *strings.Builder, lines []Line) {
	fmt.Fprintf(b, "\nNo answer is inconclusive (%d) or a machine too noisy to measure on (%d).\n",
		count(lines, func(l Line) bool { return l.Gate.Verdict == string(gate.Inconclusive) }),
		count(lines, func(l Line) bool { return l.Gate.Verdict == string(gate.Incomparable) }))
	fmt.Fprintf(b, "Of slower code, a kernel that was not slower was named too by the gate in %d runs, by\nbenchstat in %d, by the threshold in %d.\n",
		count(lines, func(l Line) bool { return wrongName(&l.Gate, caseOf(l).Kernel) }),
		count(lines, func(l Line) bool { return wrongName(l.Benchstat, benchmarkOf(caseOf(l).Kernel)) }),
		count(lines, func(l Line) bool { return wrongName(l.Threshold, benchmarkOf(caseOf(l).Kernel)) }))
	t := layout.Table{Left: 1, Head: []string{"case", "runs", "estimates, median", "lowest", "highest", "seconds a gate, median"}}
	for _, c := range cases() {
		estimates, seconds := figuresOf(lines, c)
		if len(seconds) == 0 {
			continue
		}
		t.Add(c.Name, fmt.Sprint(len(seconds)), share(estimates, 0.5), share(estimates, 0), share(estimates, 1), fmt.Sprintf("%.0f", quantile(seconds, 0.5)))
	}
	b.WriteString("\nWhat the gate estimated for the slower kernel, and for identical code for all of them:\n\n")
	t.Markdown(b)
}

func count(lines []Line, holds func(Line) bool) (n int) {
	for _, l := range lines {
		if holds(l) {
			n++
		}
	}
	return n
}

// wrongName reports whether code that is slower was called so, but some other.
func wrongName(j *Judged, right string) bool {
	return j != nil && right != "" && slices.ContainsFunc(j.Slower, func(name string) bool { return name != right })
}

// figuresOf gives a case's estimates, and how long its gates took, each sorted.
func figuresOf(lines []Line, c Case) (estimates, seconds []float64) {
	for _, l := range lines {
		if l.Case != c.Name {
			continue
		}
		seconds = append(seconds, l.Gate.Seconds)
		for kernel, delta := range l.Deltas {
			if c.Kernel == "" || kernel == c.Kernel {
				estimates = append(estimates, delta)
			}
		}
	}
	slices.Sort(estimates)
	slices.Sort(seconds)
	return estimates, seconds
}

func share(sorted []float64, q float64) string {
	if len(sorted) == 0 {
		return "–"
	}
	return fmt.Sprintf("%+.1f %%", 100*quantile(sorted, q))
}

func quantile(sorted []float64, q float64) float64 {
	return sorted[int(q*float64(len(sorted)-1))]
}
