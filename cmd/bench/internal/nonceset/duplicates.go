package nonceset

import (
	"cmp"
	"slices"
)

// A Duplicate is a nonce that occurs more than once.
type Duplicate struct {
	Nonce string
	// First and Again name the sources of its first two occurrences.
	First, Again string
	// Times is how often it occurs, at least 2.
	Times int
}

// maxExamples bounds how many duplicates a report shows.
const maxExamples = 5

// find looks for duplicates in all sources, and gives how many nonces repeat an
// earlier one, with the first few as evidence.
func find(sources []source) (repeats int, examples []Duplicate) {
	repeats, examples = findMalformed(sources)
	values, origin := join(sources)
	eachTie(values, func(same []uint32) {
		repeats += len(same) - 1
		if len(examples) < maxExamples {
			examples = append(examples, Duplicate{
				Nonce: values[same[0]].text(),
				First: origin(same[0]),
				Again: origin(same[1]),
				Times: len(same),
			})
		}
	})
	return repeats, examples
}

// join puts the values of all sources into one list; origin names the source
// of an index.
func join(sources []source) (values []value, origin func(uint32) string) {
	ends := make([]int, len(sources))
	for i, s := range sources {
		values = append(values, s.values...)
		ends[i] = len(values)
	}
	return values, func(index uint32) string {
		i, _ := slices.BinarySearch(ends, int(index)+1)
		return sources[i].name
	}
}

// eachTie calls found for each set of at least two indices of the same value,
// the indices ascending.
func eachTie(values []value, found func(same []uint32)) {
	entries := make([]entry, len(values))
	for i, v := range values {
		entries[i] = entry{v.high, uint32(i)}
	}
	entries = sortByPrefix(entries)
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].top48() == entries[0].top48() {
			n++
		}
		if n > 1 {
			compareWhole(values, entries[:n], found)
		}
		entries = entries[n:]
	}
}

// compareWhole decides, among entries of the same prefix, which are the same.
func compareWhole(values []value, run []entry, found func(same []uint32)) {
	indices := make([]uint32, len(run))
	for i, e := range run {
		indices[i] = e.index
	}
	slices.SortStableFunc(indices, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(values[a].high, values[b].high), cmp.Compare(values[a].low, values[b].low))
	})
	for len(indices) > 0 {
		n := 1
		for n < len(indices) && values[indices[n]] == values[indices[0]] {
			n++
		}
		if n > 1 {
			found(indices[:n])
		}
		indices = indices[n:]
	}
}

// findMalformed compares what is no UUID as text. There is none of it unless a
// generator is broken, so a map will do.
func findMalformed(sources []source) (repeats int, examples []Duplicate) {
	first := make(map[string]string)
	for _, s := range sources {
		for _, nonce := range s.malformed {
			origin, seen := first[nonce]
			if !seen {
				first[nonce] = s.name
				continue
			}
			repeats++
			if len(examples) < maxExamples {
				examples = append(examples, Duplicate{Nonce: nonce, First: origin, Again: s.name, Times: 2})
			}
		}
	}
	return repeats, examples
}
