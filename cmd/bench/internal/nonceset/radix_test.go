package nonceset

import (
	"cmp"
	mathrand "math/rand/v2"
	"slices"
	"testing"
)

func compareValues(a, b Value) int {
	return cmp.Or(cmp.Compare(a.High, b.High), cmp.Compare(a.Low, b.Low))
}

// TestSort has values as good and bad sources make them: the sort must not rely on
// randomness to be right.
func TestSort(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(1, 2))
	for name, draw := range map[string]func(i int) Value{
		"random":            func(int) Value { return Value{random.Uint64(), random.Uint64()} },
		"the same":          func(int) Value { return Value{3, 4} },
		"a counter":         func(i int) Value { return Value{5, uint64(i)} },
		"a counter down":    func(i int) Value { return Value{5, ^uint64(i)} },
		"in the top half":   func(int) Value { return Value{random.Uint64(), 0} },
		"in the last byte":  func(int) Value { return Value{1, random.Uint64N(256)} },
		"few possibilities": func(int) Value { return Value{random.Uint64N(3) << 62, random.Uint64N(3)} },
	} {
		for _, n := range []int{0, 1, few, few + 1, 1000, 70_000} {
			values := make([]Value, n)
			for i := range values {
				values[i] = draw(i)
			}
			want := slices.SortedFunc(slices.Values(values), compareValues)
			if Sort(values); !slices.Equal(values, want) {
				t.Errorf("%d values, %s: not sorted, or a value was lost", n, name)
			}
		}
	}
}

func BenchmarkSort(b *testing.B) {
	random := mathrand.New(mathrand.NewPCG(3, 4))
	values := make([]Value, 10_000_000)
	for b.Loop() {
		b.StopTimer()
		for i := range values {
			values[i] = Value{random.Uint64(), random.Uint64()}
		}
		b.StartTimer()
		Sort(values)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(values)), "ns/value")
}
