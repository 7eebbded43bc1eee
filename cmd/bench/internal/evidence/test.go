// Package evidence tests if nonces look as random ones do: their text, how often
// each bit is set, and how many pairs agree in a part of their bits. Most callers
// need a [Tally] for each source, [Tally.Tests], and [Judge] over the tests of all
// sources.
//
// No test here can prove that nonces are random, or that nobody can guess them: a
// good cipher over a counter passes them all. They find mistakes, such as a seed with
// too few bits or a bit that is always set, with far fewer nonces than a duplicate
// would take.
package evidence

import (
	"cmp"
	"slices"
)

// Alpha is the probability that one run over sound sources fails by chance, over all
// of its tests together: one in a million, so that a CI that runs it every hour sees
// that about once in a hundred years.
const Alpha = 1e-6

// The verdicts.
const (
	Pass = "pass"
	Fail = "fail"
)

// A Test is one question to the nonces of one source.
type Test struct {
	// Source is whose nonces these are, Name what was asked, such as "bit 17".
	Source string `json:"source"`
	Name   string `json:"name"`
	// Family is what kind of a test it is: one of [Families].
	Family string `json:"family"`
	// Statistic is what was counted, and Expected what it would be on average.
	Statistic float64 `json:"statistic"`
	Expected  float64 `json:"expected"`
	// P is the probability of a result as far off as this, or farther, to either
	// side, if the source is sound. It is null where there is nothing by chance:
	// then Statistic must be Expected. AdjustedP is Holm's, over all tests of a run.
	P         *float64 `json:"p"`
	AdjustedP *float64 `json:"adjusted_p"`
	Verdict   string   `json:"verdict"`
}

// The families of tests.
const (
	// Unique asks for duplicates, Form if each text is a UUID as it should be.
	Unique = "unique"
	Form   = "form"
	// Balance counts how often a bit is set, Birthday how many pairs agree in a
	// window of bits.
	Balance  = "balance"
	Birthday = "birthday"
)

// Families lists them in the order of reports.
func Families() []string { return []string{Unique, Form, Balance, Birthday} }

// exact is a test without chance.
func exact(source, name, family string, got int) Test {
	t := Test{Source: source, Name: name, Family: family, Statistic: float64(got), Verdict: Pass}
	if got != 0 {
		t.Verdict = Fail
	}
	return t
}

// NoDuplicates is the test that there is none.
func NoDuplicates(source string, duplicates int) Test {
	return exact(source, "duplicates", Unique, duplicates)
}

// Judge corrects the probabilities for the number of tests and gives a verdict on
// each. It is the method of Holm (1979), which holds whatever the tests have to do
// with each other: the smallest of m is multiplied by m, the next by m-1, and so on,
// and none gets less than one before it.
func Judge(tests []Test) {
	var byChance []*Test
	for i := range tests {
		if tests[i].P != nil {
			byChance = append(byChance, &tests[i])
		}
	}
	slices.SortStableFunc(byChance, func(a, b *Test) int { return cmp.Compare(*a.P, *b.P) })
	adjusted := 0.0
	for i, t := range byChance {
		adjusted = max(adjusted, min(1, float64(len(byChance)-i)**t.P))
		a := adjusted
		t.AdjustedP = &a
		t.Verdict = Pass
		if a < Alpha {
			t.Verdict = Fail
		}
	}
}
