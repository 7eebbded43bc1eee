package nonceset

import (
	"math"
	"slices"
)

// A Count is what was found in one kind of source, or in all together.
type Count struct {
	// Kind is as given to [Set.Add], or [All].
	Kind      string
	Sources   int
	Generated int
	// Duplicates is the number of nonces that repeat an earlier one.
	Duplicates int
	// Malformed is the number of nonces that are no canonical UUIDv4.
	Malformed int
}

// All is the kind of the count over every source: a nonce must not even occur
// in two different engines.
const All = "all"

// Report counts each kind on its own, in the order in which they came, and
// then, under [All], everything against everything. The examples are the first
// few duplicates of the latter.
func (s *Set) Report() (counts []Count, examples []Duplicate) {
	for _, kind := range s.kinds() {
		count, _ := tally(kind, s.of(kind))
		counts = append(counts, count)
	}
	all, examples := tally(All, s.sources)
	return append(counts, all), examples
}

// kinds lists the kinds, each once.
func (s *Set) kinds() []string {
	var kinds []string
	for _, source := range s.sources {
		if !slices.Contains(kinds, source.kind) {
			kinds = append(kinds, source.kind)
		}
	}
	return kinds
}

// of gives the sources of one kind.
func (s *Set) of(kind string) []source {
	var of []source
	for _, source := range s.sources {
		if source.kind == kind {
			of = append(of, source)
		}
	}
	return of
}

func tally(kind string, sources []source) (Count, []Duplicate) {
	c := Count{Kind: kind, Sources: len(sources)}
	for _, s := range sources {
		c.Generated += len(s.values) + len(s.malformed)
		c.Malformed += len(s.malformed)
	}
	var examples []Duplicate
	c.Duplicates, examples = find(sources)
	return c, examples
}

// randomBits is what a UUIDv4 has at most: the other six are fixed.
const randomBits = 122

// EntropyBits gives how many bits of collision entropy the nonces have at
// least, with 95 % confidence, after n of them had no duplicate.
//
// If nonces were drawn evenly from 2^b possibilities, n of them would show no
// duplicate with a probability of about exp(-n²/2^(b+1)). That is 5 % at
// b = log2(n²/6), as ln 20 is about 3; with fewer bits a duplicate would have
// been all the more likely. It is 0 when there was a duplicate.
func (c Count) EntropyBits() float64 {
	if c.Duplicates > 0 || c.Generated < 3 {
		return 0
	}
	n := float64(c.Generated)
	return min(math.Log2(n*n/6), randomBits)
}
