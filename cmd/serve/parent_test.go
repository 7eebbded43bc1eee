package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	loaded   = `#state[data-status="ok"]`
	repeated = `#state[data-status="warning"]`
)

// The parent page in a real browser: three users, one load for each URL, and a
// refusal of the second. What the receiving side decided is read from its
// metrics; the frame is closed to scripts, as it should be.
func TestParentPage(t *testing.T) {
	server := startServe(t)
	browser := newBrowser(t)
	browser.do(t, chromedp.Navigate(server.url+"/parent/"), chromedp.WaitVisible(loaded))
	expectOpens(t, server, 1, 0)
	first := browser.text(t, "#url")
	if !strings.Contains(first, ":account_type=Viewer&") {
		t.Errorf("the URL shown is %q", first)
	}

	browser.do(t, chromedp.Click("#repeat"), chromedp.WaitVisible(repeated))
	expectOpens(t, server, 1, 1)

	browser.do(t, chromedp.Click("#renew"), chromedp.WaitVisible(loaded))
	expectOpens(t, server, 2, 1)
	if browser.text(t, "#url") == first {
		t.Error("New URL shows the old one")
	}
	if changed := browser.text(t, "#pairs"); strings.Count(changed, "new") < 2 {
		t.Errorf("nonce and signature are not marked as new:\n%s", changed)
	}

	browser.do(t, chromedp.Click(`input[value="creator"]`),
		chromedp.WaitVisible(`iframe[title="Embed for Creator"]`), chromedp.WaitVisible(loaded))
	expectOpens(t, server, 3, 1)
	if url := browser.text(t, "#url"); !strings.Contains(url, ":account_type=Creator&") {
		t.Errorf("as Creator the URL is %q", url)
	}
	for _, complaint := range browser.complaints() {
		t.Error("the browser complains:", complaint)
	}
}

// The page says that the server is gone, and goes on when it is back.
func TestParentPageWithoutServer(t *testing.T) {
	server := startServe(t)
	browser := newBrowser(t)
	browser.do(t, chromedp.Navigate(server.url+"/parent/"), chromedp.WaitVisible(loaded))
	server.stop()
	<-server.code
	browser.do(t, chromedp.Click("#renew"), chromedp.WaitVisible(`#state[data-status="error"]`))
	if text := browser.text(t, "#state"); !strings.Contains(text, "does not answer") {
		t.Errorf("the page says %q", text)
	}
	startServe(t, "--addr", strings.TrimPrefix(server.url, "http://"))
	browser.do(t, chromedp.Click("#renew"), chromedp.WaitVisible(loaded))
}

// Narrow and wide, light and dark: nothing sticks out, and pictures are kept
// with `go test -artifacts`.
func TestParentPageLooks(t *testing.T) {
	server := startServe(t)
	browser := newBrowser(t)
	for _, width := range []int64{320, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			name := fmt.Sprintf("parent-%d-%s", width, scheme)
			t.Run(name, func(t *testing.T) {
				browser.do(t,
					chromedp.EmulateViewport(width, 900),
					prefer(scheme),
					chromedp.Navigate(server.url+"/parent/"), chromedp.WaitVisible(loaded),
				)
				keep(t, name+"-accepted", ask(t, browser, chromedp.FullScreenshot(100)))
				browser.do(t, chromedp.Click("#repeat"), chromedp.WaitVisible(repeated))
				keep(t, name+"-refused", ask(t, browser, chromedp.FullScreenshot(100)))
				if scroll := ask(t, browser, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`)); scroll > width {
					t.Errorf("the page is %d px wide in a window of %d px", scroll, width)
				}
			})
		}
	}
}

func prefer(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}

func keep(t *testing.T, name string, picture []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// expectOpens checks how often the receiving side has decided what. The page
// speaks only after the frame has its answer, so there is nothing to wait for.
func expectOpens(t *testing.T, server *running, accepted, reused int) {
	t.Helper()
	_, metrics := server.read(t, "/metrics")
	for verdict, want := range map[string]int{"accepted": accepted, "nonce_reused": reused} {
		line := fmt.Sprintf("embedsign_embed_opens_total{verdict=%q} %d\n", verdict, want)
		if !strings.Contains(metrics, line) {
			t.Errorf("the metrics lack %s", line)
		}
	}
}
