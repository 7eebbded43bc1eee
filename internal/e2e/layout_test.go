package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// testNarrow looks for sideways scrolling at 320 px, and for what sticks out
// without it because it is cut off, in each scene, unfolded, and with a text that
// has no place to break.
func testNarrow(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.show("light", 320)
	p.set("f-path", "https://app.sigmacomputing.com/embed/"+strings.Repeat("x", 500))
	for _, s := range scenes {
		s.set(p)
		p.unfold()
		if got := eval[int](p, `document.documentElement.scrollWidth`); got > 320 {
			t.Errorf("%s: %d px wide, want at most 320", s.name, got)
		}
		if got := p.tooWide(); len(got) > 0 {
			t.Errorf("%s: these stick out: %q", s.name, got)
		}
	}
}

// tooWide names the elements that stick out.
func (p *page) tooWide() []string {
	p.t.Helper()
	return eval[[]string](p, `[...document.querySelectorAll("body *:not(.unseen)")]
		.filter((element) => element.getBoundingClientRect().right > 320)
		.map((element) => element.tagName + "#" + element.id + "." + element.className).slice(0, 5)`)
}

// testLinks points at parts with the mouse: ribbon, table and caption show the
// same one, in both directions, and so does a field that has the focus.
func testLinks(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.show("light", 1280)
	for _, view := range []string{"#url .part", "#url-rows tr"} {
		p.pointAt(view, ":email")
		p.wantLinked(view, ":email=ada%2Bembed%40example.com", "8")
	}
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 2, 2))
	p.wantLinked("away", "", "")
	p.do(chromedp.Focus(chromedp.CSS("#f-email")))
	p.wantLinked("field", ":email=ada%2Bembed%40example.com", "8")
}

// pointAt moves the mouse over the first of these elements with that text.
func (p *page) pointAt(selector, text string) {
	p.t.Helper()
	at := eval[[2]float64](p, fmt.Sprintf(`(() => {
		const element = [...document.querySelectorAll(%q)].find((one) => one.textContent.includes(%q));
		element.scrollIntoView({ block: "center" });
		const { x, y, width, height } = element.getClientRects()[0];
		return [x + width / 2, y + height / 2];
	})()`, selector, text))
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
}

func (p *page) wantLinked(how, raw, number string) {
	p.t.Helper()
	got := eval[[]string](p, `[
		[...document.querySelectorAll("#url .linked")].map((part) => part.textContent).join(),
		[...document.querySelectorAll("#url-rows .linked .number")].map((cell) => cell.textContent).join(),
	]`)
	if got[0] != raw || got[1] != number {
		p.t.Errorf("%s: linked are %q in the ribbon and %q in the table, want %q and %q", how, got[0], got[1], raw, number)
	}
	caption := eval[string](p, `document.querySelector("#url-caption b").textContent`)
	empty := eval[bool](p, `document.getElementById("url-caption").classList.contains("empty")`)
	if empty != (raw == "") || !empty && !strings.HasPrefix(raw, caption) {
		p.t.Errorf("%s: the caption says %q, empty: %v", how, caption, empty)
	}
}

// testSticky scrolls to the end of the form: URL and verdict are still there.
func testSticky(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.show("light", 1280)
	eval[any](p, `document.getElementById("f-time").scrollIntoView({ block: "end" })`)
	for _, id := range []string{"build-verdict", "url"} {
		if top := eval[float64](p, `document.getElementById("`+id+`").getBoundingClientRect().top`); top < 0 || top > 300 {
			t.Errorf("%s is at %v px of the window", id, top)
		}
	}
}

// testFirstScreen opens the page on a small phone: the URL begins on it.
func testFirstScreen(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.do(chromedp.EmulateViewport(320, 700))
	if top := eval[float64](p, `document.querySelector("#url .part").getBoundingClientRect().top`); top > 660 {
		t.Errorf("the URL begins at %v px", top)
	}
}
