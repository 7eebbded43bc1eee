package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"

	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/code"
)

// choose picks a language in a box of code, and whether nonce and time are fixed.
func (p *page) choose(box, language string, fixed bool) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf(`(() => {
		const [language, fixed] = ["language", "fixed"].map((name) => document.querySelector("#%s [data-slot=" + name + "]"));
		language.value = %q;
		fixed.checked = %t;
		language.dispatchEvent(new Event("input", { bubbles: true }));
	})()`, box, language, fixed))
}

// wantsCode compares the code in a box with what Go writes for the same request.
func (p *page) wantsCode(box, language string, fixed bool, r signer.Request) {
	p.t.Helper()
	p.settle()
	want, err := code.Write(language, r, code.Options{Fixed: fixed})
	if err != nil {
		p.t.Fatal(err)
	}
	if got := p.text(box + "-text"); got != want {
		p.t.Errorf("%s, fixed %t:\n got %s\nwant %s", language, fixed, got, want)
	}
}

// testCode chooses each language, and follows the form with each keystroke.
func testCode(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.wantsCode("build-code", "node", false, p.request(worked(), signer.DialectSafe))
	p.click("#share")
	for _, language := range code.Languages() {
		for _, fixed := range []bool{false, true} {
			p.choose("build-code", language.ID, fixed)
			p.wantsCode("build-code", language.ID, fixed, p.request(worked(), signer.DialectSafe))
		}
		if got := eval[string](p, `document.querySelector("#build-code [data-slot=file]").textContent`); got != language.File {
			t.Errorf("%s: to be saved as %s, want %s", language.ID, got, language.File)
		}
	}
	if eval[bool](p, `document.getElementById("shared").hidden`) {
		t.Error("choosing a language took the link away")
	}

	embed := worked()
	embed.Email = `o'neil"${x}\#{y}@example.com`
	p.set("f-email", embed.Email)
	p.set("f-order", ":email")
	for _, dialect := range signer.Dialects() {
		p.click(`[name=dialect][value=` + string(dialect) + `]`)
		r := p.request(embed, dialect)
		r.Order = []string{":email"}
		p.wantsCode("build-code", code.Languages()[len(code.Languages())-1].ID, true, r)
	}
}

// testCodeRuns runs the code that the page shows, as a reader would, and gets the
// URL that the page shows.
func testCodeRuns(t *testing.T, browser context.Context) {
	node := testneeds.Program(t, "node")
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.choose("build-code", "node", true)
	p.set("f-external_user_team", "R&D\nVentes, Paris\n日本")
	file := filepath.Join(t.TempDir(), "embed-url.mjs")
	if err := os.WriteFile(file, []byte(p.text("build-code-text")), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, file)
	command.Env = append(os.Environ(), "EMBED_SECRET="+p.value("f-secret"))
	out, err := command.CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != p.text("url") {
		t.Errorf("%v, the code prints\n%s\nwant\n%s", err, got, p.text("url"))
	}
}

// testCodeCopies presses the button for the code, and the one that leads to it.
func testCodeCopies(t *testing.T, tabs context.Context) {
	p := newPage(t, tabs)
	p.open(serve(t, nil))
	p.permit(browser.PermissionSettingGranted)
	p.click("#to-code")
	if got := eval[string](p, `document.activeElement.dataset.slot`); got != "language" {
		t.Errorf("the focus is on %q, want the choice of a language", got)
	}
	p.settle()
	p.click("[data-copy=build-code-text]")
	p.waitFor(`document.getElementById("status").textContent === "Code copied."`)
	if got := eval[string](p, `navigator.clipboard.readText()`); got != p.text("build-code-text") || got == "" {
		t.Errorf("the clipboard has %.80q", got)
	}

	// In the same task as the last keystroke, before the code could follow.
	eval[any](p, `(() => {
		document.getElementById("status").textContent = "";
		const email = document.getElementById("f-email");
		email.value = "hasty@example.com";
		email.dispatchEvent(new Event("input", { bubbles: true }));
		document.querySelector("[data-copy=build-code-text]").click();
	})()`)
	p.waitFor(`document.getElementById("status").textContent === "Code copied."`)
	if got := eval[string](p, `navigator.clipboard.readText()`); !strings.Contains(got, "hasty@example.com") {
		t.Errorf("in haste, the clipboard has %.80q", got)
	}
}

// testCodeRefused asks for code that cannot be written: the page says why, shows
// no old code as if it were new, and goes on when the mistake is mended.
func testCodeRefused(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	disabled := func() bool {
		return eval[bool](p, `document.querySelector("[data-copy=build-code-text]").disabled`)
	}
	p.set("f-first_name", p.value("f-secret"))
	problem := eval[string](p, `document.querySelector("#build-code [data-slot=problem]").textContent`)
	if !strings.Contains(problem, "contains the secret") || strings.Contains(problem, p.value("f-secret")) {
		t.Errorf("the problem is told as %q", problem)
	}
	if p.text("build-code-text") != "" || !disabled() {
		t.Error("there is code with the secret in a value, or it can be copied")
	}
	p.set("f-first_name", "")
	p.wantsCode("build-code", "node", false, p.request(worked(), signer.DialectSafe))
	if disabled() || !eval[bool](p, `document.querySelector("#build-code [data-slot=problem]").hidden`) {
		t.Error("the mistake is mended, and the code cannot be copied or the problem stays")
	}

	p.set("f-session_length", "1h")
	if !disabled() {
		t.Error("a field cannot be read, and the old code can be copied")
	}
	p.set("f-session_length", "60")
	p.choose("build-code", "node", true)
	p.set("f-nonce", "")
	problem = eval[string](p, `document.querySelector("#build-code [data-slot=problem]").textContent`)
	if !strings.Contains(problem, "needs both") {
		t.Errorf("without a nonce to fix, the problem is told as %q", problem)
	}
}
