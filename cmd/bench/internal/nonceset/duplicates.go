package nonceset

// A Duplicate is a nonce that occurs more than once.
type Duplicate struct {
	Nonce string `json:"nonce"`
	// First and Again name the sources of its first two occurrences.
	First string `json:"first"`
	Again string `json:"again"`
	// Times is how often it occurs, at least 2.
	Times int `json:"times"`
}

// maxExamples bounds how many duplicates a report shows.
const maxExamples = 5

// An Origin is where a run comes from.
type Origin struct {
	// Kind groups runs in the counts, such as "wazero"; Name is the one generator,
	// such as "wazero instance 2".
	Kind, Name string
}

// A Finder finds duplicates in the stream of [Merge]: the same values follow each
// other there.
type Finder struct {
	origins  []Origin
	last     Value
	times    int   // of last, so far; 0 before the first value
	from     []int // times of last by run, once it has come twice
	lastRun  int
	repeats  map[string]int // by kind
	all      int
	overlaps []Overlap // by run
	examples []Duplicate
	leading  leading
}

// NewFinder makes a finder for runs of these origins. It also counts the pairs
// whose first bits, out of the random ones, are the same; at most 60 of them.
func NewFinder(origins []Origin, bits int) *Finder {
	f := &Finder{origins: origins, from: make([]int, len(origins)), repeats: make(map[string]int), leading: leading{bits: bits}}
	for range origins {
		f.overlaps = append(f.overlaps, Overlap{With: nobody})
	}
	return f
}

// Add takes the next value, and the index of the run that it is from.
func (f *Finder) Add(v Value, run int) {
	f.leading.add(v)
	if f.times > 0 && v == f.last {
		f.again(run)
		return
	}
	if f.times > 1 {
		f.conclude()
	}
	f.last, f.lastRun, f.times = v, run, 1
}

// again notes that the last value came once more.
func (f *Finder) again(run int) {
	if f.times == 1 {
		f.from[f.lastRun]++
	}
	f.from[run]++
	f.times++
}

// conclude counts a value that came more than once. Nothing here is fast, or
// has to be: a good source has none.
func (f *Finder) conclude() {
	byKind := make(map[string]int)
	var names []string
	var runs []int
	for run, times := range f.from {
		if times > 0 {
			runs = append(runs, run)
		}
		for range min(times, 2-min(2, len(names))) {
			names = append(names, f.origins[run].Name)
		}
		byKind[f.origins[run].Kind] += times
	}
	f.overlap(runs)
	for kind, times := range byKind {
		f.repeats[kind] += max(0, times-1)
	}
	f.all += f.times - 1
	if len(f.examples) < maxExamples {
		f.examples = append(f.examples, Duplicate{f.last.String(), names[0], names[1], f.times})
	}
}

// An Overlap is how much of a run is in other runs too.
type Overlap struct {
	// Nonces is how many of its nonces another run has.
	Nonces int
	// With is the first other run that has them, if it is the same one for all of
	// them, and otherwise negative.
	With int
}

// What [Overlap.With] is where it is no run.
const (
	nobody  = -1
	several = -2
)

// overlap notes that these runs have the last value, and forgets how often.
func (f *Finder) overlap(runs []int) {
	for i, run := range runs {
		if len(runs) > 1 {
			other := runs[0]
			if i == 0 {
				other = runs[1]
			}
			f.overlaps[run].add(f.from[run], other)
		}
		f.from[run] = 0
	}
}

func (o *Overlap) add(nonces, with int) {
	switch o.With {
	case nobody:
		o.With = with
	case with:
	default:
		o.With = several
	}
	o.Nonces += nonces
}

// Found is what a finder found.
type Found struct {
	// Repeats is how many nonces repeat an earlier one of the same kind, and All of
	// any kind.
	Repeats map[string]int
	All     int
	// Examples are the first few duplicates.
	Examples []Duplicate
	// Pairs is the number of pairs that agree in the first bits.
	Pairs float64
	// Overlaps has an entry for each run.
	Overlaps []Overlap
}

// End gives what was found, once every value was added.
func (f *Finder) End() Found {
	if f.times > 1 {
		f.conclude()
	}
	f.times = 0
	return Found{f.repeats, f.all, f.examples, f.leading.pairs, f.overlaps}
}

// leading counts pairs that agree in their first bits.
type leading struct {
	bits   int
	prefix uint64
	same   float64 // how many have had this prefix
	// A float is exact up to 2^53, and does not overflow if all of 10^9 agree.
	pairs float64
}

func (l *leading) add(v Value) {
	first, _ := v.Random()
	prefix := first >> (60 - l.bits)
	if prefix != l.prefix {
		l.prefix, l.same = prefix, 0
	}
	l.pairs += l.same
	l.same++
}
