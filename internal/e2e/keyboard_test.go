package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused is the element that has the focus, as the keyboard's user meets it.
type focused struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Outline string `json:"outline"`
	Seen    bool   `json:"seen"`
}

// focus describes the element with the focus. It is seen if the point in its
// middle, or that of its first line, shows it and nothing that lies over it.
func (p *page) focus() focused {
	p.t.Helper()
	return eval[focused](p, `(() => {
		const element = document.activeElement;
		if (!element || element === document.body) return { id: "", name: "", outline: "", seen: true };
		const { x, y, width, height } = element.getClientRects()[0];
		const top = document.elementFromPoint(x + width / 2, y + height / 2);
		return {
			id: element.id,
			name: element.id || element.name || element.dataset.slot || element.dataset.key || element.dataset.action || element.getAttribute("role") || element.textContent.trim(),
			outline: getComputedStyle(element).outlineStyle,
			seen: element.contains(top) || (top?.contains(element) ?? false),
		};
	})()`)
}

// testKeyboard walks through both intents with the Tab key. Everything that can
// be operated is reached, is seen when it is, and shows that it has the focus.
func testKeyboard(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.show("light", 1280)
	p.unfold()
	stops := p.walk()
	for _, want := range []string{"Build", "Check", "to-check", "take-secret", "option", "f-client_id", "f-secret", "f-path",
		"f-mode", "f-email", "f-nonce", "f-time", "f-theme", "new-nonce", "now", "add", "remove", "f-allow_export", "retry"} {
		reached := slices.Contains(stops, want)
		if want == "retry" { // not there unless loading has failed
			reached = !reached
		}
		if !reached {
			t.Errorf("%s: reached is wrong, in %q", want, stops)
		}
	}
	if n := strings.Count(strings.Join(stops, " "), "option"); n != 1 {
		t.Errorf("the ribbon takes %d stops of the Tab key, want 1", n)
	}

	p.intent("check")
	p.set("c-url", p.text("url"))
	eval[any](p, `document.activeElement.blur()`)
	stops = p.walk()
	for _, want := range []string{"c-url", "c-secret", "c-now", "c-leeway", "option", "to-build"} {
		if !slices.Contains(stops, want) {
			t.Errorf("%s is not reached, only %q", want, stops)
		}
	}
}

// walk presses Tab until the focus has left the page and gives the stops.
func (p *page) walk() []string {
	p.t.Helper()
	const endless = 300
	var stops []string
	for range endless {
		p.do(chromedp.KeyEvent(kb.Tab))
		at := p.focus()
		if at.Name == "" {
			return stops
		}
		stops = append(stops, at.Name)
		if !at.Seen {
			p.t.Errorf("%s has the focus and is not in sight", at.Name)
		}
		if at.Outline == "none" {
			p.t.Errorf("%s does not show that it has the focus", at.Name)
		}
	}
	p.t.Fatalf("after %d stops the page is not left", endless)
	return nil
}

// testArrows moves along ribbon and table with the arrow keys; the linked part
// follows. It goes to Check by the link, with Enter.
func testArrows(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.show("light", 1280)
	eval[any](p, `document.querySelector("#url [role=option]").focus()`)
	for _, step := range []struct{ key, raw, number string }{
		{kb.ArrowRight, "/embed/1-1abCDEFG2hIjKLMnopqrST", "2"},
		{kb.End, "signature", "15"},
		{kb.ArrowLeft, "time", "14"},
		{kb.Home, "https://app.sigmacomputing.com", "1"},
	} {
		p.do(chromedp.KeyEvent(step.key))
		raw := eval[string](p, `document.querySelector("#url .linked").textContent`)
		number := eval[string](p, `document.querySelector("#url-rows .linked .number").textContent`)
		if !strings.Contains(raw, step.raw) || number != step.number {
			t.Errorf("%q links %q and row %s, want %q and %s", step.key, raw, number, step.raw, step.number)
		}
	}
	eval[any](p, `document.querySelector("#url-rows button").focus()`)
	p.do(chromedp.KeyEvent(kb.ArrowDown))
	if got := eval[string](p, `document.querySelector("#url .linked").textContent`); got != "/embed/1-1abCDEFG2hIjKLMnopqrST" {
		t.Errorf("the second row links %q", got)
	}
	eval[any](p, `document.querySelector("nav a[href='#check']").focus()`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.waitFor(`!document.getElementById("check-intent").hidden`)
}
