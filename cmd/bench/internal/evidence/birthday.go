package evidence

import (
	"fmt"
	"math"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// Fewest is how many nonces a birthday test takes at least. With fewer, windows are
// so short that three agree too often, and pairs are not Poisson distributed.
const Fewest = 1 << 16

// windows is how many windows there are. The shortest, of 25 bits, then cover all of
// the 122 random bits.
const windows = 5

// Window gives the length in bits of the window in which among n nonces some 64 to
// 180 pairs agree: enough for a number that is too low to be seen too, and so few that
// it stays small beside n. It is 0 if there are too few nonces. What it can see are
// sources with about as many bits, which a duplicate would not show by far.
func Window(n int) int {
	if n < Fewest {
		return 0
	}
	// n²/2^(bits+1) pairs
	return min(60, int(2*math.Log2(float64(n)))-7)
}

// Pairs is the test that as many pairs agree in a window as is to be expected: each of
// the n(n-1)/2 with a probability of 2^-bits. Any two pairs are independent of each
// other, and three nonces that agree are next to impossible, so the number has a
// Poisson distribution.
func Pairs(source, name string, n, bits int, pairs float64) Test {
	mean := math.Ldexp(float64(n)*float64(n-1), -bits-1)
	p := poissonP(pairs, mean)
	return Test{Source: source, Name: name, Family: Birthday, Statistic: pairs, Expected: mean, P: &p}
}

// birthdays asks of windows that begin at five places of the random bits.
func birthdays(source string, sample []nonceset.Value) []Test {
	bits := Window(len(sample))
	if bits == 0 {
		return nil
	}
	var tests []Test
	parts := make([]nonceset.Value, len(sample))
	for i := range windows {
		begin := i * (nonceset.RandomBits - bits) / (windows - 1)
		for j, v := range sample {
			parts[j] = nonceset.Value{High: window(v, begin, bits)}
		}
		nonceset.Sort(parts)
		tests = append(tests, Pairs(source, Span(begin, bits), len(sample), bits, agreeing(parts)))
	}
	return tests
}

// Span names a window of the random bits by the bits of the UUID where it begins and
// ends, as the tests of single bits do. The fixed ones between them are no part of it.
func Span(begin, bits int) string {
	return fmt.Sprintf("bits %d to %d", inUUID(begin), inUUID(begin+bits-1))
}

// inUUID gives the place in the UUID of one of the 122 random bits.
func inUUID(random int) (bit int) {
	for ; random > 0 || fixed(bit); bit++ {
		if !fixed(bit) {
			random--
		}
	}
	return bit
}

// Few says of a source that its nonces are too few for a birthday test; it is empty if
// they are enough.
func Few(source string, n int) string {
	if Window(n) > 0 {
		return ""
	}
	return fmt.Sprintf("birthday: not done for %s, %s; it needs %s", source, figures.Plural(n, "nonce"), figures.Count(Fewest))
}

// window gives some of the 122 random bits, the first one being 0.
func window(v nonceset.Value, begin, bits int) uint64 {
	first, last := v.Random() // 60 and 62 of them
	end := begin + bits
	mask := uint64(1)<<bits - 1
	if end <= 60 {
		return first >> (60 - end) & mask
	}
	return (first<<(end-60) | last>>(nonceset.RandomBits-end)) & mask
}

// agreeing counts the pairs of equal values.
func agreeing(sorted []nonceset.Value) (pairs float64) {
	same := 0.0
	for i := 1; i < len(sorted); i++ {
		same++
		if sorted[i] != sorted[i-1] {
			same = 0
		}
		pairs += same
	}
	return pairs
}
