package evidence

import (
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/signer"
)

// SampleLength is how many nonces of a source the birthday tests take at most; one
// test over all nonces of all sources comes from comparing them. A sample of this
// length sees sources of up to some 40 bits.
const SampleLength = 1 << 21

// SampleMemory is what the tests of a source need of memory in bytes, and its tally
// keeps half of that.
const SampleMemory = 2 * SampleLength * nonceset.Size

// A Tally keeps what the tests need to know of the nonces of one source. The zero
// value is empty, and takes no sample. One goroutine uses it at a time.
type Tally struct {
	bits   Bits
	sample []nonceset.Value
	faults Faults
}

// NewTally makes a tally that keeps a sample of at most this length.
func NewTally(sample int) *Tally { return &Tally{sample: make([]nonceset.Value, 0, sample)} }

// Add takes nonces that are well-formed.
func (t *Tally) Add(values []nonceset.Value) {
	t.bits.Add(values)
	room := min(cap(t.sample)-len(t.sample), len(values))
	t.sample = append(t.sample, values[:room]...)
}

// Sample is how many nonces the birthday tests take.
func (t *Tally) Sample() int { return len(t.sample) }

// AddMalformed takes a nonce that is not.
func (t *Tally) AddMalformed(nonce string) { t.faults.add(nonce) }

// Merge adds what another tally of the same source has.
func (t *Tally) Merge(other *Tally) {
	t.bits.Merge(&other.bits)
	t.sample = append(t.sample, other.sample...)
	t.faults.merge(other.faults)
}

// Tests asks everything of the nonces of a source. The verdicts of those with a
// probability come from [Judge].
func (t *Tally) Tests(source string) []Test {
	tests := t.faults.tests(source)
	tests = append(tests, t.bits.Tests(source)...)
	return append(tests, birthdays(source, t.sample)...)
}

// Faults counts what is wrong with nonces that are malformed.
type Faults struct{ text, version, variant int }

// The places of the version and the variant in the text of a UUID.
const (
	versionAt = 14
	variantAt = 19
)

// add finds out what is wrong with a nonce. In a text that is otherwise right, version
// and variant are looked at on their own.
func (f *Faults) add(nonce string) {
	switch {
	case wellFormed(nonce, versionAt):
		f.version++
	case wellFormed(nonce, variantAt):
		f.variant++
	case wellFormed(nonce, versionAt, variantAt):
		f.version++
		f.variant++
	default:
		f.text++
	}
}

// wellFormed reports whether a nonce would be well-formed if it were right at these
// places.
func wellFormed(nonce string, places ...int) bool {
	right := []byte("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx")
	if len(nonce) != len(right) {
		return false
	}
	mended := []byte(nonce)
	for _, at := range places {
		mended[at] = right[at]
	}
	return signer.CheckNonceForm(string(mended)) == nil
}

func (f *Faults) merge(other Faults) {
	f.text += other.text
	f.version += other.version
	f.variant += other.variant
}

func (f *Faults) tests(source string) []Test {
	return []Test{
		exact(source, "canonical text", Form, f.text),
		exact(source, "version bits", Form, f.version),
		exact(source, "variant bits", Form, f.variant),
	}
}
