package loadtarget

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

func config(kind Kind) Config {
	return Config{Kind: kind, HTTP: "1.1", Timeout: 5 * time.Second, Connections: 8, Random: rand.Reader}
}

func open(t *testing.T, c Config) *Target {
	t.Helper()
	target, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := target.Close(); err != nil {
			t.Error(err)
		}
	})
	return target
}

// send sends some requests one after the other.
func send(t *testing.T, target *Target, n int) (load.Answers, int) {
	t.Helper()
	l, err := target.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for range n {
		sent := l.Send()
		if sent.End.Before(sent.Begin) {
			t.Errorf("sent %+v", sent)
		}
		if sent.Failed {
			failed++
		}
	}
	l.Close()
	return l.Answers(), failed
}

func TestInProcess(t *testing.T) {
	for _, row := range []struct {
		kind         Kind
		http         string
		secure       bool
		version, tls string
	}{
		{Sign, "1.1", false, "1.1", load.NoTLS},
		{Open, "1.1", false, "1.1", load.NoTLS},
		{Sign, "1.1", true, "1.1", load.Verified},
		{Sign, "2", true, "2", load.Verified},
		{Open, "2", true, "2", load.Verified},
	} {
		c := config(row.kind)
		c.HTTP, c.Secure = row.http, row.secure
		target := open(t, c)
		answers, failed := send(t, target, 30)
		about := target.About()
		if about.HTTP != row.version || about.TLS != row.tls || !about.InProcess || !about.SameMachine || about.Kind != string(row.kind) || strings.Contains(about.URL, "?") {
			t.Errorf("%+v: %+v", row, about)
		}
		if failed != 0 || answers.Statuses["200"] != 30 || len(answers.Failures) != 0 {
			t.Errorf("%+v: %d failed, %+v", row, failed, answers)
		}
		if row.kind == Sign && (answers.Verified == 0 || answers.BadSignatures != 0) {
			t.Errorf("%+v: %+v", row, answers)
		}
		if row.kind == Open && (answers.Accepted != 30 || answers.Reopened == 0 || answers.AcceptedTwice != 0 || len(answers.Refused) != 0) {
			t.Errorf("%+v: %+v", row, answers)
		}
	}
}

// elsewhere starts the real handlers as a server that is not the target's own, with
// something in front.
func elsewhere(t *testing.T, front func(w http.ResponseWriter, r *http.Request, next http.Handler)) (Config, signer.Credentials) {
	t.Helper()
	credentials, err := signer.NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { front(w, r, handler) }))
	t.Cleanup(server.Close)
	if handler, err = api.New(api.Config{Credentials: credentials, EmbedPath: server.URL + receiver}); err != nil {
		t.Fatal(err)
	}
	c := config(Open)
	c.Credentials = &credentials
	if c.URL, err = url.Parse(server.URL); err != nil {
		t.Fatal(err)
	}
	return c, credentials
}

func through(w http.ResponseWriter, r *http.Request, next http.Handler) { next.ServeHTTP(w, r) }

func TestElsewhere(t *testing.T) {
	c, _ := elsewhere(t, through)
	if answers, failed := send(t, open(t, c), 10); failed != 0 || answers.Accepted != 10 {
		t.Errorf("open: %d failed, %+v", failed, answers)
	}
	c.Kind = Sign
	if answers, failed := send(t, open(t, c), 10); failed != 0 || answers.Verified == 0 {
		t.Errorf("sign: %d failed, %+v", failed, answers)
	}
}

// TestRefusalsAreCountedByCode has a server that gets every other URL twice, so that
// what bench sends is the second time.
func TestRefusalsAreCountedByCode(t *testing.T) {
	var asked atomic.Int64
	c, _ := elsewhere(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if asked.Add(1)%2 == 0 {
			next.ServeHTTP(httptest.NewRecorder(), r)
		}
		next.ServeHTTP(w, r)
	})
	answers, failed := send(t, open(t, c), 10)
	if failed == 0 || answers.Refused[string(signer.CodeNonceReused)] != int64(failed) || answers.Failures[load.FailedRefused] != int64(failed) || answers.Statuses["403"] != int64(failed) {
		t.Errorf("%d failed, %+v", failed, answers)
	}
}

// TestAcceptedTwiceIsSeen has a server that says yes to everything.
func TestAcceptedTwiceIsSeen(t *testing.T) {
	c, _ := elsewhere(t, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {})
	target := open(t, c)
	if answers, _ := send(t, target, 10); answers.Reopened == 0 || answers.AcceptedTwice != answers.Reopened {
		t.Errorf("open loop: %+v", answers)
	}
	l, err := target.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		l.Next()
	}
	l.Batch(heyload.Outcome{Statuses: map[int]int{200: 3}})
	l.Close()
	if answers := l.Answers(); answers.Accepted != 3 || answers.Reopened != 3 || answers.AcceptedTwice != 3 {
		t.Errorf("closed loop: %+v", answers)
	}
}

// TestABatchWithAFailureIsNotReopened: of a URL without an answer nobody knows if it
// was accepted, so that the next time may be the first.
func TestABatchWithAFailureIsNotReopened(t *testing.T) {
	l, err := open(t, config(Open)).Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	l.Next()
	l.Batch(heyload.Outcome{Statuses: map[int]int{200: 1, 403: 1, 500: 1}, Errors: map[string]int{"net/http: Client.Timeout": 2}})
	l.Close()
	a := l.Answers()
	if a.Reopened != 0 || a.Accepted != 1 || a.Refused[load.NoCode] != 1 || a.Failures[load.FailedStatus] != 1 || a.Failures[load.FailedTimeout] != 2 || a.Failures[load.FailedRefused] != 1 {
		t.Errorf("%+v", a)
	}
}

// TestBadSignaturesAreSeen has a signing API that spoils what it signs, after the
// first time.
func TestBadSignaturesAreSeen(t *testing.T) {
	var asked atomic.Int64
	c, _ := elsewhere(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		text := answer.Body.String()
		if asked.Add(1) > 1 {
			text = strings.Replace(text, "embed_viewer", "embed_bruiser", 1)
		}
		w.Write([]byte(text))
	})
	c.Kind = Sign
	answers, failed := send(t, open(t, c), 5)
	if failed == 0 || answers.BadSignatures != int64(failed) || answers.Failures[load.FailedSignature] != int64(failed) {
		t.Errorf("%d failed, %+v", failed, answers)
	}
}
