package api_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

// The log and the metrics of all kinds of requests, and the answers of the
// receiving side, are searched for what must not be in them. Two mistakes that
// people make are among the requests: a path that lacks its question mark, and
// a signed URL inside another one.
func TestNothingSecretShowsUp(t *testing.T) {
	var log bytes.Buffer
	registry := prometheus.NewRegistry()
	server := newServer(t, func(c *api.Config) {
		c.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		c.Registerer = registry
		c.Ledger = signer.NewMemoryLedger(1)
	})
	url := signedURL(t, server, "viewer")
	signature := url[len(url)-64:]
	var answers strings.Builder
	for _, target := range []string{
		url, url, // accepted, reused
		strings.Replace(url, "Viewer", "Creator", 1),
		strings.Replace(url, "?", "&", 1),
		strings.Replace(url, "?", "/tag/x&", 1),
		strings.Replace(url, "?", "%3F", 1),
		url + "&later=1",
		signedURL(t, server, "creator"), // the ledger is full: 503
		"/api/nothing?" + url,
		"/api/embed-url?user=" + url,
	} {
		for _, accept := range []string{"", browser} {
			answer := get(server, target, accept)
			answers.WriteString(answer.Body.String())
			answer.Header().Write(&answers)
		}
	}
	do(server, http.MethodPost, url, "")
	if !strings.Contains(log.String(), "status=503") || !strings.Contains(log.String(), "code=nonce_reused") {
		t.Fatalf("the log lacks requests that were made:\n%s", log.String())
	}
	hidden := map[string]string{"secret": testSecret, "signature": signature}
	forbid(t, "answers", answers.String(), hidden)
	// Of the URL, what identifies a person or opens anything.
	hidden["name of the signature"] = ":signature"
	hidden["nonce"] = between(t, url, ":nonce=", "&")
	hidden["e-mail"] = "embed_viewer"
	hidden["query"] = "?"
	forbid(t, "log", log.String(), hidden)
	forbid(t, "metrics", exposition(t, registry), hidden)
}

func forbid(t *testing.T, where, text string, hidden map[string]string) {
	t.Helper()
	for what, needle := range hidden {
		if i := strings.Index(text, needle); i >= 0 {
			t.Errorf("%s: the %s shows up: ...%s", where, what, text[max(0, i-80):min(len(text), i+20)])
		}
	}
}

func TestLogLine(t *testing.T) {
	var log bytes.Buffer
	server := newServer(t, func(c *api.Config) {
		c.Logger = slog.New(slog.NewTextHandler(&log, nil))
	})
	get(server, "/embed/1-abc?:mode=view", "")
	_, line, _ := strings.Cut(log.String(), " ") // without the time of the line
	const want = "level=INFO msg=request method=GET route=embed path=/embed/1-abc status=403 duration=0s code=missing_parameter\n"
	if line != want {
		t.Errorf("log line\n%s, want\n%s", line, want)
	}
}
