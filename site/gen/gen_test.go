package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// TestFresh proves that index.html is what the generator writes now. It reads
// the file itself, so that go test knows when to run it again.
func TestFresh(t *testing.T) {
	want, err := render(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("site/index.html is not what the generator writes: run go generate ./site")
	}
}

// TestEveryParameterHasAField counts the fields of the form against the table.
func TestEveryParameterHasAField(t *testing.T) {
	f := arrange(example())
	fields := append([]field{f.ClientID}, f.Content...)
	fields = append(append(fields, f.Person...), f.Once...)
	for _, g := range f.Groups {
		if g.Title == "" {
			t.Errorf("the group of %s has no title", g.Fields[0].Name)
		}
		fields = append(fields, g.Fields...)
	}
	seen := map[string]bool{":signature": true} // the result, which nobody types
	for _, f := range fields {
		seen[f.Name] = true
	}
	for _, p := range signer.Parameters() {
		if !seen[p.Name] {
			t.Errorf("%q has no field", p.Name)
		}
	}
	if len(fields)+1 != len(signer.Parameters()) {
		t.Errorf("%d fields and the signature for %d parameters", len(fields), len(signer.Parameters()))
	}
}

// TestExampleIsClean keeps the first thing that a visitor sees free of remarks.
func TestExampleIsClean(t *testing.T) {
	page, err := newPage(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range page.Findings {
		t.Errorf("%s: %s", finding.Parameter, finding.Message)
	}
	for _, line := range page.Lines() {
		if line.Label() == "" || line.Meaning() == "" {
			t.Errorf("%q has no label or no meaning", line.Raw)
		}
	}
}
