//go:build !race

// Some 10^7 nonces are drawn here, which takes two minutes under the race detector, so
// make test runs this file without it.

package controls

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/site"
)

// TestEachControlHasItsOutcome is the self-test.
func TestEachControlHasItsOutcome(t *testing.T) {
	controls, err := Sources(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	wazero, closing, err := WazeroDefault(t.Context(), site.Wasm())
	if err != nil {
		t.Fatal(err)
	}
	defer closing()
	var names []string
	for _, c := range append(controls, wazero) {
		names = append(names, c.Name)
		o, err := Run(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if !o.OK || o.Caught == c.Sound {
			t.Errorf("%+v", o)
		}
	}
	for _, name := range []string{"sound", "40-bit-seed", "40-bits-only", "forked-state", "repeats-after-2^20", "stuck-bit", "version-7", "wazero-default"} {
		if !slices.Contains(names, name) {
			t.Errorf("no control %q", name)
		}
	}
}

// TestAMissedControlFails has a sound source that should be caught, a broken one that
// should pass, and one that is caught by another test than the one that is for it.
func TestAMissedControlFails(t *testing.T) {
	all, err := Sources(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	find := func(name string) Control {
		return all[slices.IndexFunc(all, func(c Control) bool { return c.Name == name })]
	}
	slipped, harsh, other := find("sound"), find("stuck-bit"), find("stuck-bit")
	slipped.Sound, slipped.By = false, evidence.Unique
	harsh.Sound = true
	other.By = evidence.Unique
	for want, c := range map[string]Control{"it was NOT caught": slipped, "it failed by bit 76": harsh, "caught, but by bit 76": other} {
		o, err := Run(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		r := Conclude([]Outcome{o})
		var text bytes.Buffer
		if err := r.Text(&text); err != nil {
			t.Fatal(err)
		}
		if r.OK || len(r.Problems) != 1 || !strings.Contains(text.String(), want) || !strings.HasPrefix(text.String(), "FAIL: ") {
			t.Errorf("want %q:\n%s", want, &text)
		}
	}
	if Conclude(nil).OK {
		t.Error("no control at all is no success")
	}
}
