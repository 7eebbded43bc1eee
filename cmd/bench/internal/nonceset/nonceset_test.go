package nonceset

import (
	"crypto/rand"
	"fmt"
	"math"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// batchOf packs nonces.
func batchOf(nonces ...string) *Batch {
	b := NewBatch(len(nonces))
	for _, n := range nonces {
		b.Append(n)
	}
	return b
}

// randomNonces draws n nonces.
func randomNonces(t *testing.T, n int) []string {
	t.Helper()
	nonces := make([]string, n)
	for i := range nonces {
		var err error
		if nonces[i], err = signer.NewNonce(rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	return nonces
}

func TestNoDuplicateAmongRandomNonces(t *testing.T) {
	var s Set
	s.Add("native", "goroutine 1", batchOf(randomNonces(t, 100_000)...))
	counts, examples := s.Report()
	want := []Count{
		{Kind: "native", Sources: 1, Generated: 100_000},
		{Kind: All, Sources: 1, Generated: 100_000},
	}
	if !slices.Equal(counts, want) || len(examples) != 0 {
		t.Errorf("got %+v and %v, want %+v", counts, examples, want)
	}
}

// TestOneDuplicateIsFound hides one repetition in each place where an exact
// detector could lose it.
func TestOneDuplicateIsFound(t *testing.T) {
	const n = 50_000
	for _, at := range []int{1, n / 2, n - 1} {
		nonces := randomNonces(t, n)
		nonces[at] = nonces[0]
		var s Set
		s.Add("native", "goroutine 1", batchOf(nonces...))
		counts, examples := s.Report()
		if counts[0].Duplicates != 1 || len(examples) != 1 || examples[0].Nonce != nonces[0] {
			t.Errorf("repeated at %d: %+v, %v", at, counts, examples)
		}
	}
}

func TestDuplicateAcrossSourcesNamesThem(t *testing.T) {
	shared := randomNonces(t, 3)
	var s Set
	s.Add("native", "native goroutine 1", batchOf(randomNonces(t, 10)...))
	s.Add("wazero", "wazero instance 1", batchOf(shared...))
	s.Add("wazero", "wazero instance 2", batchOf(shared...))
	s.Add("http", "http", batchOf(shared[0]))
	counts, examples := s.Report()
	want := []Count{
		{Kind: "native", Sources: 1, Generated: 10},
		{Kind: "wazero", Sources: 2, Generated: 6, Duplicates: 3},
		{Kind: "http", Sources: 1, Generated: 1},
		{Kind: All, Sources: 4, Generated: 17, Duplicates: 4},
	}
	if !slices.Equal(counts, want) {
		t.Errorf("got %+v, want %+v", counts, want)
	}
	for _, e := range examples {
		times := 2
		if e.Nonce == shared[0] {
			times = 3
		}
		if e.First != "wazero instance 1" || e.Again != "wazero instance 2" || e.Times != times {
			t.Errorf("example %+v, want %d times, first in instance 1, again in 2", e, times)
		}
	}
}

// TestSamePrefixIsNoDuplicate has nonces that the sorted prefix cannot tell
// apart, and the whole value can.
func TestSamePrefixIsNoDuplicate(t *testing.T) {
	b := NewBatch(0)
	for i := range 1000 {
		b.Append(fmt.Sprintf("01234567-89ab-4%03x-8000-%012x", i%7, i))
	}
	b.Append("01234567-89ab-4006-8000-0000000003e4") // i = 996, 996 % 7 = 2: other third group
	b.Append("01234567-89ab-4002-8000-0000000003e4") // i = 996
	var s Set
	s.Add("crafted", "crafted", b)
	counts, examples := s.Report()
	if counts[0].Duplicates != 1 || examples[0].Nonce != "01234567-89ab-4002-8000-0000000003e4" {
		t.Errorf("got %+v and %+v, want one duplicate", counts, examples)
	}
}

func TestMalformedIsCountedAndCompared(t *testing.T) {
	valid := "619b4276-4d9b-4fd7-9b42-764d9bd7df61"
	var s Set
	s.Add("http", "http", batchOf(valid, strings.ToUpper(valid), "short", "short", "", valid[:35]+"g"))
	counts, examples := s.Report()
	if c := counts[0]; c.Generated != 6 || c.Malformed != 5 || c.Duplicates != 1 {
		t.Errorf("got %+v, want 6 generated, 5 malformed, 1 duplicate", c)
	}
	if len(examples) != 1 || examples[0].Nonce != "short" {
		t.Errorf("examples %+v, want the repeated one", examples)
	}
}

func TestPackKeepsTheText(t *testing.T) {
	for _, nonce := range randomNonces(t, 1000) {
		if got := pack(nonce).String(); got != nonce {
			t.Fatalf("%s became %s", nonce, got)
		}
	}
}

func TestEntropyBits(t *testing.T) {
	// The figures of the birthday bound for 10^6 to 10^9 nonces.
	for n, want := range map[int]float64{1_000_000: 37.3, 10_000_000: 43.9, 100_000_000: 50.6, 1_000_000_000: 57.2} {
		if got := (Count{Generated: n}).EntropyBits(); math.Abs(got-want) > 0.05 {
			t.Errorf("%d nonces: at least %.2f bits, want %.1f", n, got, want)
		}
	}
	if got := (Count{Generated: 1_000_000, Duplicates: 1}).EntropyBits(); got != 0 {
		t.Errorf("with a duplicate: %v bits, want 0", got)
	}
	if got := (Count{Generated: 2}).EntropyBits(); got != 0 {
		t.Errorf("two nonces: %v bits, want 0", got)
	}
}

func BenchmarkReport(b *testing.B) {
	batch := NewBatch(1_000_000)
	random := mathrand.New(mathrand.NewPCG(3, 4))
	for range 1_000_000 {
		batch.values = append(batch.values, Value{random.Uint64(), random.Uint64()})
	}
	var s Set
	s.Add("native", "native", batch)
	for b.Loop() {
		if counts, _ := s.Report(); counts[0].Duplicates != 0 {
			b.Fatal("duplicate")
		}
	}
}
