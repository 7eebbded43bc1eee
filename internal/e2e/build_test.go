package e2e

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/signer"
)

// credentials gives those that the page has made for itself.
func (p *page) credentials() signer.Credentials {
	p.t.Helper()
	return signer.Credentials{ClientID: p.value("f-client_id"), Secret: signer.NewSecret(p.value("f-secret"))}
}

// request is what the page should be asking for, with its own credentials,
// nonce and time.
func (p *page) request(embed signer.Embed, dialect signer.Dialect) signer.Request {
	p.t.Helper()
	seconds, err := strconv.ParseInt(p.value("f-time"), 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	return signer.Request{
		Embed: embed, Credentials: p.credentials(),
		Nonce: p.value("f-nonce"), Time: time.Unix(seconds, 0), Dialect: dialect,
	}
}

// wants compares what the page shows with what Go makes of the same request.
func (p *page) wants(r signer.Request) {
	p.t.Helper()
	want := signer.Build(r)
	for _, place := range []struct{ id, want string }{
		{"url", want.URL}, {"signed-text", want.SignedText}, {"signature", want.Signature},
	} {
		if got := p.text(place.id); got != place.want {
			p.t.Errorf("%s:\n got %s\nwant %s", place.id, got, place.want)
		}
	}
	if rows := eval[int](p, `document.querySelectorAll("#url-rows tr").length`); rows != shown(want.Parts) {
		p.t.Errorf("the table has %d rows, want %d", rows, shown(want.Parts))
	}
	if steps := eval[int](p, `document.querySelectorAll("#steps li").length`); steps != len(want.Steps) {
		p.t.Errorf("%d steps, want %d", steps, len(want.Steps))
	}
}

func shown(parts []signer.Part) int {
	rows := 0
	for _, part := range parts {
		if part.Role != signer.RoleSeparator {
			rows++
		}
	}
	return rows
}

// worked is the embed that the page begins with.
func worked() signer.Embed {
	return signer.Embed{
		Path: "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST",
		Mode: signer.UserBacked, SessionLength: 3600, AccountType: "Viewer",
		Teams: []string{"FinanceViewers"}, Email: "ada+embed@example.com", ExternalUserID: "u-1001",
		Attributes: []signer.Attribute{{Name: "Region", Values: []string{"East", "West"}}},
		Options:    []signer.Option{{Name: ":theme", Value: "Dark"}},
		Controls:   []signer.Control{{ID: "Store-Region", Values: []string{"Mid West"}}},
	}
}

// testBuild types like a person and expects what Go makes, byte for byte.
func testBuild(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	embed := worked()
	p.wants(p.request(embed, signer.DialectSafe))

	p.do(
		chromedp.Clear(chromedp.CSS("#f-email")),
		chromedp.SendKeys(chromedp.CSS("#f-email"), "o'neil+café@example.com"),
	)
	embed.Email = "o'neil+café@example.com"
	p.set("f-external_user_team", "R&D\nVentes, Paris\n日本")
	embed.Teams = []string{"R&D", "Ventes, Paris", "日本"}
	for _, dialect := range signer.Dialects() {
		p.click(`[name=dialect][value=` + string(dialect) + `]`)
		p.wants(p.request(embed, dialect))
	}
}

// testPresets presses each preset: the form then holds that user and the path,
// nothing of the one before, and the button stays pressed until that changes.
func testPresets(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	for _, preset := range signer.Presets() {
		embed := preset.Embed
		embed.Path = worked().Path
		p.set("f-first_name", "Ada")
		p.click(`[data-preset="` + preset.ID + `"]`)
		p.wants(p.request(embed, signer.DialectSafe))
		p.click("[data-action=new-nonce]")
		p.set("f-path", worked().Path)
		p.wantPressed(preset.ID)
		p.set("f-external_user_team", "Another")
		p.wantPressed("")
	}
}

// wantPressed compares which presets are shown as the active one.
func (p *page) wantPressed(id string) {
	p.t.Helper()
	got := eval[string](p, `[...document.querySelectorAll("[data-preset][aria-pressed=true]")].map((button) => button.dataset.preset).join()`)
	if got != id {
		p.t.Errorf("pressed is %q, want %q", got, id)
	}
}

// testFresh presses the buttons for what must be new in each URL.
func testFresh(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	before := []string{p.value("f-nonce"), p.value("f-client_id"), p.value("f-secret")}
	p.click(`[data-action=new-nonce]`)
	p.click(`[data-action=new-credentials]`)
	for i, id := range []string{"f-nonce", "f-client_id", "f-secret"} {
		if p.value(id) == before[i] {
			t.Errorf("%s is as before", id)
		}
	}
	if err := signer.CheckNonceForm(p.value("f-nonce")); err != nil {
		t.Error(err)
	}
	p.set("f-time", "1")
	start := time.Now().Unix()
	p.click(`[data-action=now]`)
	if got := p.request(worked(), "").Time.Unix(); got < start || got > time.Now().Unix() {
		t.Errorf("now is %d, want from %d on", got, start)
	}
	p.wants(p.request(worked(), signer.DialectSafe))
}
