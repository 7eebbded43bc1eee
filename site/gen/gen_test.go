package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

// TestFresh proves that the files are what the generator writes now. It reads
// files and sources itself, so that go test knows when to run it again.
func TestFresh(t *testing.T) {
	for _, f := range made {
		want, err := f.make("..")
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		if got := read(t, f.name); !bytes.Equal(got, want) {
			t.Errorf("site/%s is not what the generator writes: run go generate ./site", f.name)
		}
	}
}

// TestNothingElseIsServed looks for files in the served folder that nobody
// wrote by hand and the generator does not make: what a renamed source leaves.
func TestNothingElseIsServed(t *testing.T) {
	byHand := []string{"favicon.svg", "signer.wasm", "lab/lab.wasm", "parent/index.html", "workbook/index.html"}
	for _, f := range made {
		byHand = append(byHand, f.name)
	}
	count := 0
	err := fs.WalkDir(site.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			count++
			if !slices.Contains(byHand, name) {
				t.Errorf("%s is served, and nothing makes it", name)
			}
		}
		return err
	})
	if err != nil || count != len(byHand) {
		t.Errorf("%d files are served, want %d: %v", count, len(byHand), err)
	}
}

// TestBundleRefuses breaks a module, and imports one that is not there.
func TestBundleRefuses(t *testing.T) {
	for source, want := range map[string]string{
		"let a = ;":                          "app.js:1:8",
		`import { a } from "./gone.js"; a()`: "gone.js",
	} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, fstest.MapFS{"src/app.js": {Data: []byte(source)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := bundle(dir, "app.js"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one about %s", source, err, want)
		}
	}
}

// embedBudget is for the custom element, in bytes as they are.
const embedBudget = 2048

func TestEmbedBudget(t *testing.T) {
	size := len(read(t, "embed.js"))
	t.Logf("%d bytes", size)
	if size > embedBudget {
		t.Errorf("embed.js has %d bytes, want at most %d", size, embedBudget)
	}
}

// read gives a file of the site. The sources are opened too: go test answers
// from its cache unless it has seen them, and esbuild reads them behind its back.
func read(t *testing.T, name string) []byte {
	t.Helper()
	err := filepath.WalkDir("../src", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			_, err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
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
	page, err := newPage("..")
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
