package nonceset

import (
	"fmt"
	"math"
	mathrand "math/rand/v2"
	"testing"
)

// unlikely is what the statement of [Count.EntropyBits] may be wrong with: one in 20.
const unlikely = 0.05

// enough is how many nonces it takes to claim so many bits.
func enough(bits float64) int { return int(math.Ceil(math.Sqrt(6 * math.Exp2(bits)))) }

// noneTwice is the exact probability that n nonces have no duplicate, if all of 2^bits
// values are equally likely.
func noneTwice(n int, bits float64) float64 {
	p := 1.0
	for i := range n {
		p *= 1 - float64(i)/math.Exp2(bits)
	}
	return p
}

// noneTwiceUneven is the same of a source with one value that is likelier than all
// others, of which none comes twice. Its collision entropy has so many bits.
func noneTwiceUneven(n int, bits float64) float64 {
	p := math.Exp2(-bits / 2)
	return math.Pow(1-p, float64(n)) + float64(n)*p*math.Pow(1-p, float64(n-1))
}

// TestEntropyBitsOfEvenValues: with so many bits no duplicate is as unlikely as it is
// said to be, and not much less likely.
func TestEntropyBitsOfEvenValues(t *testing.T) {
	for _, bits := range []float64{10, 14, 20, 26, 30} {
		if p := noneTwice(enough(bits), bits); p > unlikely || p < unlikely*0.8 {
			t.Errorf("%v bits: no duplicate among %d with probability %v, want just under %v", bits, enough(bits), p, unlikely)
		}
	}
}

// TestEntropyBitsOfUnevenValues: the same number of nonces shows a duplicate in 70 of 100
// runs only; less UnevenBits, and no more than that, the statement holds.
func TestEntropyBitsOfUnevenValues(t *testing.T) {
	for _, bits := range []float64{20, 30, 40} {
		n := enough(bits)
		if p := noneTwiceUneven(n, bits); math.Abs(p-0.30) > 0.01 {
			t.Errorf("%v bits: no duplicate among %d with probability %v, want 0.30", bits, n, p)
		}
		if p := noneTwiceUneven(n, bits-UnevenBits); math.Abs(p-unlikely) > 0.001 {
			t.Errorf("%v bits: no duplicate among %d with probability %v, want %v", bits-UnevenBits, n, p, unlikely)
		}
	}
}

// TestOneLikelyValueHidesBest compares it with sources that have likelier values of every
// number and kind, and the same collision entropy.
func TestOneLikelyValueHidesBest(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(8, 8))
	for range 2000 {
		lambda := 0.1 + 6*random.Float64() // n·2^(-bits/2)
		means := make([]float64, 2+random.IntN(50))
		squares := 0.0
		for i := range means {
			means[i] = math.Pow(random.Float64(), float64(1+random.IntN(6)))
			squares += means[i] * means[i]
		}
		best, got := math.Log1p(lambda)-lambda, 0.0
		for _, m := range means {
			m *= lambda / math.Sqrt(squares) // now Σm² is lambda²
			got += math.Log1p(m) - m
		}
		if got > best {
			t.Fatalf("values with means %v hide better: %v, one value %v", means, got, best)
		}
	}
}

// TestEntropyBitsByDrawing draws from both kinds of sources, and asks how often the
// statement is wrong.
func TestEntropyBitsByDrawing(t *testing.T) {
	const bits, rounds = 14, 1000
	random := mathrand.New(mathrand.NewPCG(7, 7))
	for name, c := range map[string]struct {
		draw  func(i int) uint64
		wrong float64
	}{
		"even":              {func(int) uint64 { return random.Uint64N(1 << bits) }, unlikely},
		"uneven":            {uneven(random, bits), 0.30},
		"uneven, less bits": {uneven(random, bits-UnevenBits), unlikely},
	} {
		n, wrong := enough(bits), 0
		for range rounds {
			b := NewBatch(n)
			for i := range n {
				b.Append(fmt.Sprintf("00000000-0000-4000-8000-%012x", c.draw(i)))
			}
			var s Set
			s.Add("truncated", "truncated", b)
			if counts, _ := s.Report(); counts[0].EntropyBits() > bits {
				wrong++
			}
		}
		// Four standard deviations.
		if share := float64(wrong) / rounds; math.Abs(share-c.wrong) > 4*math.Sqrt(c.wrong*(1-c.wrong)/rounds)+0.005 {
			t.Errorf("%s: wrong in %.3f of all rounds, want %v", name, share, c.wrong)
		}
	}
}

// uneven draws the value 0 with the probability 2^(-bits/2), and others never twice.
func uneven(random *mathrand.Rand, bits float64) func(i int) uint64 {
	return func(i int) uint64 {
		if random.Float64() < math.Exp2(-bits/2) {
			return 0
		}
		return uint64(i) + 1
	}
}
