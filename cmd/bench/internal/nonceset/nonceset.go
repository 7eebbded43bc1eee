// Package nonceset finds nonces that occur twice, exactly: no sketch and no
// filter, since those cannot see a single duplicate among millions.
//
// Most callers need [Set.Add] for each source of nonces and [Set.Report] at the
// end. A set holds 16 bytes for each nonce, and three times that while it
// reports. It says nothing about whether nonces can be guessed: a counter has
// no duplicates either. What zero duplicates does prove is [EntropyBits].
package nonceset

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/embedsign/embedsign/signer"
)

// A value is the 128 bits of a UUID, big end first.
type value struct{ high, low uint64 }

// A source is where nonces came from, such as one WebAssembly instance.
type source struct {
	kind, name string
	values     []value
	malformed  []string // nonces that are no UUIDv4, which fit no value
}

// A Set collects nonces by source. The zero value is empty. One goroutine uses
// it at a time; several may each fill a [Batch] before.
type Set struct{ sources []source }

// A Batch is nonces of one source, in the packed form of a [Set].
type Batch struct {
	values    []value
	malformed []string
}

// NewBatch makes a batch with room for n nonces.
func NewBatch(n int) *Batch { return &Batch{values: make([]value, 0, n)} }

// Len is the number of nonces, malformed ones included.
func (b *Batch) Len() int { return len(b.values) + len(b.malformed) }

// Append adds a nonce. One that does not have the form of a UUIDv4 counts as
// malformed, but its duplicates are found all the same.
func (b *Batch) Append(nonce string) {
	if signer.CheckNonceForm(nonce) != nil {
		b.malformed = append(b.malformed, nonce)
		return
	}
	b.values = append(b.values, pack(nonce))
}

// pack reads the text of a UUID.
func pack(nonce string) value {
	var digits [32]byte
	n := 0
	for i := range len(nonce) {
		if nonce[i] != '-' {
			digits[n] = nonce[i]
			n++
		}
	}
	var raw [16]byte
	hex.Decode(raw[:], digits[:]) // the form was checked
	return value{binary.BigEndian.Uint64(raw[:8]), binary.BigEndian.Uint64(raw[8:])}
}

// text writes the UUID again.
func (v value) text() string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], v.high)
	binary.BigEndian.PutUint64(raw[8:], v.low)
	h := hex.EncodeToString(raw[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// Len is the number of sources.
func (s *Set) Len() int { return len(s.sources) }

// Add takes a batch over. The kind groups sources in the report, such as
// "wazero"; the name is this one's, such as "wazero instance 2".
func (s *Set) Add(kind, name string, b *Batch) {
	s.sources = append(s.sources, source{kind, name, b.values, b.malformed})
}
