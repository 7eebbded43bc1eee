package loadtarget

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/signer"
)

func TestWhatDoesNotWorkFailsAtOnce(t *testing.T) {
	good, _ := elsewhere(t, through)
	other, err := signer.NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	broken, _ := elsewhere(t, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusNotFound) })
	moved, _ := elsewhere(t, func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		http.Redirect(w, r, "/elsewhere?secret=1", http.StatusFound)
	})
	for name, row := range map[string]struct {
		config Config
		change func(*Config)
		want   string
	}{
		"another secret": {good, func(c *Config) {
			c.Credentials = &signer.Credentials{ClientID: c.Credentials.ClientID, Secret: other.Secret}
		}, "invalid_signature"},
		"another client": {good, func(c *Config) { c.Credentials = &other }, "unknown_client"},
		"no credentials": {good, func(c *Config) { c.Credentials = nil }, "needs a client ID and a secret"},
		"other secret of the signing API": {good, func(c *Config) {
			c.Kind = Sign
			c.Credentials = &signer.Credentials{ClientID: c.Credentials.ClientID, Secret: other.Secret}
		}, "does not verify"},
		"not found":         {broken, func(c *Config) { c.Kind = URL }, "status 404, 3 times, want any of 200 to 299; --expect-status says which are good"},
		"not the one":       {broken, func(c *Config) { c.Kind, c.Expected = URL, []int{200, 503} }, "want 200 or 503"},
		"not an embed path": {broken, func(*Config) {}, "status 404, 3 times, want 200; is the path of --url the embed path of this server"},
		"redirected":        {moved, func(c *Config) { c.Kind = URL }, "/elsewhere, which is not followed"},
		"no signing API":    {good, func(c *Config) { c.Kind, c.Credentials = Static, nil }, "status 404"},
		"HTTP/2 without":    {good, func(c *Config) { c.HTTP = "2" }, ""},
		"nobody there":      {good, func(c *Config) { c.URL = &url.URL{Scheme: "http", Host: closedPort(t)} }, "refused"},
	} {
		c := row.config
		row.change(&c)
		target, err := New(t.Context(), c)
		if err == nil {
			target.Close()
			t.Errorf("%s: no error", name)
			continue
		}
		if !strings.Contains(err.Error(), row.want) || strings.Contains(err.Error(), ":signature") || strings.Contains(err.Error(), "secret=") {
			t.Errorf("%s: %v, want %q", name, err, row.want)
		}
	}
}

// TestAFlakyServerIsTested: of three answers one is enough.
func TestAFlakyServerIsTested(t *testing.T) {
	for _, kind := range []Kind{Sign, Open} {
		for failing, want := range map[int64]bool{tries - 1: true, tries: false} {
			var asked atomic.Int64
			c, _ := elsewhere(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if asked.Add(1) <= failing {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				next.ServeHTTP(w, r)
			})
			c.Kind = kind
			target, err := New(t.Context(), c)
			if (err == nil) != want {
				t.Errorf("%s, %d failures first: %v", kind, failing, err)
			}
			if err == nil {
				target.Close()
			}
		}
	}
}

// TestStatusesThatAreExpected are good, and others are not.
func TestStatusesThatAreExpected(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/never-mind") // of no meaning with a 404
		w.WriteHeader(http.StatusNotFound)
	}))
	defer server.Close()
	c := config(URL)
	c.URL, _ = url.Parse(server.URL)
	if _, err := New(t.Context(), c); err == nil || strings.Contains(err.Error(), "redirects") {
		t.Errorf("a 404: %v", err)
	}
	c.Expected = []int{http.StatusNotFound, http.StatusServiceUnavailable}
	target := open(t, c)
	if answers, failed := send(t, target, 5); failed != 0 || answers.Statuses["404"] != 5 {
		t.Errorf("%d failed, %+v", failed, answers)
	}
	if target.expects(http.StatusOK) {
		t.Error("a 200 is good, too")
	}
}

// closedPort gives an address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestCertificates are verified, unless that was not wanted, and then it is said.
func TestCertificates(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	server.Config.ErrorLog = nil
	c := config(URL)
	c.URL, _ = url.Parse(server.URL)
	if target, err := New(t.Context(), c); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("%+v, %v", target, err)
	}
	known := c
	known.Roots = x509.NewCertPool()
	known.Roots.AddCert(server.Certificate())
	if about := open(t, known).About(); about.TLS != load.Verified {
		t.Errorf("%+v", about)
	}
	c.Insecure = true
	if about := open(t, c).About(); about.TLS != load.NotVerified {
		t.Errorf("%+v", about)
	}
}

// TestFailuresByKind has a server that does each of them after the first request.
func TestFailuresByKind(t *testing.T) {
	for kind, handler := range map[string]http.HandlerFunc{
		load.FailedStatus:  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		load.FailedTimeout: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		load.FailedBroken: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			w.Write([]byte("half"))
		},
	} {
		var asked atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) > 1 {
				handler(w, r)
			}
		}))
		c := config(URL)
		c.URL, _ = url.Parse(server.URL)
		c.Timeout = time.Second
		target := open(t, c)
		if answers, failed := send(t, target, 2); failed != 2 || answers.Failures[kind] != 2 {
			t.Errorf("%s: %d failed, %+v", kind, failed, answers)
		}
		server.Close()
		if answers, failed := send(t, target, 1); failed != 1 || answers.Failures[load.FailedConnect] != 1 {
			t.Errorf("no server: %d failed, %+v", failed, answers)
		}
	}
}

func TestAnAnswerThatIsNone(t *testing.T) {
	var asked atomic.Int64
	c, _ := elsewhere(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if asked.Add(1) > 1 {
			json.NewEncoder(w).Encode("no URL")
			return
		}
		next.ServeHTTP(w, r)
	})
	c.Kind = Sign
	if answers, failed := send(t, open(t, c), 1); failed != 1 || answers.Failures[load.FailedAnswer] != 1 {
		t.Errorf("%d failed, %+v", failed, answers)
	}
}

// TestInterruptedIsNoFailureOfTheServer: nothing is signed any more, and hey gets
// something to fail with.
func TestInterruptedIsNoFailureOfTheServer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	l, err := open(t, config(Open)).Load(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for !l.Send().Failed { // until the grace is over
	}
	if l.Next() == nil {
		t.Error("nothing for hey")
	}
	l.Close()
	if a := l.Answers(); a.Failures[load.FailedInterrupted] == 0 || len(a.Failures) != 1 {
		t.Errorf("%+v", a)
	}
}

func TestKindsOfTexts(t *testing.T) {
	for text, want := range map[string]string{
		"context deadline exceeded (Client.Timeout exceeded while awaiting headers)": load.FailedTimeout,
		"dial tcp 127.0.0.1:1: connect: connection refused":                          load.FailedConnect,
		"remote error: tls: handshake failure":                                       load.FailedTLS,
		"context canceled":                                                           load.FailedInterrupted,
		"EOF":                                                                        load.FailedBroken,
	} {
		if got := kindOfText(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if got := kindOf(errors.New("EOF")); got != load.FailedBroken {
		t.Error(got)
	}
}
