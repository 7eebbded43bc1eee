package evidence

import (
	"bufio"
	"math"
	mathrand "math/rand/v2"
	"os"
	"regexp"
	"sort"
	"strconv"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// byChance is how many tests by chance bench nonces does of three sources.
const byChance = 3*(122+windows) + 1

// limit is the least number of nonces with a bit set, of n, that fails the bit for sure:
// Holm's method multiplies its p by byChance at most.
func limit(n int) int {
	return n/2 + sort.Search(n/2, func(over int) bool { return evenP(n/2+over, n)*byChance < Alpha })
}

// seen is the exact probability that so many or more of n have a bit set that is set with
// the probability p: that of a run that sees it.
func seen(n int, p float64) float64 {
	k, all := float64(limit(n)), float64(n)
	term := math.Exp(lnFactorial(all) - lnFactorial(k) - lnFactorial(all-k) + k*math.Log(p) + (all-k)*math.Log1p(-p))
	if k < all*p { // it is quicker to sum what is not seen
		missed := 0.0
		for k, term = k-1, term*k/(all-k+1)*(1-p)/p; k >= 0 && term > negligible*missed; k-- {
			missed += term
			term *= k / (all - k + 1) * (1 - p) / p
		}
		return 1 - missed
	}
	sum := 0.0
	for ; term > negligible*sum; k++ {
		sum += term
		term *= (all - k) / (k + 1) * p / (1 - p)
	}
	return sum
}

// TestWhatLeanIsSeen holds the table in docs/nonces.md against the binomial distribution:
// each lean is seen in 99 of 100 runs, and one that is less in its last digit is not.
func TestWhatLeanIsSeen(t *testing.T) {
	file, err := os.Open("../../../../docs/nonces.md")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	row := regexp.MustCompile(`^\| 10\^(\d) \| 50\.(\d+) % \|$`)
	rows := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		m := row.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		rows++
		exponent, _ := strconv.Atoi(m[1])
		n := int(math.Pow10(exponent))
		over, _ := strconv.Atoi(m[2])
		unit := math.Pow10(-len(m[2]) - 2)
		if p := seen(n, 0.5+float64(over)*unit); p < 0.99 {
			t.Errorf("%s: seen in %.4f of all runs", lines.Text(), p)
		}
		if p := seen(n, 0.5+float64(over-1)*unit); p >= 0.99 {
			t.Errorf("%s: one less in its last digit is seen in %.4f of all runs too", lines.Text(), p)
		}
	}
	if rows != 4 {
		t.Errorf("%d rows, want those of 10^6 to 10^9", rows)
	}
}

// TestALeanIsSeenAsOften as the binomial distribution says, by drawing.
func TestALeanIsSeenAsOften(t *testing.T) {
	const n, p, runs = 20_000, 0.525, 300
	random := mathrand.New(mathrand.NewPCG(9, 9))
	count := 0
	for range runs {
		values := make([]nonceset.Value, n)
		for i := range values {
			if random.Float64() < p {
				values[i].High = 1 << 63
			}
		}
		var b Bits
		b.Add(values)
		if *b.Tests("x")[0].P*byChance < Alpha {
			count++
		}
	}
	want := seen(n, p)
	if share := float64(count) / runs; math.Abs(share-want) > 4*math.Sqrt(want*(1-want)/runs) || want < 0.2 || want > 0.95 {
		t.Errorf("seen in %.3f of %d runs, want %.3f", share, runs, want)
	}
}
