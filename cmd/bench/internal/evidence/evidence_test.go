package evidence

import (
	"fmt"
	"math"
	"math/big"
	mathrand "math/rand/v2"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// draw makes values with the fixed bits of a UUIDv4, always the same ones.
func draw(seed uint64, n int) []nonceset.Value {
	random := mathrand.New(mathrand.NewPCG(seed, 1))
	values := make([]nonceset.Value, n)
	for i := range values {
		values[i] = nonceset.Value{High: random.Uint64()&^0xf000 | 0x4000, Low: random.Uint64()>>2 | 1<<63}
	}
	return values
}

func near(got, want float64) bool { return math.Abs(got-want) <= 1e-9*math.Abs(want) }

// TestEvenP compares with sums in whole numbers.
func TestEvenP(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 101, 400} {
		for heads := range n + 1 {
			sum := new(big.Int)
			for k := max(heads, n-heads); k <= n; k++ {
				sum.Add(sum, new(big.Int).Binomial(int64(n), int64(k)))
			}
			ways, _ := new(big.Float).SetInt(sum).Float64()
			want := min(1, math.Ldexp(ways, 1-n))
			if got := evenP(heads, n); !near(got, want) {
				t.Errorf("%d of %d: %v, want %v", heads, n, got, want)
			}
		}
	}
}

// TestEvenPFarOut has figures so large that only the normal distribution can be compared
// with, and that it is close to.
func TestEvenPFarOut(t *testing.T) {
	const n = 1_000_000_000
	for _, z := range []float64{0.5, 3, 6} {
		heads := n/2 + int(z*math.Sqrt(n)/2)
		got, want := evenP(heads, n), math.Erfc(z/math.Sqrt2)
		if math.Abs(got/want-1) > 1e-3 {
			t.Errorf("z = %v: %v, the normal distribution has %v", z, got, want)
		}
		if other := evenP(n-heads, n); other != got {
			t.Errorf("z = %v: %v to one side, %v to the other", z, got, other)
		}
	}
	if got := evenP(n, n); got != 0 {
		t.Errorf("all of them: %v", got)
	}
}

// TestPoissonP sums the definition.
func TestPoissonP(t *testing.T) {
	for _, mean := range []float64{0.3, 4, 90} {
		for count := range 200 {
			below, above := 0.0, 0.0
			term := math.Exp(-mean)
			for k := range 1000 {
				if k <= count {
					below += term
				}
				if k >= count {
					above += term
				}
				term *= mean / float64(k+1)
			}
			want := 2 * above
			if float64(count) < mean {
				want = 2 * below
			}
			if got := poissonP(float64(count), mean); math.Abs(got-min(1, want)) > 1e-9*want {
				t.Errorf("%d, mean %v: %v, want %v", count, mean, got, want)
			}
		}
	}
	if got := poissonP(1e15, 90); got != 0 {
		t.Errorf("10^15 pairs: %v", got)
	}
}

// TestHolm has the figures of a worked example: 0.01, 0.04, 0.03, 0.005 become 0.03, 0.06,
// 0.06 and 0.02.
func TestHolm(t *testing.T) {
	var tests []Test
	for _, p := range []float64{0.01, 0.04, 0.03, 0.005} {
		tests = append(tests, Test{P: &p})
	}
	tests = append(tests, NoDuplicates("x", 3), NoDuplicates("x", 0))
	Judge(tests)
	for i, want := range []float64{0.03, 0.06, 0.06, 0.02} {
		if got := *tests[i].AdjustedP; !near(got, want) || tests[i].Verdict != Pass {
			t.Errorf("test %d: %v, %s; want %v", i, got, tests[i].Verdict, want)
		}
	}
	if tests[4].Verdict != Fail || tests[5].Verdict != Pass || tests[4].AdjustedP != nil {
		t.Errorf("tests without chance: %+v", tests[4:])
	}
	// One in a million over five tests.
	for p, want := range map[float64]string{Alpha / 5.1: Fail, Alpha / 4.9: Pass} {
		one := 1.0
		tests := []Test{{P: &one}, {P: &one}, {P: &p}, {P: &one}, {P: &one}}
		if Judge(tests); tests[2].Verdict != want {
			t.Errorf("p = %v: %s, want %s", p, tests[2].Verdict, want)
		}
	}
}

// TestBitsCount compares with counting bit by bit, over a length at which the counters
// run full.
func TestBitsCount(t *testing.T) {
	values := draw(1, 1<<planes+1000)
	var got, first Bits
	first.Add(values[:10])
	got.Add(values[10:])
	got.Merge(&first)
	var want [128]int
	for _, v := range values {
		for bit := range 64 {
			want[bit] += int(v.High >> (63 - bit) & 1)
			want[64+bit] += int(v.Low >> (63 - bit) & 1)
		}
	}
	if got.counts != want || got.n != len(values) {
		t.Errorf("got %v of %d, want %v of %d", got.counts, got.n, want, len(values))
	}
	var all Bits
	ones := make([]nonceset.Value, 1<<planes+5)
	for i := range ones {
		ones[i] = nonceset.Value{High: ^uint64(0), Low: 1}
	}
	all.Add(ones)
	if all.counts[0] != len(ones) || all.counts[127] != len(ones) || all.counts[64] != 0 {
		t.Errorf("of %d ones, got %v", len(ones), all.counts)
	}
}

// TestWindow compares with the 122 random bits as one large number.
func TestWindow(t *testing.T) {
	for _, v := range draw(2, 50) {
		first, last := v.Random()
		whole := new(big.Int).Lsh(new(big.Int).SetUint64(first), 62)
		whole.Or(whole, new(big.Int).SetUint64(last))
		for bits := 25; bits <= 60; bits++ {
			for begin := 0; begin+bits <= nonceset.RandomBits; begin++ {
				want := new(big.Int).Rsh(whole, uint(nonceset.RandomBits-begin-bits))
				want.And(want, new(big.Int).SetUint64(1<<bits-1))
				if got := window(v, begin, bits); got != want.Uint64() {
					t.Fatalf("%s, %d bits from %d: %x, want %x", v, bits, begin, got, want)
				}
			}
		}
	}
}

// TestSpan numbers the bits of windows as those of single bits, in the UUID: a window
// must have as many bits from one end to the other as are not fixed.
func TestSpan(t *testing.T) {
	for begin := range nonceset.RandomBits {
		for end := begin; end < nonceset.RandomBits; end++ {
			var first, last, free int
			if _, err := fmt.Sscanf(Span(begin, end-begin+1), "bits %d to %d", &first, &last); err != nil {
				t.Fatal(err)
			}
			for bit := first; bit <= last; bit++ {
				if !fixed(bit) {
					free++
				}
			}
			if fixed(first) || fixed(last) || free != end-begin+1 {
				t.Errorf("%d random bits from %d: bits %d to %d", end-begin+1, begin, first, last)
			}
		}
	}
	if got := Span(0, nonceset.RandomBits); got != "bits 0 to 127" {
		t.Errorf("all of them: %s", got)
	}
}

func TestWindowLength(t *testing.T) {
	for _, n := range []int{Fewest, 100_000, 1_000_000, SampleLength, 100_000_000, 1_000_000_000} {
		bits := Window(n)
		mean := math.Ldexp(float64(n)*float64(n), -bits-1)
		if bits < 25 || mean < 63 || mean > 260 {
			t.Errorf("%d nonces: %d bits, %v pairs", n, bits, mean)
		}
	}
	if bits := Window(Fewest - 1); bits != 0 {
		t.Errorf("too few nonces: %d bits", bits)
	}
}

// testsOf judges what a tally says of values.
func testsOf(values []nonceset.Value) []Test {
	tally := NewTally(SampleLength)
	tally.Add(values)
	tests := tally.Tests("x")
	Judge(tests)
	return tests
}

func failed(tests []Test) (names []string) {
	for _, t := range tests {
		if t.Verdict != Pass {
			names = append(names, t.Name)
		}
	}
	return names
}

// TestSoundSourcePasses looks also if the probabilities are spread as they should be: a
// test that gives 1 to everything passes sound sources too.
func TestSoundSourcePasses(t *testing.T) {
	var below int
	var all int
	for seed := range uint64(20) {
		tests := testsOf(draw(seed, 100_000))
		if names := failed(tests); names != nil {
			t.Errorf("seed %d: %q failed", seed, names)
		}
		for _, test := range tests {
			if test.P != nil && *test.P < 0.1 {
				below++
			}
			if test.P != nil {
				all++
			}
		}
	}
	if share := float64(below) / float64(all); all != 20*(122+windows) || share < 0.07 || share > 0.12 {
		t.Errorf("%.3f of %d probabilities are below 0.1", share, all)
	}
}

// TestBrokenBitsAreFound breaks a sound source in one way at a time.
func TestBrokenBitsAreFound(t *testing.T) {
	for name, spoil := range map[string]func(i int, v *nonceset.Value){
		"bit 3":        func(_ int, v *nonceset.Value) { v.High |= 1 << 60 },
		"bit 127":      func(i int, v *nonceset.Value) { v.Low |= uint64(i/50&1) &^ 0 },
		"bits 0 to 25": func(i int, v *nonceset.Value) { v.High = v.High<<24>>24 | v.High<<40&0xffff<<40 },
	} {
		values := draw(3, 100_000)
		for i := range values {
			spoil(i, &values[i])
		}
		found := false
		for _, n := range failed(testsOf(values)) {
			found = found || n == name
		}
		if !found {
			t.Errorf("%s: failed are %q", name, failed(testsOf(values)))
		}
	}
}

// TestFaults tells what is wrong with a text.
func TestFaults(t *testing.T) {
	for nonce, want := range map[string]Faults{
		"":                                      {text: 1},
		"short":                                 {text: 1},
		"619b4276-4d9b-1fd7-9b42-764d9bd7df61":  {version: 1},
		"619b4276-4d9b-4fd7-cb42-764d9bd7df61":  {variant: 1},
		"00000000-0000-0000-0000-000000000000":  {version: 1, variant: 1},
		"619B4276-4D9B-4FD7-9B42-764D9BD7DF61":  {text: 1},
		"619b42764d9b4fd79b42764d9bd7df61":      {text: 1},
		"619b4276-4d9b-4fd7-9b42-764d9bd7df61 ": {text: 1},
	} {
		tally := NewTally(0)
		tally.AddMalformed(nonce)
		if tally.faults != want {
			t.Errorf("%q: %+v, want %+v", nonce, tally.faults, want)
		}
		if names := failed(tally.Tests("x")); len(names) != want.text+want.version+want.variant {
			t.Errorf("%q: %q failed", nonce, names)
		}
	}
}
