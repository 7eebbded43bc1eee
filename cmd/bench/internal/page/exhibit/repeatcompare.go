package exhibit

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// A both is one figure of A and of B.
type both struct{ a, b spread }

// matched lists the figures that are on both sides.
func matched(a, b []spread) []both {
	var all []both
	for _, x := range a {
		for _, y := range b {
			if x.subject == y.subject && x.figure == y.figure {
				all = append(all, both{x, y})
			}
		}
	}
	return all
}

// sideSummary says how the main figures changed.
func sideSummary(a, b []spread) string {
	var parts []string
	for _, x := range matched(a, b) {
		if x.a.main {
			parts = append(parts, fmt.Sprintf("%s %s of B is %s × that of A (medians %s and %s), and %s", x.a.subject, x.a.figure,
				ratioOf(x.a.median(), x.b.median()), x.b.middle(), x.a.middle(), x.verdict()))
		}
	}
	if len(parts) == 0 {
		return "nothing to compare: no main figure is in all runs of both"
	}
	return strings.Join(parts, "; ")
}

// verdict says in words how the ranges lie.
func (x both) verdict() string {
	switch x.b.against(x.a) {
	case "above":
		return "all of B are above all of A"
	case "below":
		return "all of B are below all of A"
	}
	return "the ranges overlap"
}

// rareOnes explains the star, if a figure of either has one.
func rareOnes(a, b []spread) []string {
	var marked rarity
	for _, s := range append(slices.Clone(a), b...) {
		marked.used = marked.used || s.rare
	}
	return marked.notes()
}

// sideTable shows all figures of A and B, with ratios where they mean something.
func sideTable(a, b []spread, comparable bool) *layout.Table {
	t := &layout.Table{Left: 2, Head: []string{"of", "figure", "median A", "range A", "median B", "range B"}}
	if comparable {
		t.Head = append(t.Head, "B ÷ A", "B is")
	}
	for _, x := range matched(a, b) {
		row := []string{x.a.subject, x.a.figure, x.a.middle(), x.a.extent(), x.b.middle(), x.b.extent()}
		if comparable {
			row = append(row, ratioOf(x.a.median(), x.b.median()), x.b.against(x.a))
		}
		t.Add(row...)
	}
	return t
}

// sideNotes say how to read the table of n runs of A and m of B.
func sideNotes(n, m int, comparable bool) []string {
	if !comparable {
		return nil
	}
	return []string{fmt.Sprintf("B ÷ A: the ratio of the medians. above, below: all runs of B are there if seen from all of A. If nothing had changed, each figure would be so once in %s times by chance alone, so of many rows some are; overlaps: not told apart.",
		figures.Count(int64(math.Round(1/chance(n, m)))))}
}
