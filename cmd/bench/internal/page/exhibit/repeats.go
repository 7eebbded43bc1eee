package exhibit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// A repeats is several results of one test: those of A, of B, or the only ones.
type repeats[R any] struct {
	mark string
	all  []side[R]
}

func newRepeats[R any](mark string, files []results.File, result func(results.File) R) repeats[R] {
	r := repeats[R]{mark: mark}
	for _, f := range files {
		r.all = append(r.all, side[R]{file: f.Name, result: result(f)})
	}
	return r
}

// name says how many runs there are: "A, 3 runs".
func (r repeats[R]) name() string {
	return strings.TrimPrefix(fmt.Sprintf("%s, %s", r.mark, figures.Plural(len(r.all), "run")), ", ")
}

// look is how series are drawn; those of B have dashes.
func (r repeats[R]) look(color int) plot.Look {
	return plot.Look{Color: color, Dashed: r.mark == "B"}
}

// check refuses results that are not of one test: a median of them would be of nothing.
func (r repeats[R]) check(facts func(R) []fact) error {
	for _, x := range r.all[1:] {
		if d := differing(facts(r.all[0].result), facts(x.result)); len(d) > 0 {
			return fmt.Errorf("%s (A) and %s (B) are not runs of one test, %s: want runs of one test, or one or more of each side with vs between them", r.all[0].file, x.file, d[0])
		}
	}
	return nil
}

// facts are those of all results; where they differ, all values are there.
func (r repeats[R]) facts(of func(R) []fact) []fact {
	var all []fact
	for _, x := range of(r.all[0].result) {
		var values []string
		for _, s := range r.all {
			if value := find(of(s.result), x.name).value; !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
		x.value = strings.Join(values, "; ")
		all = append(all, x)
	}
	return all
}

// figures lists what is in each of the results, in the order of the first.
func (r repeats[R]) figures(of func(R) []measured) []spread {
	var all []spread
	for _, first := range of(r.all[0].result) {
		s := spread{measured: first}
		for _, x := range r.all {
			of := of(x.result)
			if i := slices.IndexFunc(of, func(m measured) bool { return m.subject == first.subject && m.figure == first.figure }); i >= 0 {
				s.values = append(s.values, of[i].value)
				s.rare = s.rare || of[i].rare
			}
		}
		if len(s.values) == len(r.all) {
			slices.Sort(s.values)
			all = append(all, s)
		}
	}
	return all
}

// A measured is one figure of a result.
type measured struct {
	// Subject is what was measured, and figure which number of it.
	subject, figure string
	value           float64
	write           func(float64) string
	// Rare figures are of few values, drawn ones have a row in the plot, and main ones
	// are in the answer.
	rare, drawn, main bool
}

// A spread is a figure of all results of a test, in order.
type spread struct {
	measured
	values []float64
}

func (s spread) low() float64  { return s.values[0] }
func (s spread) high() float64 { return s.values[len(s.values)-1] }

func (s spread) median() float64 {
	n := len(s.values)
	return (s.values[(n-1)/2] + s.values[n/2]) / 2
}

func (s spread) middle() string {
	if s.rare {
		return s.write(s.median()) + "*"
	}
	return s.write(s.median())
}

func (s spread) extent() string { return s.write(s.low()) + " to " + s.write(s.high()) }

// against says where all values of B lie if seen from those of A.
func (s spread) against(a spread) string {
	switch {
	case s.low() > a.high():
		return "above"
	case s.high() < a.low():
		return "below"
	}
	return "overlaps"
}

// chance is how often all of n values lie above or below all of m if both are drawn
// from the same: of all orders in which n+m may come, two are so.
func chance(n, m int) float64 {
	orders := 1.0
	for i := range n {
		orders *= float64(m+i+1) / float64(i+1)
	}
	return min(1, 2/orders)
}
