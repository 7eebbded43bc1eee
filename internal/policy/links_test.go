package policy

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLinks follows each link of our documents to a file of this repository.
func TestLinks(t *testing.T) {
	var documents []string
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		found, _ := filepath.Glob(filepath.Join("../..", pattern))
		documents = append(documents, found...)
	}
	links := 0
	for _, document := range documents {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range linksOf(string(text)) {
			links++
			if _, err := os.Stat(filepath.Join(filepath.Dir(document), target)); err != nil {
				t.Errorf("%s: %v", document, err)
			}
		}
	}
	if links < 5 {
		t.Errorf("only %d links in %q", links, documents)
	}
}

// linksOf lists the files that a Markdown text links to.
func linksOf(text string) (all []string) {
	for _, m := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(text, -1) {
		target, _, _ := strings.Cut(m[1], "#")
		if target != "" && !strings.Contains(target, ":") {
			all = append(all, target)
		}
	}
	return all
}

func TestLinksAreFound(t *testing.T) {
	got := linksOf("[a](docs/a.md), ![b](b.png) and [c](c.md#part), not [d](https://example.com/d.md) or [e](#part)")
	if want := "docs/a.md b.png c.md"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
