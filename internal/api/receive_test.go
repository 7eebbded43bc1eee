package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/storage/ledgertest"
	"github.com/embedsign/embedsign/signer"
)

// between cuts out what stands between two texts.
func between(t *testing.T, text, left, right string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, left)
	middle, _, _ := strings.Cut(rest, right)
	if !ok {
		t.Fatalf("no %q in %q", left, text)
	}
	return middle
}

func unixIn(t *testing.T, url string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(between(t, url, ":time=", "&"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Each URL is a good one with one thing changed, and the verdict is the first
// that applies.
func TestRefusals(t *testing.T) {
	replace := func(old, new string) func(string) string {
		return func(url string) string { return strings.Replace(url, old, new, 1) }
	}
	tests := []struct {
		code         signer.Code
		later        time.Duration // how long after signing it is opened
		change       func(string) string
		parameter    string
		sigmaMessage string
	}{
		{signer.CodeMalformed, 0, replace("/embed/1-abCDEFG2hIjKLMnopqrST?", "/embed/1-abCDEFG2hIjKLMnopqrST&"), "", ""},
		{signer.CodeMissingParameter, 0, replace(":email=embed_viewer%40example.com", ":email="), ":email", ""},
		{signer.CodeInvalidMode, 0, replace(":mode=userbacked", ":mode=admin"), ":mode", "Invalid embed request."},
		{signer.CodeInvalidEmail, 0, replace("example.com", "company"), ":email", `Invalid embed request. ":email" is not valid.`},
		{signer.CodeSessionLengthExceeded, 0, replace(":session_length=3600", ":session_length=2592001"), ":session_length", `Invalid embed request. ":session_length" exceeds maximum`},
		{signer.CodeUnknownClient, 0, replace(testClientID, "f00d"), ":client_id", "You don't have permission to access this page."},
		{signer.CodeInvalidSignature, 0, replace("=Viewer&", "=Creator&"), ":signature", "You don't have permission to access this page. Invalid embed signature."},
		{signer.CodeNotYetValid, -time.Second, func(url string) string { return url }, ":time", ""},
		{signer.CodeExpired, time.Hour + time.Second, func(url string) string { return url }, ":time", "You don't have permission to access this page. Sigma embed is expired."},
	}
	for _, test := range tests {
		t.Run(string(test.code), func(t *testing.T) {
			now := begin
			server := newServer(t, func(c *api.Config) { c.Clock = func() time.Time { return now } })
			good := signedURL(t, server, "viewer")
			now = begin.Add(test.later)
			problem := problemOf(t, get(server, test.change(good), ""))
			if problem.Status != http.StatusForbidden || problem.Code != string(test.code) || problem.SigmaMessage != test.sigmaMessage {
				t.Errorf("%+v", problem)
			}
			if test.parameter != "" && problem.Parameter != test.parameter {
				t.Errorf("parameter %q, want %q", problem.Parameter, test.parameter)
			}
			now = begin
			if answer := get(server, good, ""); answer.Code != http.StatusOK {
				t.Errorf("the refusal used up the good URL: %s", answer.Body)
			}
		})
	}
}

func TestLeewayWidensTheWindow(t *testing.T) {
	now := begin
	server := newServer(t, func(c *api.Config) {
		c.Clock = func() time.Time { return now }
		c.Leeway = 30 * time.Second
	})
	early, late := signedURL(t, server, "viewer"), signedURL(t, server, "viewer")
	now = begin.Add(-30 * time.Second)
	if answer := get(server, early, ""); answer.Code != http.StatusOK {
		t.Errorf("30 s early: %s", answer.Body)
	}
	now = begin.Add(time.Hour + 30*time.Second)
	if answer := get(server, late, ""); answer.Code != http.StatusOK {
		t.Errorf("30 s late: %s", answer.Body)
	}
}

// However many open the same URL at the same moment, one of them gets in.
func TestOneOfManyGetsIn(t *testing.T) {
	const visitors, rounds = 64, 20
	server := newServer(t, nil)
	for range rounds {
		url := signedURL(t, server, "creator")
		var statuses [visitors]int
		var start, done sync.WaitGroup
		start.Add(1)
		for i := range visitors {
			done.Go(func() {
				start.Wait()
				statuses[i] = get(server, url, "").Code
			})
		}
		start.Done()
		done.Wait()
		counts := map[int]int{}
		for _, status := range statuses {
			counts[status]++
		}
		if counts[http.StatusOK] != 1 || counts[http.StatusForbidden] != visitors-1 {
			t.Fatalf("statuses %v, want 1 time 200 and %d times 403", counts, visitors-1)
		}
	}
}

// A ledger that cannot answer opens nothing, also when the URL is good.
func TestNothingOpensWithoutLedger(t *testing.T) {
	server := newServer(t, func(c *api.Config) { c.Ledger = signer.NewMemoryLedger(0) })
	answer := get(server, signedURL(t, server, "viewer"), "")
	problem := problemOf(t, answer)
	if answer.Code != http.StatusServiceUnavailable || problem.Code != "ledger_unavailable" {
		t.Errorf("%d %+v", answer.Code, problem)
	}
	if seconds, err := strconv.Atoi(answer.Header().Get("Retry-After")); err != nil || seconds < 1 {
		t.Errorf("Retry-After %q, want a number of seconds", answer.Header().Get("Retry-After"))
	}
}

// Nor do credentials that were revoked open anything, or of which that cannot be told.
func TestNothingOpensWithRevokedCredentials(t *testing.T) {
	var revoked bool
	var failed error
	server := newServer(t, func(c *api.Config) {
		c.Revoked = func(context.Context) (bool, error) { return revoked, failed }
	})
	for _, c := range []struct {
		revoked bool
		failed  error
		status  int
		code    string
	}{
		{true, nil, http.StatusForbidden, string(signer.CodeUnknownClient)},
		{false, errors.New("no disk"), http.StatusServiceUnavailable, "ledger_unavailable"},
	} {
		revoked, failed = c.revoked, c.failed
		answer := get(server, signedURL(t, server, "viewer"), "")
		if problem := problemOf(t, answer); answer.Code != c.status || problem.Code != c.code {
			t.Errorf("%d %+v, want %d %s", answer.Code, problem, c.status, c.code)
		}
	}
	revoked, failed = false, nil
	if answer := get(server, signedURL(t, server, "viewer"), ""); answer.Code != http.StatusOK {
		t.Errorf("in order: %s", answer.Body)
	}
}

// A machine that stood still while it decided has nothing to go by.
func TestNothingOpensAfterAPause(t *testing.T) {
	for pause, want := range map[time.Duration]int{time.Second: http.StatusOK, time.Minute: http.StatusServiceUnavailable} {
		now := begin
		server := newServer(t, func(c *api.Config) {
			c.Clock = func() time.Time { return now }
			c.Ledger = ledgertest.Paused{Ledger: signer.NewMemoryLedger(10), Pause: func() { now = now.Add(pause) }}
		})
		if answer := get(server, signedURL(t, server, "viewer"), ""); answer.Code != want {
			t.Errorf("after %v: %d %s", pause, answer.Code, answer.Body)
		}
	}
}

// Behind a proxy that ends TLS, URLs begin with another origin than the one
// that the request arrives at.
func TestOriginBehindProxy(t *testing.T) {
	server := newServer(t, func(c *api.Config) { c.EmbedPath = "https://embed.example.com/embed/1-abCDEFG2hIjKLMnopqrST" })
	url := signedURL(t, server, "viewer")
	target, ok := strings.CutPrefix(url, "https://embed.example.com")
	if !ok {
		t.Fatalf("URL %q", url)
	}
	if answer := get(server, target, ""); answer.Code != http.StatusOK {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

// A request by way of a forward proxy names the origin itself. Another origin
// than the server's own is another text, so its signature does not fit.
func TestAbsoluteRequestLine(t *testing.T) {
	server := newServer(t, nil)
	url := signedURL(t, server, "viewer")
	for _, test := range []struct {
		line   string
		status int
	}{
		{strings.Replace(url, testOrigin, "http://127.0.0.1:9", 1), http.StatusForbidden},
		{url, http.StatusOK},
	} {
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, test.line, nil))
		if recorder.Code != test.status {
			t.Errorf("%d %s, want %d", recorder.Code, recorder.Body, test.status)
		}
	}
}

// Bytes decide, not what they stand for.
func TestEquivalentSpellingIsAnotherURL(t *testing.T) {
	server := newServer(t, nil)
	url := signedURL(t, server, "viewer")
	for _, other := range []string{
		strings.Replace(url, "%40", "@", 1),
		strings.Replace(url, ":mode", "%3Amode", 1),
		strings.Replace(url, "/embed/", "/%65mbed/", 1),
	} {
		if problem := problemOf(t, get(server, other, "")); problem.Code != string(signer.CodeInvalidSignature) {
			t.Errorf("%s: %+v", other, problem)
		}
	}
	if answer := get(server, url, ""); answer.Code != http.StatusOK {
		t.Error("the good URL is refused")
	}
}
