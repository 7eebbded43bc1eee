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
	return min(math.Log2(n*n/6), RandomBits)
}
