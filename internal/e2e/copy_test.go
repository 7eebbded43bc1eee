package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// testCopy presses the copy buttons, with and without leave to use the clipboard.
func testCopy(t *testing.T, tabs context.Context) {
	p := newPage(t, tabs)
	p.open(serve(t, nil))
	p.permit(browser.PermissionSettingGranted)
	for button, id := range map[string]string{"url": "url", "signed-text": "signed-text", "f-secret": ""} {
		p.click("[data-copy=" + button + "]")
		p.waitFor(`document.querySelector("[data-copied]")?.dataset.copy === "` + button + `"`)
		want := p.value("f-secret")
		if id != "" {
			want = p.text(id)
		}
		if got := eval[string](p, `navigator.clipboard.readText()`); got != want {
			t.Errorf("%s: the clipboard has %.60q, want %.60q", button, got, want)
		}
		if n := eval[int](p, `document.querySelectorAll("[data-copied]").length`); n != 1 {
			t.Errorf("%d buttons are ticked", n)
		}
	}

	p.permit(browser.PermissionSettingDenied)
	p.click("[data-copy=url]")
	p.waitFor(`document.getElementById("status").textContent.includes("Ctrl+C")`)
	if got := eval[string](p, `getSelection().toString()`); strings.ReplaceAll(got, "\n", "") != p.text("url") {
		t.Errorf("selected is %.60q", got)
	}
}

// permit sets what the page may do with the clipboard.
func (p *page) permit(setting browser.PermissionSetting) {
	p.t.Helper()
	for _, name := range []string{"clipboard-write", "clipboard-read"} {
		if _, err := chromedp.CallBrowser(p.ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: name}, Setting: setting,
			BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
		}); err != nil {
			p.t.Fatal(err)
		}
	}
}
