package e2e

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/signer"
)

// offlineFile makes the one-file playground by its command, and gives its
// address.
func offlineFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "embedsign-offline.html")
	command := exec.Command("go", "run", "../../site/gen", "-from", "../../site", "-offline", name)
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("make the offline file: %v\n%s", err, text)
	}
	return "file://" + filepath.ToSlash(name)
}

// testOffline opens the file, builds and checks a URL, and goes from intent to
// intent; the browser asks for nothing but the file.
func testOffline(t *testing.T, browser context.Context) {
	file := offlineFile(t)
	p := newPage(t, browser)
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	asked := make(chan string, 100)
	if err := chromedp.Listen(p.ctx, func(event any) {
		if request, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(request.Request.URL, "data:") {
			asked <- request.Request.URL
		}
	}); err != nil {
		t.Fatal(err)
	}
	p.open(file)
	p.wants(p.request(worked(), signer.DialectSafe))
	p.click("[data-preset=creator]")
	embed := signer.Presets()[2].Embed
	embed.Path = worked().Path
	p.wants(p.request(embed, signer.DialectSafe))
	p.click("#to-check")
	if got := p.verdict(); got != "accepted" {
		t.Errorf("Check says %s", p.text("verdict"))
	}
	if len(asked) != 1 {
		t.Errorf("%d requests, want the one for the file", len(asked))
	}
	for len(asked) > 0 {
		if url := <-asked; url != file {
			t.Errorf("a request for %s", url)
		}
	}
	if link := p.sharedLink(); !strings.HasPrefix(link, file+"#v1=") {
		t.Errorf("the link to the form is %s", link)
	}
}

// testOfflineIsClosed tries to get out of the file: the policy says no.
func testOfflineIsClosed(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(offlineFile(t))
	if policy := eval[string](p, `document.querySelector("[http-equiv=Content-Security-Policy]").content`); !strings.Contains(policy, "; connect-src 'none';") || strings.Contains(policy, "'self'") {
		t.Errorf("the policy is %s", policy)
	}
	for try, want := range map[string]string{
		`fetch("data:,x").catch(() => {})`:                                                                   "connect-src",
		`document.body.append(Object.assign(new Image(), { src: "none.png" }))`:                              "img-src",
		`document.head.append(document.createElement("style")); document.head.lastChild.textContent = "p{}"`: "style-src-elem",
	} {
		got := eval[string](p, `new Promise((resolve) => {
			addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
			`+try+`;
		})`)
		if got != want {
			t.Errorf("%s breaks %s, want %s", try, got, want)
		}
	}
	p.complaints() // each try is an error on the console
	if left := eval[[]string](p, `[...document.querySelectorAll("[src], link[href], a[href]:not([href^='#'])")]
		.map((element) => element.getAttribute("src") ?? element.getAttribute("href"))
		.filter((address) => !/^(data:|https:\/\/help\.sigmacomputing\.com\/)/.test(address) && address !== "none.png")`); len(left) > 0 {
		t.Errorf("the file still refers to %q", left)
	}
}
