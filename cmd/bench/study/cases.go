package main

import (
	"fmt"
	"math/rand/v2"
)

// A Case is a pair of builds that is compared many times.
type Case struct {
	Name string
	// Kernel is the one that is slower, by the fraction Slower; empty where both
	// builds are the same.
	Kernel string
	Slower float64
	// Loaded has another process take one core, off and on.
	Loaded bool
	// Runs are wanted.
	Runs int
}

// runs is how many there are to be of identical code, and of each slowdown.
const runs = 100

func cases() []Case {
	all := []Case{
		{Name: "identical", Runs: runs / 2},
		{Name: "identical, loaded", Loaded: true, Runs: runs / 2},
	}
	for _, slower := range []float64{0.15, 0.10} {
		for _, kernel := range []string{"native sign", "native sign-prepared"} {
			all = append(all, Case{Name: fmt.Sprintf("%s +%.0f %%", kernel, 100*slower), Kernel: kernel, Slower: slower, Runs: runs / 2})
		}
	}
	return all
}

// next draws a case, those with more runs to come the likelier; false: none is
// left.
func next(done map[string]int) (Case, bool) {
	left := 0
	for _, c := range cases() {
		left += max(0, c.Runs-done[c.Name])
	}
	if left == 0 {
		return Case{}, false
	}
	drawn := rand.IntN(left)
	for _, c := range cases() {
		if drawn -= max(0, c.Runs-done[c.Name]); drawn < 0 {
			return c, true
		}
	}
	panic("unreachable: the cases add up to what is left")
}
