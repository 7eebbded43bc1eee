package e2e

import (
	"context"
	"testing"
)

// testTakeSecret follows the box beside "Check this URL": ticked for credentials
// of the page, not for a secret that was typed in, unless it is ticked again.
func testTakeSecret(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	ticked := func() bool { return eval[bool](p, `document.getElementById("take-secret").checked`) }
	if !ticked() {
		t.Error("off for the page's own credentials")
	}
	p.set("f-secret", "typed by hand")
	if ticked() {
		t.Error("on for a secret that was typed in")
	}
	p.click("#to-check")
	if got := p.value("c-secret"); got != "" {
		t.Errorf("the secret %q was taken along", got)
	}
	p.intent("build")
	p.click("#take-secret")
	p.set("f-email", "eve@example.com")
	if !ticked() {
		t.Error("typing elsewhere takes back what the reader ticked")
	}
	p.click("[data-action=new-credentials]")
	if !ticked() {
		t.Error("off for a new throw-away pair")
	}
}

// testInside pastes a URL together with what it stood in, and takes it out by
// the button. A bare URL, also with white space around it, is left alone.
func testInside(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	const url = "https://app.example.com/embed/1-a?:email=o'neil@example.com&:mode=userbacked"
	offered := func() bool { return !eval[bool](p, `document.getElementById("inside").hidden`) }
	for _, text := range []string{
		`{"url":"` + url + `"}`,
		`{"url": "https:\/\/app.example.com\/embed\/1-a?:email=o'neil@example.com\u0026:mode=userbacked"}`,
		`"{\"url\":\"` + url + `\"}"`,
		`"` + url + `"`,
		`<iframe src="https://app.example.com/embed/1-a?:email=o'neil@example.com&amp;:mode=userbacked"></iframe>`,
		"https://app.example.com/embed/1-a?:email=o'neil@example.com&amp;:mode=userbacked",
		`curl "` + url + `" -v`,
	} {
		p.set("c-url", text)
		if !offered() {
			t.Errorf("no offer for %s", text)
			continue
		}
		p.click("#take-inside")
		if got := p.value("c-url"); got != url || offered() || p.text("checked") != url {
			t.Errorf("%s\n gives %s\n  want %s, offered again: %v", text, got, url, offered())
		}
	}
	p.set("c-url", "curl 'https://app.example.com/embed/1-a?:mode=userbacked'")
	p.click("#take-inside")
	if got := p.value("c-url"); got != "https://app.example.com/embed/1-a?:mode=userbacked" {
		t.Errorf("out of a command: %s", got)
	}
	for _, text := range []string{url, " " + url + "\n", url + " and more", "nothing", "https://", ""} {
		p.set("c-url", text)
		if offered() {
			t.Errorf("an offer for %q", text)
		}
	}
}
