package e2e

import (
	"bufio"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

// testSubPath serves the page in a folder of a plain static host, which sends no
// policy and no useful content type for the module.
func testSubPath(t *testing.T, browser context.Context) {
	const folder = "/docs/tools/embedsign/"
	p := newPage(t, browser)
	p.open(serve(t, func(files http.Handler) http.Handler {
		return http.StripPrefix(strings.TrimSuffix(folder, "/"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Del("Content-Security-Policy")
			if strings.HasSuffix(r.URL.Path, ".wasm") {
				w.Header().Set("Content-Type", "application/octet-stream")
			}
			files.ServeHTTP(w, r)
		}))
	}) + folder[1:])
	p.wants(p.request(worked(), signer.DialectSafe))
}

// testServe runs the built command and opens the page from it.
func testServe(t *testing.T, browser context.Context) {
	url := startServe(t).url
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	policy := response.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, site.Policy) || !strings.Contains(policy, "frame-ancestors") {
		t.Errorf("the policy is %q", policy)
	}
	p := newPage(t, browser)
	p.open(url)
	p.wants(p.request(worked(), signer.DialectSafe))
	p.click("#to-check")
	if got := p.verdict(); got != "accepted" {
		t.Errorf("Check says %s", p.text("verdict"))
	}
}

// A served is a server that runs.
type served struct {
	// url is its address, administration the link that lets an administrator in.
	url, administration string
	// token is what an administrator has to know.
	token string
}

// startServe builds cmd/serve, and starts it on free ports.
func startServe(t *testing.T) served {
	t.Helper()
	// Always to the same place: what is there already is not linked once more.
	binary, err := filepath.Abs(output(t, "serve"))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command("go", "build", "-o", binary, "../../cmd/serve").CombinedOutput(); err != nil {
		t.Fatalf("build serve: %v\n%s", err, text)
	}
	const token = "made-for-this-test-alone-0123"
	command := exec.CommandContext(t.Context(), binary, "--addr", "127.0.0.1:0")
	command.Env = append(os.Environ(), "EMBEDSIGN_ADMIN_TOKEN="+token)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	url := waitForLine(t, bufio.NewScanner(stderr), regexp.MustCompile(`listening on (http://\S+)`))
	url = strings.TrimSuffix(url, "/") + "/"
	return served{url, url + "lab/#token=" + token, token}
}
