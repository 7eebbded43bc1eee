package exhibit

import (
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
)

// A fact is something about how a result came about. One that decides has to be the
// same in two results, or they cannot be compared.
type fact struct {
	name, value string
	decides     bool
}

// machine lists what an environment says. The toolchain and the revision are often
// what two results are to tell apart, so they do not decide.
func machine(e environment.Environment) []fact {
	return []fact{
		{"processor", fmt.Sprintf("%s, %d seen, %d used", e.CPU, e.CPUs, e.MaxProcs), true},
		{"system", e.GOOS + "/" + e.GOARCH, true},
		{"SHA-256 path", e.SHA, true},
		{"toolchain", e.Go + ", wazero " + e.Wazero, false},
		{"revision", e.Revision, false},
	}
}

// differing gives the facts that decide in both and are not the same, as "name: A, B".
func differing(a, b []fact) []string {
	var all []string
	for _, x := range a {
		y := find(b, x.name)
		if x.decides && y.decides && x.value != y.value {
			all = append(all, fmt.Sprintf("%s: A %s, B %s", x.name, blank(x.value), blank(y.value)))
		}
	}
	return all
}

// find gives the fact of a name, or an empty one.
func find(facts []fact, name string) fact {
	for _, f := range facts {
		if f.name == name {
			return f
		}
	}
	return fact{}
}

func blank(value string) string {
	if value == "" {
		return "none"
	}
	return value
}

// incomparable is the answer for two results that must not be put in relation.
func incomparable(differences []string) string {
	var names []string
	for _, d := range differences {
		name, _, _ := strings.Cut(d, ":")
		names = append(names, name)
	}
	return "NOT COMPARABLE, so no ratio is given: not the same " + strings.Join(names, ", ")
}
