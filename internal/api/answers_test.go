package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

func TestAnswers(t *testing.T) {
	tests := []struct {
		why, method, target, accept string
		status                      int
		contentType, code, allow    string
	}{
		{"default user", "GET", "/api/embed-url", "", 200, "application/json", "", ""},
		{"by name", "GET", "/api/embed-url?user=viewer-plus", "", 200, "application/json", "", ""},
		{"the QuickStart's name for it", "GET", "/api/foo?user=creator", "", 200, "application/json", "", ""},
		{"an empty query", "GET", "/api/embed-url?", "", 200, "application/json", "", ""},
		{"a misspelt parameter", "GET", "/api/embed-url?usr=creator", "", 400, "application/problem+json", "unknown_parameter", ""},
		{"one too many", "GET", "/api/foo?user=creator&theme=Dark", "", 400, "application/problem+json", "unknown_parameter", ""},
		{"a name alone", "GET", "/api/embed-url?creator", "", 400, "application/problem+json", "unknown_parameter", ""},
		{"names have a case", "GET", "/api/embed-url?User=creator", "", 400, "application/problem+json", "unknown_parameter", ""},
		{"JSON even for a browser", "GET", "/api/embed-url", browser, 200, "application/json", "", ""},
		{"unknown user", "GET", "/api/embed-url?user=admin", "", 400, "application/problem+json", "unknown_user", ""},
		{"a raw plus is a space", "GET", "/api/embed-url?user=viewer+", "", 400, "application/problem+json", "unknown_user", ""},
		{"an empty user is not the default", "GET", "/api/embed-url?user=", "", 400, "application/problem+json", "unknown_user", ""},
		{"a query that cannot be read", "GET", "/api/embed-url?user=%zz", "", 400, "application/problem+json", "unknown_user", ""},
		{"HEAD would make a URL for nobody", "HEAD", "/api/embed-url", "", 405, "application/problem+json", "method_not_allowed", "GET"},
		{"POST", "POST", "/api/foo", "", 405, "application/problem+json", "method_not_allowed", "GET"},
		{"unknown API", "GET", "/api/", "", 404, "application/problem+json", "not_found", ""},
		{"no ID", "GET", "/embed/", "", 404, "application/problem+json", "not_found", ""},
		{"neither ID nor tag", "GET", "/embed/1-abc/other", "", 404, "application/problem+json", "not_found", ""},
		{"an empty tag", "GET", "/embed/1-abc/tag/", "", 404, "application/problem+json", "not_found", ""},
		{"deeper than a tag", "GET", "/embed/1-abc/tag/live/x", "", 404, "application/problem+json", "not_found", ""},
		{"not signed", "GET", "/embed/1-abc", "", 403, "application/problem+json", "malformed", ""},
		{"not signed, tagged", "GET", "/embed/1-abc/tag/live", "", 403, "application/problem+json", "malformed", ""},
		{"HEAD would use the URL up", "HEAD", "/embed/1-abc", "", 405, "application/problem+json", "method_not_allowed", "GET"},
		{"a page for browsers", "GET", "/embed/1-abc", browser, 403, "text/html; charset=utf-8", "", ""},
		{"404 as a page", "GET", "/embed/", browser, 404, "text/html; charset=utf-8", "", ""},
		{"JSON preferred", "GET", "/embed/1-abc", "text/html;q=0.5, application/json", 403, "application/problem+json", "malformed", ""},
		{"curl takes anything", "GET", "/embed/1-abc", "*/*", 403, "application/problem+json", "malformed", ""},
	}
	server := newServer(t, nil)
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			answer := do(server, test.method, test.target, test.accept)
			header := answer.Header()
			if answer.Code != test.status || header.Get("Content-Type") != test.contentType {
				t.Fatalf("got %d %q, want %d %q", answer.Code, header.Get("Content-Type"), test.status, test.contentType)
			}
			if got := header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control %q: no answer here may be stored", got)
			}
			if got := header.Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("X-Content-Type-Options %q", got)
			}
			if got := header.Get("Allow"); got != test.allow {
				t.Errorf("Allow %q, want %q", got, test.allow)
			}
			if test.code == "" {
				return
			}
			problem := problemOf(t, answer)
			if problem.Code != test.code || problem.Status != test.status || problem.Title != http.StatusText(test.status) || problem.Detail == "" {
				t.Errorf("problem %+v, want code %q", problem, test.code)
			}
		})
	}
}

// Of several parameters that are not known, the same one is named each time.
func TestUnknownParameterIsNamed(t *testing.T) {
	server := newServer(t, nil)
	for range 20 {
		problem := problemOf(t, get(server, "/api/embed-url?z=1&usr=creator&user=viewer", ""))
		if problem.Parameter != "usr" || !strings.Contains(problem.Detail, `"usr"`) {
			t.Fatalf("%+v, want one about usr", problem)
		}
	}
}

func TestSignedURLIsThatOfTheUser(t *testing.T) {
	server := newServer(t, nil)
	for _, preset := range signer.Presets() {
		answer := get(server, "/api/embed-url?user="+preset.ID, "")
		decoder := json.NewDecoder(answer.Body)
		decoder.DisallowUnknownFields()
		var body struct {
			URL string `json:"url"`
		}
		if err := decoder.Decode(&body); err != nil {
			t.Fatal(err)
		}
		nonce := between(t, body.URL, ":nonce=", "&")
		if err := signer.CheckNonceForm(nonce); err != nil {
			t.Error(err)
		}
		embed := preset.Embed
		embed.Path = testOrigin + "/embed/1-abCDEFG2hIjKLMnopqrST"
		want, err := signer.Sign(signer.Request{
			Embed:       embed,
			Credentials: signer.Credentials{ClientID: testClientID, Secret: signer.NewSecret(testSecret)},
			Nonce:       nonce,
			Time:        begin,
		})
		if err != nil {
			t.Fatal(err)
		}
		if body.URL != want {
			t.Errorf("%s:\n got %s\nwant %s", preset.ID, body.URL, want)
		}
	}
}

// Many sign at once, each URL is signed right and used by nobody else. What they
// share is the pool, and whoever forgets to put copies there fails here.
func TestManySignAtOnce(t *testing.T) {
	server := newServer(t, nil)
	urls := make([][]string, 8)
	var done sync.WaitGroup
	for i := range urls {
		done.Go(func() {
			for range 100 {
				urls[i] = append(urls[i], signedURL(t, server, signer.Presets()[i%3].ID))
			}
		})
	}
	done.Wait()
	for _, url := range slices.Concat(urls...) {
		if answer := get(server, url, ""); answer.Code != http.StatusOK {
			t.Fatalf("%d %s", answer.Code, answer.Body)
		}
	}
}

func TestSigningFailsWithoutRandomness(t *testing.T) {
	server := newServer(t, func(c *api.Config) { c.Random = bytes.NewReader(make([]byte, 20)) })
	if answer := get(server, "/api/embed-url", ""); answer.Code != http.StatusOK {
		t.Fatalf("with 20 random bytes left: %d", answer.Code)
	}
	answer := get(server, "/api/embed-url", "")
	if problem := problemOf(t, answer); answer.Code != http.StatusInternalServerError || problem.Code != "signing_failed" {
		t.Errorf("with 4 random bytes left: %d %+v", answer.Code, problem)
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		why       string
		configure func(*api.Config)
		want      string
	}{
		{"no secret", func(c *api.Config) { c.Credentials.Secret = signer.Secret{} }, "secret"},
		{"no embed path", func(c *api.Config) { c.EmbedPath = "" }, "embed path"},
		{"no host", func(c *api.Config) { c.EmbedPath = "/embed/1-abc" }, "embed path"},
		{"http on another machine", func(c *api.Config) { c.EmbedPath = "http://192.0.2.1/embed/1-abc" }, "https"},
		{"a session of no length", func(c *api.Config) { c.Users[0].Embed.SessionLength = -1 }, ":session_length"},
	}
	for _, test := range tests {
		config := api.Config{
			Credentials: signer.Credentials{ClientID: testClientID, Secret: signer.NewSecret(testSecret)},
			EmbedPath:   testOrigin + "/embed/1-abCDEFG2hIjKLMnopqrST",
			Users:       signer.Presets(),
		}
		test.configure(&config)
		_, err := api.New(config)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one about %q", test.why, err, test.want)
		}
	}
}

// The default clock and source must be real ones: a URL made now opens now.
func TestDefaultsAreReal(t *testing.T) {
	server := newServer(t, func(c *api.Config) { c.Clock = nil })
	url := signedURL(t, server, "viewer")
	if answer := get(server, url, ""); answer.Code != http.StatusOK {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if age := time.Since(time.Unix(unixIn(t, url), 0)); age < 0 || age > time.Minute {
		t.Errorf("the URL begins %v ago", age)
	}
}

// Over a real connection, as serve and bench run it.
func TestOverHTTP(t *testing.T) {
	listening := httptest.NewUnstartedServer(nil)
	origin := "http://" + listening.Listener.Addr().String()
	listening.Config.Handler = newServer(t, func(c *api.Config) { c.EmbedPath = origin + "/embed/1-abCDEFG2hIjKLMnopqrST" })
	listening.Start()
	defer listening.Close()
	body := fetch(t, origin+"/api/embed-url", http.StatusOK)
	var answer struct{ URL string }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	if page := fetch(t, answer.URL, http.StatusOK); !strings.Contains(page, "embed_viewer@example.com") {
		t.Errorf("the page does not name the user: %s", page)
	}
	if problem := fetch(t, answer.URL, http.StatusForbidden); !strings.Contains(problem, `"code":"nonce_reused"`) {
		t.Errorf("second time: %s", problem)
	}
}

func fetch(t *testing.T, url string, status int) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status {
		t.Fatalf("%d %s (%v), want %d", response.StatusCode, body, err, status)
	}
	return string(body)
}
