// Package nonceset finds nonces that occur twice, exactly: no sketch and no
// filter, since those cannot see a single duplicate among millions.
//
// Nonces are packed into a [Value] of 16 bytes, sorted in place with [Sort], merged
// with [Merge], and compared with their neighbour by a [Finder]. That is the same
// for lists in memory and for files. Who has everything in memory needs only
// [Set.Add] for each source of nonces, and [Set.Report] at the end. A set holds 16
// bytes for each nonce, and no more than that while it reports.
//
// It says nothing about whether nonces can be guessed: a counter has no duplicates
// either. What zero duplicates does prove is [Count.EntropyBits].
package nonceset

// A source is where nonces came from, such as one WebAssembly instance.
type source struct {
	origin    Origin
	values    []Value
	malformed Malformed
}

// A Set collects nonces by source. The zero value is empty. One goroutine uses
// it at a time; several may each fill a [Batch] before.
type Set struct{ sources []source }

// A Batch is nonces of one source, in the packed form of a [Set].
type Batch struct {
	values    []Value
	malformed Malformed
}

// NewBatch makes a batch with room for n nonces.
func NewBatch(n int) *Batch { return &Batch{values: make([]Value, 0, n)} }

// Len is the number of nonces, malformed ones included.
func (b *Batch) Len() int { return len(b.values) + b.malformed.Count }

// Append adds a nonce. One that does not have the form of a UUIDv4 counts as
// malformed, but its duplicates are found all the same.
func (b *Batch) Append(nonce string) {
	v, err := Parse(nonce)
	if err != nil {
		b.malformed.Add(nonce)
		return
	}
	b.values = append(b.values, v)
}

// Each gives the text of each nonce, first of those that are well-formed, until there is
// an error. Of too many malformed ones the rest is missing; see [Malformed].
func (b *Batch) Each(take func(nonce string) error) error {
	for _, v := range b.values {
		if err := take(v.String()); err != nil {
			return err
		}
	}
	for _, text := range b.malformed.texts {
		if err := take(text); err != nil {
			return err
		}
	}
	return nil
}

// Len is the number of sources.
func (s *Set) Len() int { return len(s.sources) }

// Add takes a batch over. The kind groups sources in the report, such as
// "wazero"; the name is this one's, such as "wazero instance 2".
func (s *Set) Add(kind, name string, b *Batch) {
	s.sources = append(s.sources, source{Origin{kind, name}, b.values, b.malformed})
}
