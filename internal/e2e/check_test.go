package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// testTampered changes the checked URL, one character in each part, and expects
// a refusal each time, and the original accepted again.
func testTampered(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.withoutPauses()
	p.click("#to-check")
	url := p.value("c-url")
	if got := p.verdict(); got != "accepted" {
		t.Fatalf("the untouched URL: %s", p.text("verdict"))
	}
	for _, part := range signer.Parse(url) {
		at := part.End - 1
		p.set("c-url", url[:at]+other(url[at])+url[at+1:])
		if got := p.verdict(); got != "refused" {
			t.Errorf("%q changed at %d: %s", part.Raw, at, p.text("verdict"))
		}
	}
	p.set("c-url", url)
	if got := p.verdict(); got != "accepted" {
		t.Errorf("the untouched URL, again: %s", p.text("verdict"))
	}
}

// other gives a character that differs from c and could stand in its place.
func other(c byte) string {
	if c == '7' {
		return "8"
	}
	return "7"
}

// testSignatureMarks changes two characters of the signature: those are marked,
// in what was given and in what was expected.
func testSignatureMarks(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.click("#to-check")
	url := p.value("c-url")
	last := len(url) - 1
	p.set("c-url", url[:last-9]+other(url[last-9])+url[last-8:last]+other(url[last]))
	for _, place := range []string{"given", "expected"} {
		marks := eval[int](p, fmt.Sprintf(`document.querySelectorAll("#compare [data-slot=%s] mark").length`, place))
		if marks != 2 {
			t.Errorf("%d characters marked in what is %s, want 2", marks, place)
		}
	}
	if got := p.text("compare"); !strings.Contains(got, "2 characters differ") {
		t.Errorf("the number is not said: %s", got)
	}
}

// testVerdicts goes through what Check can say without and with what it is told.
func testVerdicts(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-url", v.HMAC[0].URL)
	for _, step := range []struct{ id, value, verdict, says string }{
		{"c-now", "1700000001", "unknown", "Not verified"},
		{"c-secret", "not the secret", "refused", "invalid signature"},
		{"c-secret", v.Secret, "accepted", "Accepted"},
		{"c-now", "1700000601", "refused", "expired"},
		{"c-leeway", "5", "accepted", "Accepted"},
		{"c-now", "1699999990", "refused", "not yet valid"},
	} {
		p.set(step.id, step.value)
		if got := p.verdict(); got != step.verdict || !strings.Contains(p.text("verdict"), step.says) {
			t.Errorf("%s = %q: %s, %s; want %s with %q", step.id, step.value, got, p.text("verdict"), step.verdict, step.says)
		}
	}
	p.click("[name=check_time]")
	if got := p.verdict(); got != "accepted" {
		t.Errorf("with the time unchecked: %s", p.text("verdict"))
	}
}

// testBroken pastes what is hardly a URL: every byte of it is still shown.
func testBroken(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	for _, text := range []string{
		"x", "https://", "?&&=&", "https://a/b?%zz=%&:email", "https://a/b?:email=ü🙂&:signature=#tail",
		"<script>alert(1)</script>", strings.Repeat("&", 2000),
	} {
		p.set("c-url", text)
		if got := p.text("checked"); got != text {
			t.Errorf("%.40q is shown as %.40q", text, got)
		}
		if got := p.verdict(); got == "accepted" {
			t.Errorf("%.40q is accepted", text)
		}
	}
}

// testCarry takes each vector from Check to Build: the same values, signed anew
// in the canonical order, give what Go makes of them.
func testCarry(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	for _, vector := range v.HMAC {
		p.intent("check")
		p.set("c-secret", v.Secret)
		p.set("c-url", vector.URL)
		p.click("#to-build")
		found := signer.Inspect(signer.Inspection{URL: vector.URL})
		p.wants(p.request(found.Embed, found.Dialect))
		if p.value("f-nonce") != vector.Nonce || p.value("f-client_id") != v.ClientID || p.value("f-secret") != v.Secret {
			t.Errorf("%s: nonce, client ID or secret did not arrive", vector.Name)
		}
	}
}

// testCause checks with a secret that has a space too many: the signer tries
// that mistake, reproduces the signature, and the page says so.
func testCause(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.click("#to-check")
	p.set("c-secret", p.value("f-secret")+" ")
	if got := p.text("check-causes"); !strings.Contains(got, "proved") || !strings.Contains(got, "white space") {
		t.Errorf("the causes are %q", got)
	}
	p.set("c-secret", p.value("f-secret"))
	if got := p.text("check-causes"); got != "" {
		t.Errorf("with the right secret there are causes: %q", got)
	}
}
