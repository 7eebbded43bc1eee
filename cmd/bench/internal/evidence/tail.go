package evidence

import "math"

// negligible is how small a term is, in relation to the sum, that is left out.
const negligible = 1e-18

// evenP gives the probability that of n throws of a fair coin the number of heads is
// as far from n/2 as heads is, or farther. It is the exact sum of the binomial
// distribution: its normal approximation is worst far out, where it would be used.
func evenP(heads, n int) float64 {
	k := float64(max(heads, n-heads))
	all := float64(n)
	term := math.Exp(lnFactorial(all) - lnFactorial(k) - lnFactorial(all-k) - all*math.Ln2)
	sum := 0.0
	for ; term > negligible*sum; k++ {
		sum += term
		term *= (all - k) / (k + 1)
	}
	return min(1, 2*sum)
}

// poissonP gives the probability, twice that of the nearer side, that a count with
// this mean is as far off as the one given, or farther: the exact sum of the Poisson
// distribution.
func poissonP(count, mean float64) float64 {
	term := math.Exp(count*math.Log(mean) - mean - lnFactorial(count))
	sum, k := 0.0, count
	if count >= mean {
		for ; term > negligible*sum; k++ {
			sum += term
			term *= mean / (k + 1)
		}
		return min(1, 2*sum)
	}
	for ; k >= 0 && term > negligible*sum; k-- {
		sum += term
		term *= k / mean
	}
	return min(1, 2*sum)
}

func lnFactorial(n float64) float64 {
	ln, _ := math.Lgamma(n + 1)
	return ln
}
