package nonceset

import (
	"context"
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
// few duplicates of the latter. It sorts the batches that were added.
func (s *Set) Report() (counts []Count, examples []Duplicate) {
	found := s.find()
	all := Count{Kind: All, Duplicates: found.All}
	for _, kind := range s.kinds() {
		c := s.count(kind)
		c.Duplicates = found.Repeats[kind]
		all.Sources += c.Sources
		all.Generated += c.Generated
		all.Malformed += c.Malformed
		counts = append(counts, c)
	}
	return append(counts, all), found.Examples
}

// find merges all sources.
func (s *Set) find() Found {
	origins := make([]Origin, len(s.sources))
	runs := make([]Run, len(s.sources))
	malformed := make([]Malformed, len(s.sources))
	for i, source := range s.sources {
		Sort(source.values)
		origins[i], runs[i], malformed[i] = source.origin, NewListRun(source.values), source.malformed
	}
	// Lists have no error, and this context no end.
	found, _ := Compare(context.Background(), runs, origins, 0, nil)
	found.AddMalformed(origins, malformed)
	return found
}

// kinds lists the kinds, each once.
func (s *Set) kinds() []string {
	var kinds []string
	for _, source := range s.sources {
		if !slices.Contains(kinds, source.origin.Kind) {
			kinds = append(kinds, source.origin.Kind)
		}
	}
	return kinds
}

// count adds up the sources of one kind.
func (s *Set) count(kind string) Count {
	c := Count{Kind: kind}
	for _, source := range s.sources {
		if source.origin.Kind == kind {
			c.Sources++
			c.Generated += len(source.values) + source.malformed.Count
			c.Malformed += source.malformed.Count
		}
	}
	return c
}

// EntropyBits gives how many bits of collision entropy no duplicate among n nonces
// proves, as log2(n²/6). It is 0 when there was a duplicate.
//
// A source that draws each nonce on its own from 2^b values, all equally likely, shows no
// duplicate among n with a probability of about exp(-n²/2^(b+1)). That is 5 % at
// b = log2(n²/6), as ln 20 is about 3; with fewer values a duplicate would have been all
// the more likely.
//
// Values that are not equally likely can hide better behind the same b, the collision
// entropy -log2(Σp²). About (1+np)exp(-np) is the probability that a value of the
// probability p does not come twice, and the logarithm of that is a convex function of
// p². So of all sources with the same Σp², the one with the fewest duplicates has a
// single value of 2^(-b/2), and others that never come twice. With n = √6·2^(b/2) it
// shows a duplicate in 70 of 100 runs only, and in 19 of 20 from n = 4.744·2^(b/2) on:
// then b is at least log2(n²/22.5), which is [UnevenBits] less.
func (c Count) EntropyBits() float64 {
	if c.Duplicates > 0 || c.Generated < 3 {
		return 0
	}
	n := float64(c.Generated)
	return min(math.Log2(n*n/6), RandomBits)
}

// UnevenBits is how much less than [Count.EntropyBits] is proved, with the same
// probability of 19 in 20, if some values are likelier than others: log2(22.5/6).
const UnevenBits = 1.907
