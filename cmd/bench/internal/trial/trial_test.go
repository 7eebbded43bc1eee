package trial

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/signer"
)

const twice = "619b4276-4d9b-4fd7-9b42-764d9bd7df61"

// source draws n sound nonces, and then those given.
func source(name string, n int, also ...string) drawing.Source {
	draw := func(_ context.Context, _ int, take func(string) error) error {
		for range n {
			nonce, err := signer.NewNonce(rand.Reader)
			if err != nil {
				return err
			}
			if err := take(nonce); err != nil {
				return err
			}
		}
		for _, nonce := range also {
			if err := take(nonce); err != nil {
				return err
			}
		}
		return nil
	}
	return drawing.Source{Name: name, AtOnce: 1, Generators: []drawing.Generator{{Group: "goroutine", Name: name + " 1", Count: n + len(also), Draw: draw}}}
}

func text(t *testing.T, r *Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Text(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSoundSources(t *testing.T) {
	r, err := Examine(t.Context(), Config{Sources: []drawing.Source{source("a", 70_000), source("b", 100)}})
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK || len(r.Problems) > 0 || len(r.Failed()) > 0 {
		t.Errorf("%+v", r.Problems)
	}
	// duplicates, three of form and 122 bits each, five windows of a, and two of all
	if len(r.Tests) != 2*(1+3+122)+5+2 {
		t.Errorf("%d tests", len(r.Tests))
	}
	all := r.Nonces[2]
	if all.Source != "all" || all.Generated != 70_100 || all.Generators != 2 || all.EntropyBits < 29 {
		t.Errorf("%+v", all)
	}
	if got := text(t, r); !strings.HasPrefix(got, "ok: 70 100 nonces, none twice, so at least 10.7 bits (b); 259 tests passed\n") || !strings.Contains(got, "birthday: not done for b, 100 nonces; it needs 65 536\n") {
		t.Errorf("%s", got)
	}
}

// TestWhatWasNotDoneIsSaid: with too few nonces there is no birthday test, which must
// neither be silent nor be explained.
func TestWhatWasNotDoneIsSaid(t *testing.T) {
	for _, c := range []struct {
		counts map[string]int
		want   []string
	}{
		{map[string]int{"a": evidence.Fewest}, []string{}},
		{map[string]int{"a": evidence.Fewest - 1}, []string{"birthday: not done for a, 65 535 nonces; it needs 65 536"}},
		{map[string]int{"a": 40_000, "b": 40_000}, []string{"birthday: not done for a, 40 000 nonces; it needs 65 536", "birthday: not done for b, 40 000 nonces; it needs 65 536"}},
	} {
		var sources []drawing.Source
		for _, name := range slices.Sorted(maps.Keys(c.counts)) {
			sources = append(sources, source(name, c.counts[name]))
		}
		r, err := Examine(t.Context(), Config{Sources: sources})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(r.Method.LeftOut, c.want) {
			t.Errorf("%v: %q, want %q", c.counts, r.Method.LeftOut, c.want)
		}
		explained := strings.Contains(text(t, r), "birthday: how many pairs")
		if done := slices.ContainsFunc(r.Tests, func(t evidence.Test) bool { return t.Family == evidence.Birthday }); explained != done {
			t.Errorf("%v: birthday tests done: %v, explained: %v", c.counts, done, explained)
		}
	}
	r, err := Merge(t.Context(), Merging{Files: []string{runFile(t, source("a", 100)), runFile(t, source("b", 100))}})
	if want := "birthday: not done for all, 200 nonces; it needs 65 536"; err != nil || !slices.Equal(r.Method.LeftOut, []string{want}) {
		t.Errorf("merged: %v, %v, want %q", r, err, want)
	}
}

// TestExpectedHalves: what is to be expected need not be whole.
func TestExpectedHalves(t *testing.T) {
	r, err := Examine(t.Context(), Config{Sources: []drawing.Source{source("a", 5)}})
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, r); !regexp.MustCompile(`\n  a +balance +bit \d+ +[0-5] +2\.50 `).MatchString(got) {
		t.Errorf("%s", got)
	}
}

// TestCopies: a file that has nothing of its own is likelier a copy than a second machine.
func TestCopies(t *testing.T) {
	a, b := runFile(t, source("a", 1000, twice)), runFile(t, source("b", 500, twice))
	var both bytes.Buffer
	if _, err := Merge(t.Context(), Merging{Files: []string{a, b}, RunFile: &both, Name: "both"}); err != nil {
		t.Fatal(err)
	}
	sum, copied := filepath.Join(t.TempDir(), "sum.run"), filepath.Join(t.TempDir(), "copied.run")
	original, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	for path, file := range map[string][]byte{sum: both.Bytes(), copied: original} {
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ files, want []string }{
		{[]string{a, b}, nil},
		{[]string{b, copied}, []string{b + " and " + copied + " have the same nonces: a copy?"}},
		{[]string{b, sum}, []string{"all of " + b + " is in " + sum + ": a copy?"}},
		{[]string{sum, b}, []string{"all of " + b + " is in " + sum + ": a copy?"}},
		{[]string{a, b, sum}, []string{"all of " + a + " is in other files: a copy?", "all of " + b + " is in other files: a copy?", "all of " + sum + " is in other files: a copy?"}},
	} {
		r, err := Merge(t.Context(), Merging{Files: c.files})
		if err != nil {
			t.Fatal(err)
		}
		got := slices.DeleteFunc(slices.Clone(r.Problems), func(p string) bool { return !strings.HasSuffix(p, "a copy?") })
		if !slices.Equal(got, c.want) || r.OK || !slices.Equal(got, r.Problems[:len(got)]) {
			t.Errorf("%v: %q, want %q first", c.files, r.Problems, c.want)
		}
	}
}

// TestADuplicateBetweenSources is in none of the two, and so only in all.
func TestADuplicateBetweenSources(t *testing.T) {
	r, err := Examine(t.Context(), Config{Sources: []drawing.Source{source("a", 100, twice), source("b", 100, twice, "oops")}})
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, r)
	for _, want := range []string{
		"NOT OK: of 203 nonces, 1 is a duplicate; 2 of 253 tests failed\n",
		"all: 1 nonces repeat an earlier one",
		"b: 1 nonces are no canonical UUIDs, version 4: canonical text",
		"nonce " + twice + " was drawn 2 times, first by a 1 and again by b 1",
		`b 1: the first that is malformed is "oops"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if r.OK || r.Nonces[0].Duplicates != 0 || r.Nonces[1].Duplicates != 0 || r.Nonces[2].Duplicates != 1 || r.Nonces[1].Malformed != 1 {
		t.Errorf("%+v", r.Nonces)
	}
}

// TestNoNonceIsNoProof has a source that gives nothing in its time.
func TestNoNonceIsNoProof(t *testing.T) {
	silent := source("b", 0)
	silent.Generators[0].Count = 5
	if r, err := Examine(t.Context(), Config{Sources: []drawing.Source{source("a", 10), silent}}); err == nil || !strings.Contains(err.Error(), "b: not one nonce") {
		t.Errorf("%+v, %v", r, err)
	}
}

// runFile examines a source and gives the path of its run file.
func runFile(t *testing.T, s drawing.Source) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), s.Name+".run")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Examine(t.Context(), Config{Sources: []drawing.Source{s}, RunFile: f, Name: s.Name}); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestMerge compares what three machines drew, two of which have a nonce in common.
func TestMerge(t *testing.T) {
	a, b, c := runFile(t, source("a", 50_000, twice)), runFile(t, source("b", 10_000)), runFile(t, source("c", 10_000, twice))
	r, err := Merge(t.Context(), Merging{Files: []string{a, b}})
	if err != nil || !r.OK {
		t.Fatalf("%+v, %v", r, err)
	}
	var merged bytes.Buffer
	r, err = Merge(t.Context(), Merging{Files: []string{a, b, c}, RunFile: &merged, Name: "both"})
	if err != nil {
		t.Fatal(err)
	}
	if r.OK || r.Nonces[3].Duplicates != 1 || r.Nonces[3].Generated != 70_002 || r.Examples[0].First != a || r.Examples[0].Again != c || r.Merged[2].Source != "c" {
		t.Errorf("%+v, %+v", r.Nonces, r.Examples)
	}
	again := filepath.Join(t.TempDir(), "merged.run")
	if err := os.WriteFile(again, merged.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err = Merge(t.Context(), Merging{Files: []string{again}}); err != nil || r.Nonces[0].Duplicates != 1 || r.Nonces[0].Generated != 70_002 {
		t.Errorf("merged once more: %+v, %v", r, err)
	}
	if len(r.Tests) != 1+122+2 {
		t.Errorf("%d tests of a merge", len(r.Tests))
	}
}

func TestMergeNamesADamagedFile(t *testing.T) {
	a, b := runFile(t, source("a", 5000)), runFile(t, source("b", 5000))
	file, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	file[len(file)-100] ^= 4
	if err := os.WriteFile(b, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Merge(t.Context(), Merging{Files: []string{a, b}}); err == nil || !strings.Contains(err.Error(), "b.run") {
		t.Errorf("got %v", err)
	}
	if _, err := Merge(t.Context(), Merging{Files: []string{a, filepath.Join(t.TempDir(), "missing")}}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// TestJSONHasLists: an empty list is a list, and the names are those of the contract.
func TestJSONHasLists(t *testing.T) {
	r, err := Examine(t.Context(), Config{Sources: []drawing.Source{source("a", 10)}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.JSON(&b); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"nonces", "groups", "merged", "tests", "duplicates", "problems"} {
		if _, ok := got[list].([]any); !ok {
			t.Errorf("%s is %v", list, got[list])
		}
	}
	row := got["nonces"].([]any)[0].(map[string]any)
	for _, field := range []string{"source", "generated", "duplicates", "malformed", "entropy_bits_at_least"} {
		if _, ok := row[field]; !ok {
			t.Errorf("no %s in %v", field, row)
		}
	}
	if got["ok"] != true || got["method"].(map[string]any)["alpha"] != evidence.Alpha {
		t.Errorf("%s", &b)
	}
}
