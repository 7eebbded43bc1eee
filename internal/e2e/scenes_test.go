package e2e

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/internal/vectors"
)

// looks are the ways in which the page is looked at, by people and by axe.
var looks = []look{{"light", 1280}, {"dark", 1280}, {"light", 320}, {"dark", 320}}

type look struct {
	scheme string
	width  int64 // pixels
}

// show sets colour scheme and width of a page.
func (p *page) show(scheme string, width int64) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}); err != nil {
		p.t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(width, 860))
}

// scenes are what the page can look like, one after the other.
var scenes = []struct {
	name string
	set  func(p *page)
}{
	{"build", func(p *page) {
		p.intent("build")
		p.set("f-email", "ada+embed@example.com")
	}},
	{"build-shared", func(p *page) { p.sharedLink() }},
	{"build-refused", func(p *page) {
		p.set("f-email", " ada@example")
		eval[any](p, `document.getElementById("f-email").focus()`)
	}},
	{"build-stale", func(p *page) {
		p.set("f-email", "ada+embed@example.com")
		p.set("f-session_length", "1h")
		eval[any](p, `document.getElementById("f-session_length").focus()`)
	}},
	{"check-empty", func(p *page) {
		p.set("f-session_length", "3600")
		p.intent("check")
		p.set("c-url", "")
	}},
	{"check-accepted", func(p *page) {
		p.intent("build")
		p.set("f-email", "ada+embed@example.com")
		eval[any](p, `document.getElementById("to-check").click()`)
	}},
	{"check-cause", func(p *page) {
		p.set("c-secret", p.value("c-secret")+" ")
	}},
	{"check-tampered", func(p *page) {
		p.set("c-secret", p.value("f-secret"))
		p.set("c-url", strings.Replace(p.value("c-url"), "Viewer", "Admin", 1))
	}},
	{"check-cause-text", func(p *page) {
		text, _, _ := strings.Cut(p.text("url"), "&:signature=")
		p.set("c-url", text+"&:signature="+hmacHex(p.value("f-secret"), text+"\n"))
	}},
	{"check-token", func(p *page) {
		v := vectors.Read(p.t, "../..")
		p.set("c-secret", v.Secret)
		p.set("c-url", tokenURL(v)+"&:email=eve@example.com")
	}},
	{"migrate", func(p *page) {
		p.intent("build")
		p.set("f-email", "ada+embed@example.com")
		p.set("m-workbook", "https://app.sigmacomputing.com/acme/workbook/Sales-1abCDEFG2hIjKLMnopqrST")
		p.intent("migrate")
	}},
	{"migrate-refused", func(p *page) {
		p.set("m-workbook", "app.sigmacomputing.com/embed/1-a")
	}},
	{"break", func(p *page) {
		p.intent("break")
		p.click("#break-intent [data-action=reset]")
	}},
	{"break-attacked", func(p *page) {
		p.click("#break-intent [data-action=open]")
		p.click("[data-attack=raise_account_type]")
	}},
	{"break-lessons", func(p *page) {
		p.click("#break-intent [data-action=reset]")
		p.click("#break-intent [data-action=past]")
		for _, lesson := range []string{"find_tampered", "expired"} {
			eval[any](p, fmt.Sprintf(`document.querySelector("[data-lesson=%s] details").open = true`, lesson))
		}
		p.click("#break-intent [data-action=open]")
		p.checkLesson("expired")
		p.checkLesson("find_tampered")
	}},
}

// intent goes to one of the page's intents by its address, as a link does.
func (p *page) intent(name string) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf(`location.hash = %q`, name))
	p.waitFor(fmt.Sprintf(`!document.getElementById("%s-intent").hidden`, name))
}
