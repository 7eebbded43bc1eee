package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

func TestRoutes(t *testing.T) {
	const (
		problem = "application/problem+json"
		html    = "text/html; charset=utf-8"
		plain   = "text/plain; charset=utf-8"
	)
	browser := http.Header{"Accept": {"text/html,*/*;q=0.8"}}
	tests := []struct {
		why, method, path string
		header            http.Header
		status            int
		contentType, want string // want is part of the body
	}{
		{"playground", "GET", "/", nil, 200, html, "<!doctype html>"},
		{"by its file name", "GET", "/index.html", nil, 200, html, "<!doctype html>"},
		{"style", "GET", "/app.css", nil, 200, "text/css; charset=utf-8", ":root"},
		{"script", "GET", "/app.js", nil, 200, "text/javascript; charset=utf-8", "export"},
		{"WebAssembly", "GET", "/signer.wasm", nil, 200, "application/wasm", "\x00asm"},
		{"picture", "GET", "/favicon.svg", nil, 200, "image/svg+xml", "<svg"},
		{"parent page", "GET", "/parent/", nil, 200, html, "<iframe"},
		{"its script", "GET", "/parent/parent.js", nil, 200, "text/javascript; charset=utf-8", "embed-url"},
		{"without its slash", "GET", "/parent", nil, 308, html, "/parent/"},
		{"signing API", "GET", "/api/embed-url", nil, 200, "application/json", `{"url":"http://127.0.0.1:`},
		{"signing API by its old name", "GET", "/api/foo?user=creator", nil, 200, "application/json", ":account_type=Creator&"},
		{"unknown user", "GET", "/api/embed-url?user=x", nil, 400, problem, "unknown_user"},
		{"receiving side", "GET", "/embed/1-abc?", nil, 403, problem, `"code":"missing_parameter"`},
		{"receiving side for a person", "GET", "/embed/1-abc?", browser, 403, html, "missing_parameter"},
		{"metrics", "GET", "/metrics", nil, 200, "", "embedsign_signed_urls_total"},
		{"metrics of the process", "GET", "/metrics", nil, 200, "", "go_goroutines"},
		{"alive", "GET", "/healthz", nil, 200, plain, "ok\n"},
		{"ready", "GET", "/readyz", nil, 200, plain, "ready\n"},
		{"HEAD of a file", "HEAD", "/app.css", nil, 200, "text/css; charset=utf-8", ""},
		{"HEAD of health", "HEAD", "/healthz", nil, 200, plain, ""},
		{"POST to a file", "POST", "/", nil, 405, problem, "method_not_allowed"},
		{"POST to health", "POST", "/healthz", nil, 405, problem, "method_not_allowed"},
		{"DELETE of metrics", "DELETE", "/metrics", nil, 405, problem, "method_not_allowed"},
		{"POST to the signing API", "POST", "/api/embed-url", nil, 405, problem, "method_not_allowed"},
		{"nothing there", "GET", "/favicon.ico", nil, 404, problem, "not_found"},
		{"nothing there, for a person", "GET", "/nothing", browser, 404, html, "not_found"},
		{"a folder's listing is not served", "GET", "/parent/nothing", nil, 404, problem, "not_found"},
		{"no Go source", "GET", "/site.go", nil, 404, problem, "not_found"},
		{"no source of the page", "GET", "/src/app.js", nil, 404, problem, "not_found"},
		{"no way up", "GET", "/parent/../parent/", nil, 404, problem, "not_found"},
		{"a foreign name", "GET", "/", http.Header{"Host": {"rebound.example.com"}}, 421, problem, "unknown_host"},
		{"a foreign name at the signing API", "GET", "/api/embed-url", http.Header{"Host": {"rebound.example.com:8080"}}, 421, problem, "unknown_host"},
		{"by name", "GET", "/healthz", http.Header{"Host": {"localhost"}}, 200, plain, "ok"},
	}
	server := startServe(t)
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			response, body := server.ask(t, test.method, test.path, test.header)
			contentType := response.Header.Get("Content-Type")
			if response.StatusCode != test.status || test.contentType != "" && contentType != test.contentType {
				t.Errorf("got %d %q, want %d %q", response.StatusCode, contentType, test.status, test.contentType)
			}
			if !strings.Contains(body, test.want) {
				t.Errorf("the body lacks %q: %.300s", test.want, body)
			}
			if response.StatusCode == 405 && response.Header.Get("Allow") == "" {
				t.Error("405 without Allow")
			}
		})
	}
}

func TestBodiesAreNotTaken(t *testing.T) {
	server := startServe(t)
	for _, body := range []string{"x", strings.Repeat("x", 300<<10)} { // what nobody reads has to fit into the buffers on the way
		response, err := http.Post(server.url+"/api/embed-url", "text/plain", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%d bytes: status %d", len(body), response.StatusCode)
		}
	}
}

func TestLongHeadersAreNotTaken(t *testing.T) {
	server := startServe(t)
	long := http.Header{"Cookie": {strings.Repeat("x", 64<<10)}, "Host": {"localhost"}}
	if response, _ := server.ask(t, "GET", "/", long); response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("64 KiB of header: status %d", response.StatusCode)
	}
}

func TestPolicies(t *testing.T) {
	server := startServe(t, "--embed-path", "https://app.sigmacomputing.com/embed/1-abCDEFG2hIjKLMnopqrST")
	for path, wants := range map[string][]string{
		"/": {"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'self'",
			"require-trusted-types-for 'script'", "trusted-types 'none'"},
		"/signer.wasm": {"default-src 'none'"},
		"/parent/": {"default-src 'none'", "frame-ancestors 'self'", "trusted-types 'none'",
			"frame-src 'self' https://app.sigmacomputing.com"},
	} {
		response, _ := server.ask(t, "GET", path, nil)
		policy := response.Header.Get("Content-Security-Policy")
		for _, want := range wants {
			if !strings.Contains(policy+";", want+";") {
				t.Errorf("%s: policy %q lacks %q", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe-inline") || path == "/" && strings.Contains(policy, "frame-src") {
			t.Errorf("%s: policy %q is too wide", path, policy)
		}
		for name, want := range map[string]string{
			"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s: %s: %q, want %q", path, name, got, want)
			}
		}
	}
}

// The switch on the parent page names users that exist, by their titles.
func TestParentPageKnowsTheUsers(t *testing.T) {
	server := startServe(t)
	_, page := server.read(t, "/parent/")
	for _, user := range signer.Presets() {
		if want := `value="` + user.ID + `"`; !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
		if want := "<b>" + user.Title + "</b>"; !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if got, want := strings.Count(page, `name="user"`), len(signer.Presets()); got != want {
		t.Errorf("the page has %d users, want %d", got, want)
	}
}

// From the signing API to the page and to the refusal, at the address that the
// server gave itself.
func TestURLOpensOnce(t *testing.T) {
	server := startServe(t)
	_, body := server.read(t, "/api/embed-url")
	var answer struct{ URL string }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	path, ok := strings.CutPrefix(answer.URL, server.url)
	if !ok {
		t.Fatalf("the URL %q does not point to %q", answer.URL, server.url)
	}
	if status, page := server.read(t, path); status != 200 || !strings.Contains(page, "embed_viewer@example.com") {
		t.Errorf("first time: %d %s", status, page)
	}
	if status, problem := server.read(t, path); status != 403 || !strings.Contains(problem, "nonce_reused") {
		t.Errorf("second time: %d %s", status, problem)
	}
}

// A URL whose session is over by 10 s opens only with a leeway.
func TestLeewayReachesTheReceivingSide(t *testing.T) {
	t.Setenv("EMBEDSIGN_CLIENT_ID", "c")
	t.Setenv("EMBEDSIGN_SECRET", "s")
	for leeway, want := range map[string]int{"0s": http.StatusForbidden, "10m": http.StatusOK} {
		server := startServe(t, "--leeway", leeway)
		embed := signer.Presets()[0].Embed
		embed.Path, embed.SessionLength = server.url+"/embed/"+embedID, 5
		url, err := signer.Sign(signer.Request{
			Embed:       embed,
			Credentials: signer.Credentials{ClientID: "c", Secret: signer.NewSecret("s")},
			Nonce:       "once",
			Time:        time.Now().Add(-15 * time.Second),
		})
		if err != nil {
			t.Fatal(err)
		}
		if status, body := server.read(t, strings.TrimPrefix(url, server.url)); status != want {
			t.Errorf("with a leeway of %s: %d %s", leeway, status, body)
		}
	}
}
