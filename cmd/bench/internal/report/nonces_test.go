package report

import (
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// TestTheWeakestSourceIsTheAnswer: a figure of several sources together would be that
// of a mixture that no URL is signed with.
func TestTheWeakestSourceIsTheAnswer(t *testing.T) {
	native, wasm, http := Nonces{Source: "native", EntropyBits: 43.9}, Nonces{Source: "wazero", EntropyBits: 43.9}, Nonces{Source: "http", EntropyBits: 36.3}
	all := Nonces{Source: AllSources, EntropyBits: 46}
	for _, c := range []struct {
		rows []Nonces
		want string
		bits []string
	}{
		{[]Nonces{native, wasm, http, all}, "36.3 bits (http)", []string{"43.9", "43.9", "36.3", figures.Absent}},
		{[]Nonces{http, native, all}, "36.3 bits (http)", []string{"36.3", "43.9", figures.Absent}},
		{[]Nonces{native, wasm, all}, "43.9 bits (each source)", []string{"43.9", "43.9", figures.Absent}},
		{[]Nonces{http, {Source: AllSources, EntropyBits: 36.3}}, "36.3 bits", []string{"36.3", "36.3"}},
	} {
		if got := Weakest(c.rows); got != c.want {
			t.Errorf("%v: %s, want %s", c.rows, got, c.want)
		}
		for i, row := range NoncesRows(c.rows) {
			if got := row[len(row)-1]; got != c.bits[i] {
				t.Errorf("%s: %s bits, want %s", row[0], got, c.bits[i])
			}
		}
	}
}
