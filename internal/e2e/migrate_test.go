package e2e

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/code"
	"github.com/embedsign/embedsign/signer/jwt"
)

// migration is what the page should be showing for its form.
func (p *page) migration(embed signer.Embed) jwt.Migration {
	p.t.Helper()
	return jwt.Migrate(p.request(embed, signer.DialectSafe), p.value("m-workbook"))
}

// wantsMigration compares what the page shows with what Go makes of the fields.
func (p *page) wantsMigration(want jwt.Migration) {
	p.t.Helper()
	shown := want.Token.URL
	if shown == "" {
		shown = want.Token.Token
	}
	for id, text := range map[string]string{"migrate-old": want.Signed.URL, "migrate-url": shown, "migrate-token": want.Token.Token} {
		if got := p.text(id); got != text {
			p.t.Errorf("%s:\n got %s\nwant %s", id, got, text)
		}
	}
	rows := eval[[][]string](p, `[...document.querySelectorAll("#migrate-rows tr")].map((row) =>
		[row.dataset.fate, ...["from", "to", "value", "note", "source"].map((name) => row.querySelector("[data-slot=" + name + "]").textContent)])`)
	if len(rows) != len(want.Rows) {
		p.t.Fatalf("%d rows, want %d", len(rows), len(want.Rows))
	}
	for i, row := range want.Rows {
		from, to := row.From, row.To
		if from == "" {
			from = "nothing"
		}
		if to == "" {
			to = "nothing"
		}
		if text := []string{string(row.Fate), from, to, row.Value, row.Note, string(row.Source)}; !slices.Equal(rows[i], text) {
			p.t.Errorf("row %d:\n got %q\nwant %q", i, rows[i], text)
		}
	}
	findings := eval[[]string](p, `[...document.querySelectorAll("#migrate-findings [data-slot=fix]")].map((fix) => fix.textContent)`)
	if all := append(slices.Clone(want.Findings), want.Token.Findings...); len(findings) != len(all) {
		p.t.Errorf("%d remarks, want %d: %q", len(findings), len(all), findings)
	} else {
		for _, f := range all {
			if !slices.Contains(findings, f.Fix) {
				p.t.Errorf("no remark says %q, only %q", f.Fix, findings)
			}
		}
	}
	steps := eval[[]string](p, `[...document.querySelectorAll("#migrate-steps pre")].map((text) => text.textContent)`)
	for i, step := range want.Token.Steps {
		if i >= len(steps) || steps[i] != step.Text {
			p.t.Errorf("step %s is not shown: %q", step.ID, steps)
		}
	}
}

// migrateVerdict gives status and text of the verdict.
func (p *page) migrateVerdict() (status, text string) {
	p.t.Helper()
	return eval[string](p, `document.getElementById("migrate-verdict").dataset.status`), p.text("migrate-verdict")
}

// testMigrate shows the fields of Build as a token, and follows them.
func testMigrate(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#migrate")
	m := p.migration(worked())
	p.wantsMigration(m)
	for _, row := range m.Rows {
		if _, text := p.migrateVerdict(); row.Fate == jwt.FateNone && !strings.Contains(text, row.From) {
			t.Errorf("%s has no counterpart, and the verdict says %q", row.From, text)
		}
	}

	p.set("m-workbook", "")
	p.wantsMigration(p.migration(worked()))
	if got := p.text("migrate-what"); !strings.Contains(got, "the token alone") {
		t.Errorf("without a workbook it is called %q", got)
	}
	p.set("m-workbook", "app.example.com/acme/workbook/Sales-1/tag/prod?a=1")
	p.wantsMigration(p.migration(worked()))
	if status, text := p.migrateVerdict(); status != "error" || !strings.Contains(text, "refused") {
		t.Errorf("of a URL that is none, the verdict is %s: %s", status, text)
	}

	p.set("m-workbook", "https://app.example.com/acme/workbook/Sales-1")
	for _, preset := range signer.Presets() {
		p.arrive("migrate&preset=" + preset.ID)
		p.waitFor(`document.getElementById("f-email").value === ` + quoted(preset.Embed.Email))
		embed := preset.Embed
		embed.Path = worked().Path
		p.wantsMigration(p.migration(embed))
	}
}

// testMigrateFollows types in Build and comes back: what is shown is never that
// of another form.
func testMigrateFollows(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#migrate")
	p.intent("build")
	embed := worked()
	embed.Email, embed.Mode = "o'neil+café@example.com", signer.View
	p.set("f-email", embed.Email)
	p.set("f-mode", string(embed.Mode))
	p.intent("migrate")
	p.wantsMigration(p.migration(embed))
	if status, text := p.migrateVerdict(); status != "error" {
		t.Errorf("a mode that does not move, and the verdict is %s: %s", status, text)
	}

	p.intent("build")
	p.set("f-session_length", "1h")
	p.intent("migrate")
	if _, text := p.migrateVerdict(); !strings.Contains(text, "a field of Build cannot be read") {
		t.Errorf("a field cannot be read, and the verdict is %q", text)
	}
	if !eval[bool](p, `[...document.querySelectorAll("#migrate-form [data-fresh]")].every((button) => button.disabled)`) {
		t.Error("what is out of date can be carried on")
	}
}

// testMigrateCode chooses a language under Migrate: it is the code of the signed
// URL that is to be replaced.
func testMigrateCode(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#migrate")
	p.wantsTokenCode("node", false)
	p.choose("migrate-code", "ruby", true)
	p.wantsTokenCode("ruby", true)
	p.wantsCode("build-code", "node", false, p.request(worked(), signer.DialectSafe))
}

// testMigrateCheck takes the new URL to Check, where it is accepted. A secret that
// was typed in is not taken along.
func testMigrateCheck(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#migrate")
	want := p.migration(worked()).Token.URL
	p.click("#migrate-check")
	p.waitFor(`!document.getElementById("check-intent").hidden`)
	if got := p.value("c-url"); got != want {
		t.Errorf("Check has\n%s\nwant\n%s", got, want)
	}
	if got := p.verdict(); got != "accepted" {
		t.Errorf("it is %s: %s", got, p.text("verdict"))
	}
	p.set("c-secret", "")
	p.intent("build")
	p.set("f-secret", "typed by hand")
	p.intent("migrate")
	p.click("#migrate-check")
	if got := p.value("c-secret"); got != "" {
		t.Errorf("the secret %q was taken along", got)
	}
}

// testMigrateRemarks follows a remark to what it is about.
func testMigrateRemarks(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#migrate")
	p.set("m-workbook", "http://app.example.com/acme/workbook/Sales-1")
	for name, want := range map[string]string{"path": "path", ":external_user_id": ":external_user_id"} {
		p.click(`#migrate-findings [data-parameter="` + name + `"]`)
		if got := eval[string](p, `document.activeElement.querySelector("[data-slot=from]")?.textContent ?? document.activeElement.id`); got != want {
			t.Errorf("the remark about %s leads to %q, want %q", name, got, want)
		}
	}
}

// testMigrateLoads opens Migrate before the signer is there: it says so, and shows
// both forms as soon as it can.
func testMigrateLoads(t *testing.T, browser context.Context) {
	release := make(chan struct{})
	p := newPage(t, browser)
	p.do(chromedp.Navigate(serve(t, forWasm(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		select {
		case <-release:
			next.ServeHTTP(w, r)
		case <-r.Context().Done(): // the test failed before
		}
	})) + "#migrate"))
	hidden := func(id string) bool { return eval[bool](p, `document.getElementById("`+id+`").hidden`) }
	if hidden("migrate-hint") || !hidden("migrate-result") {
		t.Error("without a signer, Migrate does not say that it waits for one")
	}
	close(release)
	p.waitForState("ready")
	if !hidden("migrate-hint") || hidden("migrate-result") {
		t.Error("the signer is there, and Migrate still waits")
	}
	p.wantsMigration(p.migration(worked()))
}

// testMigrateKeyboard walks through Migrate with the Tab key.
func testMigrateKeyboard(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#migrate")
	p.show("light", 1280)
	p.unfold()
	stops := p.walk()
	for _, want := range []string{"Migrate", "m-workbook", "migrate-check", "parameter", "language", "fixed", "copy"} {
		if !slices.Contains(stops, want) {
			t.Errorf("%s is not reached, only %q", want, stops)
		}
	}
}

// wantsTokenCode compares the code of Migrate with what Go writes.
func (p *page) wantsTokenCode(language string, fixed bool) {
	p.t.Helper()
	p.settle()
	want, err := code.WriteToken(language, p.request(worked(), signer.DialectSafe), p.value("m-workbook"), code.Options{Fixed: fixed})
	if err != nil {
		p.t.Fatal(err)
	}
	if got := p.text("migrate-code-text"); got != want {
		p.t.Errorf("%s, fixed %t:\n got %s\nwant %s", language, fixed, got, want)
	}
}
