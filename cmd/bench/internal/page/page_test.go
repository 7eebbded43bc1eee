package page_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/exhibit"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
)

var update = flag.Bool("update", false, "write the golden files anew")

// reports is where results of the real commands are.
const reports = "../../testdata/reports"

// pageOf makes the page of some of those results, with vs between two sides.
func pageOf(t *testing.T, names ...string) page.Page {
	t.Helper()
	sides := make([][]results.File, 2)
	side := 0
	for _, name := range names {
		if name == "vs" {
			side++
			continue
		}
		f, err := os.Open(filepath.Join(reports, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		file, err := results.Read(name, f)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sides[side] = append(sides[side], file)
	}
	p, err := exhibit.Sides(sides[0], sides[1])
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func htmlOf(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pageOf(t, names...).HTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// nodes parses a page and lists its elements.
func nodes(t *testing.T, source []byte) []*html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// TestNothingFromOutside reads each page as a browser does: no script, no handler, no
// address but within the page and the empty icon.
func TestNothingFromOutside(t *testing.T) {
	for name, files := range scenes() {
		t.Run(name, func(t *testing.T) {
			source := htmlOf(t, files...)
			for _, n := range nodes(t, source) {
				checkElement(t, n)
			}
			if bytes.Contains(source, []byte("NaN")) || bytes.Contains(source, []byte("ZgotmplZ")) {
				t.Error("a value that is none")
			}
		})
	}
}

func checkElement(t *testing.T, n *html.Node) {
	t.Helper()
	switch n.Data {
	case "script", "iframe", "img", "object", "embed", "base", "form":
		t.Errorf("a <%s>", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "srcset":
			t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
		case a.Key == "href" && !strings.HasPrefix(a.Val, "#") && a.Val != "data:,":
			t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
		case a.Key != "xmlns" && strings.Contains(a.Val, "://"):
			t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
		}
	}
}

// TestEveryIDOnce looks at each page for IDs, and at what refers to them.
func TestEveryIDOnce(t *testing.T) {
	for name, files := range scenes() {
		t.Run(name, func(t *testing.T) {
			all := nodes(t, htmlOf(t, files...))
			ids := make(map[string]int)
			for _, n := range all {
				if id := attribute(n, "id"); id != "" {
					ids[id]++
				}
			}
			for id, times := range ids {
				if times > 1 {
					t.Errorf("the id %q is there %d times", id, times)
				}
			}
			for _, n := range all {
				for _, key := range []string{"aria-labelledby", "aria-describedby"} {
					if id := attribute(n, key); id != "" && ids[id] == 0 {
						t.Errorf("%s=%q refers to nothing", key, id)
					}
				}
				if link, ok := strings.CutPrefix(attribute(n, "href"), "#"); ok && ids[link] == 0 {
					t.Errorf("a link to #%s leads nowhere", link)
				}
			}
		})
	}
}

// TestEachPlotHasItsNumbers: a drawing in two widths with a text, and a table.
func TestEachPlotHasItsNumbers(t *testing.T) {
	p := pageOf(t, "run.json", "load.json", "nonces.json")
	var figures, drawings, tables int
	for _, n := range nodes(t, htmlOf(t, "run.json", "load.json", "nonces.json")) {
		switch {
		case n.Data == "figure":
			figures++
		case n.Data == "svg" && attribute(n, "role") == "img" && attribute(n, "aria-labelledby") != "":
			drawings++
		case n.Data == "table" && isWithin(n, "details"):
			tables++
		}
	}
	want := len(p.Plots())
	if want < 10 || figures != want || drawings != 2*want || tables != want {
		t.Errorf("%d plots: %d figures, %d drawings and %d tables of numbers", want, figures, drawings, tables)
	}
}

func isWithin(n *html.Node, name string) bool {
	for p := range n.Ancestors() {
		if p.Data == name {
			return true
		}
	}
	return false
}

// TestFlagsStayWhole: a flag is in one piece, and can be copied as it is.
func TestFlagsStayWhole(t *testing.T) {
	source := htmlOf(t, "load-stall.json")
	whole := 0
	for _, n := range nodes(t, source) {
		if attribute(n, "class") == "whole" && n.FirstChild.Data == "--max-workers" {
			whole++
		}
	}
	if whole == 0 || bytes.Contains(source, []byte("more --max-workers")) {
		t.Errorf("%d flags are in one piece", whole)
	}
}

// TestSameBytes makes each page several times: maps have another order each time.
func TestSameBytes(t *testing.T) {
	for name, files := range scenes() {
		first := htmlOf(t, files...)
		for range 5 {
			if !bytes.Equal(htmlOf(t, files...), first) {
				t.Errorf("%s: not the same bytes again", name)
				break
			}
		}
	}
}

// TestHostileTexts puts markup where results have names and texts.
func TestHostileTexts(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(reports, "load.json"))
	if err != nil {
		t.Fatal(err)
	}
	const evil = `</style></title><script>alert(1)</script>`
	spoilt := strings.ReplaceAll(string(text), `"AMD EPYC"`, `"`+evil+`"`)
	if spoilt == string(text) {
		t.Fatal("the processor of the example is another one now")
	}
	file, err := results.Read(evil+"\x00", strings.NewReader(spoilt))
	if err != nil {
		t.Fatal(err)
	}
	p, err := exhibit.Page([]results.File{file})
	if err != nil {
		t.Fatal(err)
	}
	p.Parts[0].Sections[0].Plots[0].Title = evil
	p.Parts[0].Sections[0].Plots[0].Series[0].Name = evil
	var b bytes.Buffer
	if err := p.HTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes(t, b.Bytes()) {
		checkElement(t, n)
	}
}

// TestText shows what people see on a terminal. After a change: go test -update, and
// look.
func TestText(t *testing.T) {
	for name, files := range scenes() {
		var got bytes.Buffer
		if err := pageOf(t, files...).Text(&got); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s differs:\n%s", path, got.Bytes())
		}
	}
}
