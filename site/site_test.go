package site

import (
	"bytes"
	"html"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// pageBudget is for all that travels but signer.wasm, in bytes at brotli quality
// 11.
const pageBudget = 40_000

func TestPageBudget(t *testing.T) {
	page := 0
	walk(t, func(name string, text []byte) {
		if name != "signer.wasm" {
			page += compressed(t, text)
		}
	})
	t.Logf("%d bytes in brotli", page)
	if page > pageBudget {
		t.Errorf("the page has %d bytes in brotli, want at most %d", page, pageBudget)
	}
}

// walk visits the files of the playground. The parent page and the lab have folders of
// their own and are not loaded with it, nor is the lab's page on static hosts.
func walk(t *testing.T, visit func(name string, text []byte)) {
	t.Helper()
	names, err := fs.Glob(FS(), "*.*")
	if err != nil || len(names) < 5 {
		t.Fatalf("only %q are embedded: %v", names, err)
	}
	for _, name := range names {
		if name == "lab.html" {
			continue
		}
		text, err := fs.ReadFile(FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		visit(name, text)
	}
}

func compressed(t *testing.T, text []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// TestPolicyInPage keeps the policy of the meta element and that of the header
// the same.
func TestPolicyInPage(t *testing.T) {
	meta := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(index(t))
	if meta == nil {
		t.Fatal("index.html has no policy")
	}
	if got := html.UnescapeString(meta[1]); got != Policy {
		t.Errorf("index.html has the policy\n%s\nwant\n%s", got, Policy)
	}
}

// TestNothingInline looks for what the policy would block anyway, and for
// addresses elsewhere that would be loaded.
func TestNothingInline(t *testing.T) {
	text := index(t)
	for _, pattern := range []string{`(?i)<style`, `(?i)\sstyle=`, `(?i)\son[a-z]+=`, `(?i)<script>`, `(?i)\ssrc="(https?:)?//`, `(?i)<link[^>]*href="(https?:)?//`} {
		if found := regexp.MustCompile(pattern).FindString(text); found != "" {
			t.Errorf("index.html has %q", found)
		}
	}
	walk(t, func(name string, text []byte) {
		if !strings.HasSuffix(name, ".js") {
			return
		}
		for _, sink := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage", "sessionStorage", "document.cookie"} {
			if bytes.Contains(text, []byte(sink)) {
				t.Errorf("%s uses %s", name, sink)
			}
		}
	})
}

// TestProgressEnd holds the rounded size in the page to the truth, within a tenth.
func TestProgressEnd(t *testing.T) {
	found := regexp.MustCompile(`<progress[^>]* max="(\d+)"`).FindStringSubmatch(index(t))
	if found == nil {
		t.Fatal("index.html has no progress bar")
	}
	said, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	if size := len(Wasm()); said*10 < size*9 || said*10 > size*11 {
		t.Errorf("the progress bar ends at %d, signer.wasm has %d bytes: change wasmBytes in gen/page.go", said, size)
	}
}

// TestSaysWhatItMust looks for what no visitor may be left without.
func TestSaysWhatItMust(t *testing.T) {
	text := index(t)
	for _, want := range []string{
		"2025-08-04", "early 2026", "add-url-parameters-to-a-secure-embed",
		"Real secrets do not belong here", "anyone who sees it can read it",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("index.html does not say %q", want)
		}
	}
}

func index(t *testing.T) string {
	t.Helper()
	text, err := fs.ReadFile(FS(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
