package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// status gives that of the verdict of Build: ok, warning or error.
func (p *page) status() string {
	p.t.Helper()
	return eval[string](p, `document.getElementById("build-verdict").dataset.status`)
}

// wantStale compares whether the URL is shown as one that no longer counts, and
// cannot be carried on.
func (p *page) wantStale(stale bool) {
	p.t.Helper()
	disabled := eval[int](p, `document.querySelectorAll("[data-copy=url]:disabled, #to-check:disabled").length`)
	grey := eval[string](p, `getComputedStyle(document.getElementById("url")).filter`) != "none"
	if grey != stale || disabled != map[bool]int{true: 2}[stale] {
		p.t.Errorf("grey: %v, %d of 2 buttons disabled; want stale: %v", grey, disabled, stale)
	}
}

// testUnreadable types what is no whole number: the field says so, and the URL,
// which stays, is marked as old until the number is mended.
func testUnreadable(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	for _, field := range []string{"f-session_length", "f-time"} {
		good := p.value(field)
		for value, says := range map[string]string{
			"1h": "“1h” is not a whole number of seconds.", "600.5": "not a whole number", "1e3": "not a whole number",
			"99999999999999999999": "far too large",
		} {
			url := p.text("url")
			p.set(field, value)
			p.wantMark("#"+field, "error", says)
			p.wantStale(true)
			if p.status() != "error" || p.text("url") != url {
				t.Errorf("%s = %q: status %s, URL %s", field, value, p.status(), p.text("url"))
			}
		}
		p.set(field, good)
		p.wantMark("#"+field, "", "")
		p.wantStale(false)
	}
	p.set("f-session_length", " 600 ")
	embed := worked()
	embed.SessionLength = 600
	p.wants(p.request(embed, signer.DialectSafe))
	p.wantStale(false)
}

// testUnreadableInCheck does the same where Check asks for numbers.
func testUnreadableInCheck(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.click("#to-check")
	for _, field := range []string{"c-now", "c-leeway"} {
		good := p.value(field)
		p.set(field, "1h")
		p.wantMark("#"+field, "error", "not a whole number")
		url := p.value("c-url")
		p.set("c-url", url+"0")
		if got := p.verdict(); got != "unknown" || p.text("checked") != url+"0" {
			t.Errorf("%s: the verdict is %s on %s", field, got, p.text("checked"))
		}
		p.set("c-url", url)
		p.set(field, good)
		p.wantMark("#"+field, "", "")
		if got := p.verdict(); got != "accepted" {
			t.Errorf("%s mended: %s", field, p.text("verdict"))
		}
	}
}

// testTooLong makes a URL that the signer refuses to give, and one that it
// refuses to read: from that, nothing can be taken to Build.
func testTooLong(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.set("f-path", worked().Path+strings.Repeat("x", signer.MaxURLLength))
	p.wantStale(true)
	if got := p.text("build-verdict"); p.status() != "error" || !strings.Contains(got, "No URL") {
		t.Errorf("the verdict is %s: %q", p.status(), got)
	}
	p.set("f-path", worked().Path)
	p.wantStale(false)
	p.wants(p.request(worked(), signer.DialectSafe))

	p.intent("check")
	disabled := func() bool { return eval[bool](p, `document.getElementById("to-build").disabled`) }
	p.set("c-url", p.text("url")+strings.Repeat("x", signer.MaxURLLength))
	if !disabled() || p.verdict() != "unknown" {
		t.Errorf("Check can go on, with the verdict %s", p.text("verdict"))
	}
	p.set("c-url", p.text("url"))
	if disabled() {
		t.Error("Check cannot go on with a URL that can be read")
	}
}
