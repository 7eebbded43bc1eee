package labhttp

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

const (
	origin = "https://embed.example.com"
	parent = "https://app.example.com"
	token  = "a token that nobody guesses"
)

// A scene has both sides of a lab.
type scene struct {
	t        *testing.T
	lab      *lab.Lab
	platform *Platform
	console  *Console
	now      time.Time
	// failing makes the ledger fail.
	failing bool
}

// A ledger fails when the scene says so.
type ledger struct {
	*scene
	signer.Ledger
}

func (l ledger) Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (bool, error) {
	if l.failing {
		return false, errors.New("no connection")
	}
	return l.Ledger.Use(ctx, clientID, nonce, expires, now)
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, now: time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return s.now }
	pair, err := signer.NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	example, err := tenant.NewExample(lab.Administrator, pair, tenant.InsecureVault{}, s.now)
	if err != nil {
		t.Fatal(err)
	}
	s.lab = &lab.Lab{
		Tenant: &tenant.Tenant{
			Store: tenant.NewMemoryStore(example.State), Sessions: tenant.NewMemorySessions(100), Vault: tenant.InsecureVault{},
			Ledger: ledger{s, signer.NewMemoryLedger(100)}, Random: rand.Reader,
		},
		Parent: lab.NewParent(origin, signer.Presets()),
		Clock:  clock,
	}
	s.lab.Parent.Use(s.lab.Parent.Path(example.Embed), pair)
	server, err := api.New(api.Config{Credentials: pair, EmbedPath: origin + "/embed/x", MoreVerdicts: tenant.Codes()})
	if err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.DiscardHandler)
	assets := func(w http.ResponseWriter, r *http.Request) api.Outcome {
		return server.Refuse(w, r, api.Problem{Status: http.StatusNotFound, Code: "not_found"})
	}
	s.platform, err = NewPlatform(PlatformConfig{
		Lab: s.lab, Server: server, Logger: logger, Assets: assets, Policy: "default-src 'none'", Origin: origin, Parents: []string{parent},
		Files: fstest.MapFS{"index.html": {Data: []byte("<head>" + startMark + "</head>")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.console, err = NewConsole(ConsoleConfig{Lab: s.lab, Server: server, Logger: logger, Page: assets, Token: token, Secure: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// request asks a side, with header fields in pairs.
func (s *scene) request(side http.Handler, method, url, body string, fields ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, url, strings.NewReader(body))
	r.RequestURI = strings.TrimPrefix(url, origin)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	side.ServeHTTP(w, r)
	return w
}

func (s *scene) post(side http.Handler, path, body string, fields ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.request(side, http.MethodPost, path, body, append([]string{"Content-Type", "application/json"}, fields...)...)
}

// signed is a URL from the parent application.
func (s *scene) signed() string {
	s.t.Helper()
	var answer struct{ URL string }
	s.decode(s.post(s.console, "/lab/ask/sign", `{"user": "viewer"}`), http.StatusOK, &answer)
	return answer.URL
}

func (s *scene) decode(w *httptest.ResponseRecorder, status int, into any) {
	s.t.Helper()
	if w.Code != status {
		s.t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		s.t.Fatalf("%v: %s", err, w.Body)
	}
}

// refused wants a problem with a code.
func (s *scene) refused(w *httptest.ResponseRecorder, status int, code string) {
	s.t.Helper()
	var problem api.Problem
	s.decode(w, status, &problem)
	if problem.Code != code || w.Header().Get("Content-Type") != "application/problem+json" {
		s.t.Errorf("code %q, want %q: %s", problem.Code, code, w.Body)
	}
}

// startOf reads what the page in the frame begins with.
func (s *scene) startOf(w *httptest.ResponseRecorder) (begin start) {
	s.t.Helper()
	_, text, _ := strings.Cut(w.Body.String(), `id="start">`)
	text, _, _ = strings.Cut(text, "</script>")
	if err := json.Unmarshal([]byte(text), &begin); err != nil {
		s.t.Fatalf("%v: %s", err, w.Body)
	}
	return begin
}

// open opens a URL as a browser does.
func (s *scene) open(url string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.request(s.platform, http.MethodGet, url, "", "Accept", "text/html")
}

func TestURLOpensOnceAndItsSessionIsAnswered(t *testing.T) {
	s := newScene(t)
	url := s.signed()
	w := s.open(url)
	begin := s.startOf(w)
	if w.Code != http.StatusOK || begin.Session == "" || begin.Refusal != nil || len(begin.Parents) != 1 {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	for name, want := range map[string]string{
		"Cache-Control":           "no-store",
		"Referrer-Policy":         "no-referrer",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors " + parent,
		"X-Content-Type-Options":  "nosniff",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	var view struct{ User struct{ Email string } }
	s.decode(s.post(s.platform, "/ask/view", "{}", "Authorization", "Bearer "+begin.Session), http.StatusOK, &view)
	if view.User.Email == "" {
		t.Error("the session is nobody's")
	}

	again := s.startOf(s.open(url))
	if again.Session != "" || again.Refusal == nil || again.Refusal.Code != string(signer.CodeNonceReused) || again.Refusal.EventCode != "EINVAL" {
		t.Errorf("the second time: %+v", again)
	}
	s.refused(s.request(s.platform, http.MethodGet, url, ""), http.StatusForbidden, string(signer.CodeNonceReused))
	s.refused(s.request(s.platform, http.MethodHead, s.signed(), ""), http.StatusMethodNotAllowed, "method_not_allowed")
}

// TestPageHoldsWhatIsInTheURL: markup in a URL is no markup in the page.
func TestPageHoldsWhatIsInTheURL(t *testing.T) {
	s := newScene(t)
	w := s.open(origin + "/embed/x?</script><b>")
	if begin := s.startOf(w); begin.Refusal == nil {
		t.Fatal("accepted")
	}
	if !strings.Contains(w.Body.String(), `\u003cb\u003e`) {
		t.Errorf("the page does not quote the URL: %s", w.Body)
	}
	if strings.Count(w.Body.String(), "</script>") != 1 {
		t.Errorf("%s", html.EscapeString(w.Body.String()))
	}
}

func TestFrameHasToHaveASession(t *testing.T) {
	s := newScene(t)
	s.refused(s.post(s.platform, "/ask/view", "{}"), http.StatusUnauthorized, "not_allowed")
	s.refused(s.post(s.platform, "/ask/view", "{}", "Authorization", "Bearer guessed"), http.StatusForbidden, string(tenant.CodeSessionUnknown))
	begin := s.startOf(s.open(s.signed()))
	s.refused(s.post(s.platform, "/ask/organisation", "{}", "Authorization", "Bearer "+begin.Session), http.StatusNotFound, "unknown_question")
	s.now = s.now.Add(31 * 24 * time.Hour)
	s.refused(s.post(s.platform, "/ask/view", "{}", "Authorization", "Bearer "+begin.Session), http.StatusForbidden, string(tenant.CodeSessionExpired))
}

// TestDoubtOpensNothing: without the ledger nothing can be told of a nonce.
func TestDoubtOpensNothing(t *testing.T) {
	s := newScene(t)
	url := s.signed()
	s.failing = true
	w := s.request(s.platform, http.MethodGet, url, "")
	s.refused(w, http.StatusServiceUnavailable, "ledger_unavailable")
	if w.Header().Get("Retry-After") == "" {
		t.Error("it does not say when to try again")
	}
	s.failing = false
	if w := s.open(url); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d", w.Code)
	}
}

func TestAdministrationWantsTheToken(t *testing.T) {
	s := newScene(t)
	s.refused(s.post(s.console, "/lab/ask/organisation", "{}"), http.StatusUnauthorized, "not_allowed")
	s.refused(s.post(s.console, "/lab/session", `{"token": "another token"}`), http.StatusUnauthorized, "wrong_token")
	s.refused(s.post(s.console, "/lab/session", `7`), http.StatusUnauthorized, "wrong_token")

	w := s.post(s.console, "/lab/session", `{"token": "`+token+`"}`)
	field := w.Header().Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "Secure", "SameSite=Strict", "Path=/lab/", "Max-Age="} {
		if !strings.Contains(field, want) {
			t.Errorf("cookie %q: no %s", field, want)
		}
	}
	if strings.Contains(field, token) {
		t.Error("the cookie holds the token")
	}
	cookie, _, _ := strings.Cut(field, ";")
	var organisation struct{ Users []any }
	s.decode(s.post(s.console, "/lab/ask/organisation", "{}", "Cookie", cookie), http.StatusOK, &organisation)
	if len(organisation.Users) != 1 {
		t.Errorf("%d users", len(organisation.Users))
	}
	s.refused(s.post(s.console, "/lab/ask/organisation", "{}", "Cookie", cookie+"0"), http.StatusUnauthorized, "not_allowed")
	name, value, _ := strings.Cut(cookie, "=")
	s.refused(s.post(s.console, "/lab/ask/organisation", "{}", "Cookie", name+"=9"+value), http.StatusUnauthorized, "not_allowed")
	s.now = s.now.Add(shift + time.Minute)
	s.refused(s.post(s.console, "/lab/ask/organisation", "{}", "Cookie", cookie), http.StatusUnauthorized, "not_allowed")

	if gone := s.request(s.console, http.MethodDelete, "/lab/session", "").Header().Get("Set-Cookie"); !strings.Contains(gone, "Max-Age=0") {
		t.Errorf("taken back by %q", gone)
	}
}

func TestShortTokenIsRefused(t *testing.T) {
	if _, err := NewConsole(ConsoleConfig{Token: strings.Repeat("x", MinToken-1)}); !errors.Is(err, errShort) {
		t.Errorf("%v", err)
	}
}

// TestQuestionsOfOtherSitesAreRefused asks as a page elsewhere could make a browser ask.
func TestQuestionsOfOtherSitesAreRefused(t *testing.T) {
	s := newScene(t)
	for _, c := range []struct {
		name, method, path, code string
		status                   int
		fields                   []string
	}{
		{"fetch of another site", "POST", "/lab/ask/sign", "cross_origin", 403, []string{"Sec-Fetch-Site", "cross-site", "Content-Type", "application/json"}},
		{"another origin", "POST", "/lab/ask/sign", "cross_origin", 403, []string{"Origin", "https://evil.example", "Content-Type", "application/json"}},
		{"letting out", "DELETE", "/lab/session", "cross_origin", 403, []string{"Sec-Fetch-Site", "cross-site"}},
		{"a form", "POST", "/lab/ask/sign", "json_wanted", 415, []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"reading", "GET", "/lab/ask/sign", "method_not_allowed", 405, nil},
		{"reading the session", "GET", "/lab/session", "method_not_allowed", 405, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.refused(s.request(s.console, c.method, c.path, `{"user": "viewer"}`, c.fields...), c.status, c.code)
		})
	}
	s.refused(s.post(s.console, "/lab/ask/sign", strings.Repeat(" ", lab.MaxQuestion+1)), http.StatusRequestEntityTooLarge, "too_large")
	s.refused(s.post(s.console, "/lab/ask/sign", `{"user": "mallory"}`), http.StatusNotFound, "not_found")
	s.refused(s.post(s.console, "/lab/ask/guess", `{}`), http.StatusNotFound, "unknown_question")
}

func TestPageWithoutAPlaceToStartFrom(t *testing.T) {
	for _, files := range []fstest.MapFS{{}, {"index.html": {Data: []byte("<p>")}}} {
		if _, err := NewPlatform(PlatformConfig{Files: files}); err == nil {
			t.Errorf("%v: no error", files)
		}
	}
}
