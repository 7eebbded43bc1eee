package verdict

import (
	"math"
	"math/bits"
	"slices"
	"testing"
)

// TestSignedRanksByEnumeration goes through all signs of n ranks.
func TestSignedRanksByEnumeration(t *testing.T) {
	for n := range 13 {
		counts := make([]float64, n*(n+1)/2+1)
		for signs := range 1 << n {
			sum := 0
			for r := range n {
				sum += (signs >> r & 1) * (r + 1)
			}
			counts[sum] += 1 / float64(int(1)<<n)
		}
		// All are whole multiples of a power of two, so exactly equal.
		if got := signedRanks(n); !slices.Equal(got, counts) {
			t.Errorf("%d values: %v, want %v", n, got, counts)
		}
	}
}

// TestRankSumsByEnumeration goes through all ways in which n of n+m places are
// those of the first sample.
func TestRankSumsByEnumeration(t *testing.T) {
	for n := range 7 {
		for m := range 7 {
			got := rankSums(n, m)
			counts, ways := make([]float64, n*m+1), 0.0
			for places := range 1 << (n + m) {
				if bits.OnesCount(uint(places)) == n {
					counts[pairsWon(places, n+m)]++
					ways++
				}
			}
			for u, count := range counts {
				if math.Abs(got[u]-count/ways) > 1e-15 {
					t.Errorf("%d and %d values: P(%d) is %v, want %v of %v", n, m, u, got[u], count, ways)
				}
			}
		}
	}
}

// pairsWon counts for each set bit the clear ones below it.
func pairsWon(places, width int) int {
	won, clear := 0, 0
	for p := range width {
		if places>>p&1 == 0 {
			clear++
		} else {
			won += clear
		}
	}
	return won
}

// TestRanksOfTables has critical values, plus one, that are printed in many
// textbooks: Wilcoxon's for one-sided errors, and Mann and Whitney's.
func TestRanksOfTables(t *testing.T) {
	for _, c := range []struct {
		n     int
		alpha float64
		want  int
	}{
		{4, 0.05, 0}, {5, 0.05, 1}, {6, 0.025, 1}, {8, 0.005, 1}, {10, 0.025, 9}, {10, 0.05, 11},
		{15, 0.025, 26}, {20, 0.025, 53}, {20, 0.005, 38}, {25, 0.025, 90}, {30, 0.025, 138}, {50, 0.025, 435},
	} {
		if got := signedRank(c.n)(c.alpha); got != c.want {
			t.Errorf("signed rank of %d at %v: %d, want %d", c.n, c.alpha, got, c.want)
		}
	}
	for _, c := range []struct {
		n, m, want int
	}{{3, 4, 0}, {3, 5, 1}, {5, 5, 3}, {5, 8, 7}, {8, 10, 18}, {10, 10, 24}, {20, 20, 128}} {
		if got := rankSum(c.n, c.m)(0.025); got != c.want {
			t.Errorf("rank sum of %d and %d at 0.025: %d, want %d", c.n, c.m, got, c.want)
		}
	}
}

// TestRanksAgreeAtTheSwitch holds the normal distribution against the exact one
// on both sides of where the one replaces the other.
func TestRanksAgreeAtTheSwitch(t *testing.T) {
	for _, alpha := range []float64{0.05, 0.025, 0.01, 0.001, 1e-4} {
		for _, n := range []int{50, maxExactValues, maxExactValues + 1, 100} {
			count := float64(n)
			exact := exactly(signedRanks(n))(alpha)
			normal := normally(count*(count+1)/4, count*(count+1)*(2*count+1)/24)(alpha)
			checkNormal(t, "values", n, alpha, exact, normal)
		}
		for _, n := range []int{30, 50} {
			square := float64(n * n)
			exact := exactly(rankSums(n, n))(alpha)
			normal := normally(square/2, square*float64(2*n+1)/12)(alpha)
			checkNormal(t, "of each", n, alpha, exact, normal)
		}
	}
	if got, want := signedRank(61)(0.01), exactly(signedRanks(61))(0.01); got < want-3 || got > want {
		t.Errorf("61 values: rank %d, exactly %d", got, want)
	}
	if got, want := rankSum(51, 51)(0.01), exactly(rankSums(51, 51))(0.01); got < want-3 || got > want {
		t.Errorf("51 values of each: rank %d, exactly %d", got, want)
	}
}

// TestContinuityIsCorrected sees the half rank that this is about.
func TestContinuityIsCorrected(t *testing.T) {
	for n := maxExactValues + 1; n <= 80; n++ {
		if got, want := signedRank(n)(0.05), exactly(signedRanks(n))(0.05); got < want {
			t.Errorf("%d values at 0.05: rank %d, exactly %d", n, got, want)
		}
	}
}

func checkNormal(t *testing.T, what string, n int, alpha float64, exact, normal int) {
	t.Helper()
	if normal > exact+1 || float64(normal) < 0.93*float64(exact) {
		t.Errorf("%d %s at %v: rank %d, exactly %d", n, what, alpha, normal, exact)
	}
}

func TestRankNeedsEnoughValues(t *testing.T) {
	for n := 1; n <= 100; n++ {
		least := math.Ldexp(1, -n)
		if got := signedRank(n)(least * 0.999); n <= maxExactValues && got != 0 {
			t.Errorf("%d values at less than 1 in 2^%d: rank %d, want none", n, n, got)
		}
		if got := signedRank(n)(least); n <= maxExactValues && got != 1 {
			t.Errorf("%d values at 1 in 2^%d: rank %d, want 1", n, n, got)
		}
		if got := signedRank(n)(0); got != 0 {
			t.Errorf("%d values without an error: rank %d, want none", n, got)
		}
	}
	if got := rankSum(1000, 1000)(0); got != 0 {
		t.Errorf("1000 values of each without an error: rank %d, want none", got)
	}
}
