package report

import (
	"fmt"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// EntropyMeaning says what [Nonces.EntropyBits] is. All who show it say it in these
// words; nonceset.Count.EntropyBits has the reason.
const EntropyMeaning = "A source that draws each nonce on its own from fewer than 2^bits values, all equally likely, would have shown a duplicate in 19 of 20 such runs; if some values are likelier than others, up to 1.9 bits less are proved."

// EntropyNote says what a comparison without duplicates proves.
const EntropyNote = "Every nonce was compared with every other one, over all sources, exactly. bits at least: log2(n²/6), after n nonces without a duplicate. " + EntropyMeaning +
	" All sources together are not what a URL is signed with, so they have no such figure. A UUIDv4 has 122, so a duplicate is a mistake and no accident. No duplicate does not prove that nonces cannot be guessed: a counter has none either."

// NoncesTable makes a table for [NoncesRows].
func NoncesTable() *layout.Table {
	return &layout.Table{Left: 1, Head: []string{"source", "generators", "nonces", "duplicates", "malformed", "bits at least"}}
}

// NoncesRows writes what was found in each source, and in all.
func NoncesRows(all []Nonces) [][]string {
	var rows [][]string
	for _, n := range all {
		bits := fmt.Sprintf("%.1f", n.EntropyBits)
		if n.Source == AllSources && len(Sources(all)) > 1 {
			bits = figures.Absent
		}
		rows = append(rows, []string{n.Source, figures.Count(n.Generators), figures.Count(n.Generated), figures.Count(n.Duplicates), figures.Count(n.Malformed), bits})
	}
	return rows
}

// Sources leaves out the comparison of everything with everything.
func Sources(all []Nonces) []Nonces {
	return slices.DeleteFunc(slices.Clone(all), func(n Nonces) bool { return n.Source == AllSources })
}

// Weakest says how many bits are proved of each source: a URL is signed with a nonce of
// one of them, so that of all together bounds what nobody uses.
func Weakest(all []Nonces) string {
	sources := Sources(all)
	if len(sources) == 0 {
		return "no bits"
	}
	least, same := sources[0], true
	for _, n := range sources[1:] {
		same = same && n.EntropyBits == least.EntropyBits
		if n.EntropyBits < least.EntropyBits {
			least = n
		}
	}
	text := fmt.Sprintf("%.1f bits", least.EntropyBits)
	switch {
	case len(sources) == 1:
		return text
	case same:
		return text + " (each source)"
	}
	return text + " (" + least.Source + ")"
}
