package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

// testHosting follows docs/static-hosting.md to the letter: it runs the commands,
// serves the folder as it is, and puts both examples into a page.
func testHosting(t *testing.T, browser context.Context) {
	commands, examples := blocks(t, "sh"), blocks(t, "html")
	if len(commands) != 2 || len(examples) != 2 {
		t.Fatalf("%d commands and %d examples", len(commands), len(examples))
	}
	www := t.TempDir()
	offline := filepath.Join(t.TempDir(), "new", "offline.html")
	for _, command := range commands {
		shell := exec.Command("sh", "-e", "-c", command)
		shell.Dir = "../.."
		shell.Env = append(os.Environ(), "WWW="+www, "OFFLINE="+offline)
		if text, err := shell.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, text)
		}
	}
	if _, err := os.Stat(offline); err != nil {
		t.Error(err)
	}

	p := newPage(t, browser)
	host := hostOf(t, www, examples)
	p.open(host + "embedsign/")
	p.wants(p.request(worked(), signer.DialectSafe))
	p.do(chromedp.Navigate(host))
	p.waitFor(`document.querySelector("embedsign-playground iframe").clientHeight > 1000`)
	eval[any](p, `document.querySelector("body > iframe").scrollIntoView()`)
	shown := eval[string](p, `new Promise((resolve) => {
		const frame = document.querySelector("body > iframe");
		const look = () => {
			const { body, documentElement } = frame.contentDocument;
			if (documentElement.dataset.theme) resolve(documentElement.dataset.theme + " " + body.querySelector(".intent:not([hidden])").id);
		};
		frame.addEventListener("load", look);
		look();
	})`)
	if shown != "dark check-intent" {
		t.Errorf("the plain frame shows %s", shown)
	}
}

// hostOf serves a folder, and at its root a page with the examples.
func hostOf(t *testing.T, folder string, examples []string) string {
	t.Helper()
	files := http.FileServer(http.Dir(folder))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			files.ServeHTTP(w, r)
			return
		}
		page := strings.ReplaceAll(strings.Join(examples, ""), "https://tools.example.com", "http://"+r.Host)
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>docs</title><link rel="icon" href="data:,"><body>%s`, page)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// TestHostingNamesThePolicy keeps the policy in the recipe that of the page.
func TestHostingNamesThePolicy(t *testing.T) {
	if headers := blocks(t, ""); len(headers) != 1 || !strings.Contains(headers[0], "Content-Security-Policy: "+site.Policy+"; frame-ancestors ") {
		t.Errorf("docs/static-hosting.md has the headers %q, want the policy\n%s", headers, site.Policy)
	}
}

// blocks gives the code of one language out of the recipe.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile("../../docs/static-hosting.md")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, block := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		if block[1] == language {
			found = append(found, block[2])
		}
	}
	return found
}
