package drawing

import (
	mathrand "math/rand/v2"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// BenchmarkDraw is what a nonce costs on one goroutine until it is in a sorted list.
func BenchmarkDraw(b *testing.B) {
	const n = 1_000_000
	s := Source{Name: "native", AtOnce: 1, Generators: []Generator{{Name: "native 1", Count: n, Draw: native.DrawNonces}}}
	for b.Loop() {
		d, err := Draw(b.Context(), []Source{s}, Plan{}, nil)
		if err != nil || d.Values() != n {
			b.Fatal(d, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/nonce")
}

// BenchmarkBits is the part of it that counts bits.
func BenchmarkBits(b *testing.B) {
	values := make([]nonceset.Value, tallied)
	// Randomness matters: of values in a pattern the processor guesses the carries.
	random := mathrand.New(mathrand.NewPCG(1, 2))
	for i := range values {
		values[i] = nonceset.Value{High: random.Uint64(), Low: random.Uint64()}
	}
	var bits evidence.Bits
	for b.Loop() {
		bits.Add(values)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(values)), "ns/nonce")
}
