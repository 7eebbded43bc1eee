package e2e

import (
	"context"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// testAddress opens the page by addresses that pick intent, preset and theme,
// and by such that pick what there is not.
func testAddress(t *testing.T, browser context.Context) {
	url := serve(t, nil)
	creator := signer.Presets()[2].Embed
	creator.Path = worked().Path
	for _, test := range []struct {
		fragment, intent, scheme string
		embed                    signer.Embed
	}{
		{"#check", "check", "light dark", worked()},
		{"#check&theme=dark", "check", "dark", worked()},
		{"#theme=light&intent=check", "check", "light", worked()},
		{"#build&preset=creator&theme=auto", "build", "light dark", creator},
		{`#nowhere&intent=constructor&preset=nobody&theme=pink&preset=%00&theme="dark"&v=1&&=&%`, "build", "light dark", worked()},
	} {
		p := newPage(t, browser)
		p.open(url + test.fragment)
		p.wants(p.request(test.embed, signer.DialectSafe))
		if got := p.shownIntent(); got != test.intent {
			t.Errorf("%s shows %s, want %s", test.fragment, got, test.intent)
		}
		if got := p.scheme(); got != test.scheme {
			t.Errorf("%s: the colour scheme is %s, want %s", test.fragment, got, test.scheme)
		}
	}
	p := newPage(t, browser)
	p.open(url + "#build&preset=creator&theme=dark")
	if got := eval[string](p, `location.hash`); got != "#build&preset=creator&theme=dark" {
		t.Errorf("a bookmark of the page as it is now would be %s", got)
	}
	p.set("f-email", "typed@example.com")
	if got := eval[string](p, `location.hash`); got != "#build&theme=dark" {
		t.Errorf("after the form was changed the address still has %s", got)
	}
	p.intent("check")
	p.intent("build")
	if got := p.value("f-email"); got != "typed@example.com" {
		t.Errorf("coming back, the form has %s", got)
	}
	if got := p.scheme(); got != "dark" {
		t.Errorf("going on to another intent, the theme is lost: %s", got)
	}
	p.click("[data-intent=break]")
	if got := eval[string](p, `location.hash`); got != "#break&theme=dark" {
		t.Errorf("loaded again, the page would forget the theme: %s", got)
	}
}

// shownIntent names the one intent that is to be seen.
func (p *page) shownIntent() string {
	p.t.Helper()
	return eval[string](p, `[...document.querySelectorAll(".intent:not([hidden])")].map((intent) => intent.id.replace("-intent", "")).join()`)
}

func (p *page) scheme() string {
	p.t.Helper()
	return eval[string](p, `getComputedStyle(document.documentElement).colorScheme`)
}
