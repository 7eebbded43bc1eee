package nonceset

import (
	"context"
	"errors"
	mathrand "math/rand/v2"
	"slices"
	"testing"
)

// TestMerge merges runs of all lengths, whose values repeat, and compares with a
// sort of everything.
func TestMerge(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(5, 6))
	type tagged struct {
		v   Value
		run int
	}
	var runs []Run
	var want, got []tagged
	for i, n := range []int{0, 1, 5, 1000, blockLength, blockLength + 1, 2*blockLength - 1} {
		values := make([]Value, n)
		for j := range values {
			values[j] = Value{random.Uint64N(1000), random.Uint64N(100)}
			want = append(want, tagged{values[j], i})
		}
		Sort(values)
		runs = append(runs, NewListRun(values))
	}
	slices.SortFunc(want, func(a, b tagged) int {
		if c := compareValues(a.v, b.v); c != 0 {
			return c
		}
		return a.run - b.run
	})
	if err := Merge(t.Context(), runs, func(v Value, run int) error {
		got = append(got, tagged{v, run})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d values, want %d in order of value and run", len(got), len(want))
	}
}

func TestMergeEndsWithAnError(t *testing.T) {
	full := errors.New("full")
	err := Merge(t.Context(), []Run{NewListRun(make([]Value, 3))}, func(Value, int) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("got %v, want that of the function", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = Merge(ctx, []Run{NewListRun(make([]Value, 3))}, func(Value, int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that of the context", err)
	}
}

// TestLeadingPairs counts pairs that agree in the first random bits, against the
// definition.
func TestLeadingPairs(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(7, 8))
	values := make([]Value, 3000)
	for i := range values {
		// The fixed bits are where a UUID has them, so they must not count.
		values[i] = Value{random.Uint64()&^0xf000 | 0x4000, random.Uint64()>>2 | 1<<63}
	}
	Sort(values)
	for _, bits := range []int{8, 20, 50, 56} {
		f := NewFinder([]Origin{{"x", "x"}}, bits)
		want := 0.0
		for i, v := range values {
			f.Add(v, 0)
			first, _ := v.Random()
			for _, w := range values[:i] {
				if other, _ := w.Random(); other>>(60-bits) == first>>(60-bits) {
					want++
				}
			}
		}
		if got := f.End().Pairs; got != want {
			t.Errorf("%d bits: %v pairs, want %v", bits, got, want)
		}
	}
}
