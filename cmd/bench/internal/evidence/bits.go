package evidence

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// planes is how many binary digits the counters have. Before one of them can run
// over, they are read and begin again.
const planes = 16

// Bits counts how often each bit of a UUID is set. The zero value has counted
// nothing.
//
// Counting bit by bit would take longer than drawing a nonce. So the counters stand
// upright: word i of the planes has the binary digit i of all 64 counters, and adding
// a value is adding with carry, 64 counters at a time. Eight values are first added
// up in a tree of full adders (Harley and Seal; see Warren, Hacker's Delight, section
// 5-1), as how far a carry runs is by chance, and costs the processor a wrong guess.
type Bits struct {
	n      int
	counts [128]int
}

// Add counts values.
func (b *Bits) Add(values []nonceset.Value) {
	b.n += len(values)
	for len(values) > 0 {
		some := values[:min(len(values), 1<<planes-1)]
		values = values[len(some):]
		var high, low [planes]uint64
		for ; len(some) >= eight; some = some[eight:] {
			var highs, lows [eight]uint64
			for i, v := range some[:eight] {
				highs[i], lows[i] = v.High, v.Low
			}
			addEight(&high, &highs)
			addEight(&low, &lows)
		}
		for _, v := range some {
			carry(&high, 0, v.High)
			carry(&low, 0, v.Low)
		}
		for i := range 64 {
			b.counts[i] += read(&high, 63-i)
			b.counts[64+i] += read(&low, 63-i)
		}
	}
}

const eight = 8

// addEight adds eight words to the counters.
func addEight(counters *[planes]uint64, w *[eight]uint64) {
	ones, twos, fours := counters[0], counters[1], counters[2]
	ones, two1 := addThree(ones, w[0], w[1])
	ones, two2 := addThree(ones, w[2], w[3])
	ones, two3 := addThree(ones, w[4], w[5])
	ones, two4 := addThree(ones, w[6], w[7])
	twos, four1 := addThree(twos, two1, two2)
	twos, four2 := addThree(twos, two3, two4)
	fours, eights := addThree(fours, four1, four2)
	counters[0], counters[1], counters[2] = ones, twos, fours
	carry(counters, 3, eights)
}

// addThree is 64 full adders.
func addThree(a, b, c uint64) (sum, carry uint64) {
	return a ^ b ^ c, a&b | (a^b)&c
}

// carry adds a word to the counters from a plane on.
func carry(counters *[planes]uint64, plane int, word uint64) {
	for ; word != 0 && plane < planes; plane++ {
		counters[plane], word = counters[plane]^word, counters[plane]&word
	}
}

// read gives the counter of a bit.
func read(counters *[planes]uint64, bit int) (n int) {
	for i, plane := range counters {
		n += int(plane>>bit&1) << i
	}
	return n
}

// Merge adds what another has counted.
func (b *Bits) Merge(other *Bits) {
	b.n += other.n
	for i, n := range other.counts {
		b.counts[i] += n
	}
}

// fixed reports whether a bit of a UUIDv4 is always the same: the version, bits 48 to
// 51, and the variant, bits 64 and 65 (RFC 9562, section 5.4). Bit 0 comes first.
func fixed(bit int) bool { return 48 <= bit && bit < 52 || bit == 64 || bit == 65 }

// BitNumbers says how tests name bits.
const BitNumbers = "Bit 0 is the first of the UUID and bit 127 the last; 48 to 51, 64 and 65 are fixed, and in no test."

// Tests asks of each of the 122 random bits if it is set half of the time.
func (b *Bits) Tests(source string) []Test {
	var tests []Test
	if b.n == 0 {
		return tests
	}
	for bit, n := range b.counts {
		if fixed(bit) {
			continue
		}
		p := evenP(n, b.n)
		tests = append(tests, Test{Source: source, Name: fmt.Sprintf("bit %d", bit), Family: Balance,
			Statistic: float64(n), Expected: float64(b.n) / 2, P: &p})
	}
	return tests
}
