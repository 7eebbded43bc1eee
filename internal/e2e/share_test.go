package e2e

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"

	"github.com/embedsign/embedsign/signer"
)

// shared is the type that a link holds. It has no field for a secret or for
// anything else that makes a URL open.
type shared struct {
	Embed   signer.Embed   `json:"e"`
	Dialect signer.Dialect `json:"d,omitempty"`
	Order   []string       `json:"o,omitempty"`
}

// sharedLink presses the button and gives the link that appears.
func (p *page) sharedLink() string {
	p.t.Helper()
	eval[any](p, `document.getElementById("share").click()`)
	p.waitFor(`!document.getElementById("shared").hidden`)
	return p.value("share-link")
}

// testShare sends a form from one tab to another, in which Go's own reading of
// the link stands between the two.
func testShare(t *testing.T, browser context.Context) {
	url := serve(t, nil)
	from := newPage(t, browser)
	from.open(url)
	embed := worked()
	embed.Email, embed.Teams = "o'neil+café@example.com", []string{"R&D", "Ventes, Paris", "日本 <b>"}
	embed.Options = []signer.Option{{Name: ":theme", Value: "Dark"}, {Name: ":unheard_of", Value: `a"b\c`}}
	embed.Controls = []signer.Control{{ID: "Day", Range: &signer.Range{Min: "1", Max: ""}}, {ID: "Region", Values: []string{"a", "b"}}}
	from.tell(embed, signer.DialectForm, []string{":time", ":email"})
	link := from.sharedLink()

	want := shared{embed, signer.DialectForm, []string{":time", ":email"}}
	text := from.wantHolds(link, want)
	for _, id := range []string{"f-secret", "f-client_id", "f-nonce", "f-time"} {
		if strings.Contains(text, from.value(id)) {
			t.Errorf("the link holds the value of %s", id)
		}
	}
	if strings.Contains(text, from.text("signature")) {
		t.Error("the link holds the signature")
	}

	to := newPage(t, browser)
	to.open(link)
	request := to.request(embed, signer.DialectForm)
	request.Order = want.Order
	to.wants(request)
	if to.value("f-secret") == from.value("f-secret") {
		t.Error("both tabs have the same secret")
	}
	to.reload()
	request = to.request(embed, signer.DialectForm)
	request.Order = want.Order
	to.wants(request)
}

// testShareGivesWay goes away from a form that was shared, and comes back: what
// was typed in between stays, and the address no longer claims to hold the form.
func testShareGivesWay(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.tell(worked(), signer.DialectSafe, nil)
	p.click("[data-intent=check]")
	p.click("[data-intent=build]")
	p.set("f-email", "typed@example.com")
	for range 2 {
		eval[any](p, `new Promise((resolve) => { addEventListener("hashchange", resolve, { once: true }); history.back(); })`)
	}
	if got := eval[string](p, `location.hash`); !strings.HasPrefix(got, "#v1=") {
		t.Fatalf("back at %s", got)
	}
	if got := p.value("f-email"); got != "typed@example.com" {
		t.Errorf("going back put %s over what was typed", got)
	}
	p.set("f-email", "typed-there@example.com")
	if got := eval[string](p, `location.hash`); got != "#build" {
		t.Errorf("the form was changed, and the address is %s", got)
	}
}

// tell puts an embed into the form by a link, which is tested by what follows.
func (p *page) tell(embed signer.Embed, dialect signer.Dialect, order []string) {
	p.t.Helper()
	text, err := json.Marshal(shared{embed, dialect, order})
	if err != nil {
		p.t.Fatal(err)
	}
	p.arrive("v1=" + base64.RawURLEncoding.EncodeToString(text))
	p.waitFor(fmt.Sprintf(`document.getElementById("f-email").value === %s`, quoted(embed.Email)))
	request := p.request(embed, dialect)
	request.Order = order
	p.wants(request)
}

// arrive changes the fragment, as following a link in the same tab does.
func (p *page) arrive(fragment string) {
	p.t.Helper()
	eval[any](p, `location.hash = `+quoted(fragment))
}

// wantHolds reads a link as a program would, without tolerance for other fields.
func (p *page) wantHolds(link string, want shared) string {
	p.t.Helper()
	_, payload, found := strings.Cut(link, "#v1=")
	text, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil || !found {
		p.t.Fatalf("%s: %v", link, err)
	}
	var got shared
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&got); err != nil {
		p.t.Errorf("%s: %v", text, err)
	}
	slices.SortFunc(got.Embed.Options, func(a, b signer.Option) int { return strings.Compare(a.Name, b.Name) })
	if g, w := jsonOf(p, got), jsonOf(p, want); g != w {
		p.t.Errorf("the link holds\n%s\nwant\n%s", g, w)
	}
	return string(text)
}

func jsonOf(p *page, value any) string {
	p.t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

// testShareCopies presses the button: the link is on the clipboard, and gone
// from the page as soon as the form has changed.
func testShareCopies(t *testing.T, tabs context.Context) {
	p := newPage(t, tabs)
	p.open(serve(t, nil))
	p.permit(browser.PermissionSettingGranted)
	p.click("#share")
	p.waitFor(`document.getElementById("status").textContent === "Link copied."`)
	if got, want := eval[string](p, `navigator.clipboard.readText()`), p.value("share-link"); got != want || !strings.Contains(got, "#v1=") {
		t.Errorf("the clipboard has %s, want %s", got, want)
	}
	p.wantHolds(p.value("share-link"), shared{Embed: worked()})
	p.set("f-email", "other@example.com")
	if !eval[bool](p, `document.getElementById("shared").hidden`) {
		t.Error("the link of another form is still there")
	}
}

// testShareRefuses puts into other fields what must not be shared.
func testShareRefuses(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	signature := strings.Repeat("0a", 32)
	for _, test := range []struct{ id, value, want string }{
		{"f-path", worked().Path + "?:nonce=1", "after a ? or #"},
		{"f-path", worked().Path + "#x", "after a ? or #"},
		{"f-first_name", "https://a.example/?:mode=x&:signature=" + signature, "holds a signed URL"},
		{"f-first_name", "%3Asignature%3D" + signature, "holds a signed URL"},
		{"f-last_name", strings.Repeat("0f", 64), "looks like a secret"},
		{"f-external_user_team", "SECRET", "looks like a secret"},
		{"f-order", "SIGNATURE", "looks like a secret"},
	} {
		before := p.value(test.id)
		value := strings.NewReplacer("SECRET", p.value("f-secret"), "SIGNATURE", p.text("signature")).Replace(test.value)
		if test.id == "f-order" { // it is compared with the signature that is shown, so it must not change that
			eval[any](p, fmt.Sprintf(`document.getElementById("f-order").value = %s`, quoted(value)))
		} else {
			p.set(test.id, value)
		}
		eval[any](p, `document.getElementById("share").click()`)
		if got := p.text("share-problem"); !strings.Contains(got, test.want) {
			t.Errorf("%s %s: the message is %q, want %q", test.id, test.value, got, test.want)
		}
		if !eval[bool](p, `document.getElementById("shared").hidden`) || p.value("share-link") != "" {
			t.Errorf("%s %s: there is a link: %s", test.id, test.value, p.value("share-link"))
		}
		if status := p.text("status"); status != "" {
			t.Errorf("%s %s: the page says %q", test.id, test.value, status)
		}
		p.set(test.id, before)
	}
}

// testBadLinks opens links that are broken, foreign or hold what they must not:
// each draws a message, and the form stays as it was.
func testBadLinks(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#v1=" + base64.RawURLEncoding.EncodeToString([]byte(`{"e":{"email":`)))
	p.wantProblem("cut off before it is opened", "not complete")
	p.wants(p.request(worked(), signer.DialectSafe))
	coded := func(text string) string { return "v1=" + base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for fragment, want := range map[string]string{
		"v1=":                                   "not complete",
		"v1=***":                                "not complete",
		"v2=e30":                                "version 2",
		coded(`null`):                           "not complete",
		coded(`[]`):                             "not complete",
		coded(`{}`):                             "not complete",
		coded(`{"e":[]}`):                       "not complete",
		coded("{\"e\":{\"email\":\"\xff\"}}"):   "not complete",
		coded(`{"e":{"email":1}}`):              "not complete",
		coded(`{"e":{"teams":"a"}}`):            "not complete",
		coded(`{"e":{"session_length":"1"}}`):   "not complete",
		coded(`{"e":{"attributes":[null]}}`):    "not complete",
		coded(`{"e":{"options":[{"name":1}]}}`): "not complete",
		coded(`{"e":{"controls":[{"id":"a","range":1}]}}`):             "not complete",
		coded(`{"e":{},"d":1}`):                                        "not complete",
		coded(`{"e":{},"o":"a"}`):                                      "not complete",
		coded(`{"e":{"options":[{"name":":signature","value":"x"}]}}`): "belongs to one signed URL",
		coded(`{"e":{"path":"https://a.example/?:signature=1"}}`):      "after a ?",
		coded(`{"e":{"email":"` + strings.Repeat("0f", 64) + `"}}`):    "looks like a secret",
		"v1=" + strings.Repeat("e", 40_000):                            "longer than any link",
	} {
		eval[any](p, `document.getElementById("link-problem").hidden = true`)
		p.arrive(fragment)
		p.wantProblem(fragment, want)
	}
	p.wants(p.request(worked(), signer.DialectSafe))
	p.arrive(coded(`{"e":{"path":"https://a.example/embed/1-a","secret":"x","client_id":"y","__proto__":"z"}}`))
	p.waitFor(`document.getElementById("link-problem").hidden`)
	p.wants(p.request(signer.Embed{Path: "https://a.example/embed/1-a"}, signer.DialectSafe))
}

func (p *page) wantProblem(link, want string) {
	p.t.Helper()
	p.waitFor(`!document.getElementById("link-problem").hidden`)
	if got := p.text("link-problem"); !strings.Contains(got, want) {
		p.t.Errorf("%.80s: the message is %q, want %q", link, got, want)
	}
}
