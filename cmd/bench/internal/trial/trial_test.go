package trial

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
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
	if got := text(t, r); !strings.HasPrefix(got, "ok: 70 100 nonces, none twice, so at least 29.6 bits; 259 tests passed\n") {
		t.Errorf("%s", got)
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
