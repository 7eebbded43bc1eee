package e2e

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/embedsign/embedsign/internal/testneeds"
)

// axeReport is what axe.run gives, as far as it is told.
type axeReport struct {
	Passes     []axeRule `json:"passes"`
	Violations []axeRule `json:"violations"`
}

type axeRule struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

// testAxe asks axe-core, with the rules of WCAG 2.2 A and AA, about each scene of
// the page, in both colour schemes and at both widths.
func testAxe(t *testing.T, browser context.Context) {
	axe := axeSource(t)
	for _, look := range axeLooks() {
		p := newPage(t, browser)
		p.open(serve(t, nil))
		eval[any](p, axe+"; 0")
		p.show(look.scheme, look.width)
		for _, s := range scenes {
			s.set(p)
			p.unfold()
			p.wantAccessible(s.name, look.scheme, look.width)
		}
	}
}

// testAxeParent asks the same about the parent application, with a URL in its
// frame and after that URL was refused.
func testAxeParent(t *testing.T, browser context.Context) {
	axe := axeSource(t)
	p := newPage(t, browser)
	p.do(chromedp.Navigate(startServe(t).url + "parent/"))
	p.waitFor(`document.getElementById("state").dataset.status === "ok"`)
	eval[any](p, axe+"; 0")
	for _, scene := range []string{"parent", "parent, refused"} {
		if scene == "parent, refused" {
			p.click("#repeat")
			p.waitFor(`document.getElementById("state").dataset.status === "warning"`)
		}
		for _, look := range axeLooks() {
			p.show(look.scheme, look.width)
			p.wantAccessible(scene, look.scheme, look.width)
		}
	}
	p.complaints() // the refusal is an error to the browser's console
}

func (p *page) wantAccessible(scene, scheme string, width int64) {
	p.t.Helper()
	report := eval[axeReport](p, `axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
		resultTypes: ["violations"],
	})`)
	if len(report.Passes) == 0 {
		p.t.Errorf("%s, %s, %d px: axe checked nothing", scene, scheme, width)
	}
	for _, violation := range report.Violations {
		for _, node := range violation.Nodes {
			p.t.Errorf("%s, %s, %d px: %s: %s\n%s\n%s", scene, scheme, width, violation.ID, violation.Help, node.HTML, node.FailureSummary)
		}
	}
}

// unfold opens every folded group, so that what is in them is looked at too.
func (p *page) unfold() {
	p.t.Helper()
	eval[any](p, `document.querySelectorAll("details").forEach((group) => (group.open = true))`)
}

// testAxeFinds proves that the check can fail: an image without a text and a
// text without contrast are found.
func testAxeFinds(t *testing.T, browser context.Context) {
	axe := axeSource(t)
	p := newPage(t, browser)
	p.open(serve(t, nil))
	eval[any](p, axe+"; 0")
	eval[any](p, `document.querySelector("main").append(document.createElement("img")); document.querySelector("h1").style.color = "#ddd"`)
	report := eval[axeReport](p, `axe.run(document)`)
	var found []string
	for _, violation := range report.Violations {
		found = append(found, violation.ID)
	}
	for _, want := range []string{"image-alt", "color-contrast"} {
		if !strings.Contains(strings.Join(found, " "), want) {
			t.Errorf("axe did not find %s, only %v", want, found)
		}
	}
}

func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if errors.Is(err, fs.ErrNotExist) {
		testneeds.Absent(t, "axe-core is not installed (npm ci --prefix internal/e2e)")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}
