package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

// open starts an engine with a server of its own, or with that at base.
func open(t *testing.T, base string) *Engine {
	t.Helper()
	e, err := Open(t.Context(), base, new(audit.Audit))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// elsewhere is a server whose credentials the engine does not know. Its signed
// URLs lead to embedPath, or if that is empty to the server itself.
func elsewhere(t *testing.T, path string) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String()
	if path == "" {
		path = base + embedPath
	}
	credentials, err := signer.NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := api.New(api.Config{Credentials: credentials, EmbedPath: path})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = handler
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return base
}

func TestEveryOperationIsMeasured(t *testing.T) {
	for name, e := range map[string]*Engine{"in process": open(t, ""), "elsewhere": open(t, elsewhere(t, ""))} {
		for _, operation := range e.Operations() {
			for _, connections := range []int{1, 2} {
				got, err := e.Measure(t.Context(), operation, connections, measure.NewPlan(50*time.Millisecond))
				if err != nil {
					t.Fatalf("%s, %s: %v", name, operation, err)
				}
				if got.Operation.Count == 0 || got.Reference.Count == 0 || len(got.Times) == 0 ||
					got.Latency.TotalCount() == 0 || got.SetUps == 0 {
					t.Errorf("%s, %s: got %+v", name, operation, got)
				}
			}
		}
		if e.InProcess() != (name == "in process") || len(e.Operations()) != 2 {
			t.Errorf("%s: in process %v, operations %v", name, e.InProcess(), e.Operations())
		}
	}
}

// TestTheBareHandlerAnswersAlike compares what a client sees of the two.
func TestTheBareHandlerAnswersAlike(t *testing.T) {
	e := open(t, "")
	for _, operation := range e.Operations() {
		targets, err := e.targets(t.Context(), operation, 1)
		if err != nil {
			t.Fatal(err)
		}
		real, err := e.get(t.Context(), e.base+targets[0])
		if err != nil {
			t.Fatal(err)
		}
		bare, err := e.get(t.Context(), e.bare[operation]+targets[0])
		if err != nil {
			t.Fatal(err)
		}
		if d := len(real.body) - len(bare.body); d < -20 || d > 20 {
			t.Errorf("%s: %d bytes, the bare handler writes %d", operation, len(real.body), len(bare.body))
		}
		for name := range real.header {
			if name != "Date" && name != "Content-Length" && real.header.Get(name) != bare.header.Get(name) {
				t.Errorf("%s: header %s is %q, bare %q", operation, name, real.header.Get(name), bare.header.Get(name))
			}
		}
	}
}

func TestNoncesAreCollectedAndVerified(t *testing.T) {
	e := open(t, "")
	batch, err := e.Nonces(t.Context(), 300)
	if err != nil {
		t.Fatal(err)
	}
	var set nonceset.Set
	set.Add(Name, "http", batch)
	counts, _ := set.Report()
	if c := counts[0]; c.Generated != 300 || c.Duplicates != 0 || c.Malformed != 0 {
		t.Errorf("got %+v", c)
	}
	if checks, evidence := e.audit.Result(); checks.Verified != 300 || checks.Bad != 0 {
		t.Errorf("checks %+v, %q", checks, evidence)
	}
}

func TestURLsOpenOnce(t *testing.T) {
	e := open(t, "")
	if err := e.OpenTwice(t.Context()); err != nil {
		t.Fatal(err)
	}
	if checks, evidence := e.audit.Result(); checks.Reopened != reopened || checks.Twice != 0 {
		t.Errorf("checks %+v, %q", checks, evidence)
	}
}

// faulty answers like serve, with one fault.
func faulty(t *testing.T, fault func(w http.ResponseWriter, r *http.Request, next http.Handler)) string {
	t.Helper()
	real := open(t, "").servers[0].Handler()
	var base string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault(w, r, real)
	}))
	base = server.URL
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return base
}

// TestAURLAcceptedTwiceIsFound has a receiving side that forgets nonces.
func TestAURLAcceptedTwiceIsFound(t *testing.T) {
	var base string
	base = faulty(t, func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			json.NewEncoder(w).Encode(map[string]string{"url": base + embedPath + "?:nonce=1"})
		}
	})
	e := open(t, base)
	if err := e.OpenTwice(t.Context()); err != nil {
		t.Fatal(err)
	}
	if checks, evidence := e.audit.Result(); checks.Twice != reopened || len(evidence) == 0 {
		t.Errorf("checks %+v, %q", checks, evidence)
	}
	batch, err := e.Nonces(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	var set nonceset.Set
	set.Add(Name, "http", batch)
	if counts, _ := set.Report(); counts[0].Duplicates != 9 || counts[0].Malformed != 10 {
		t.Errorf("nonces that are all 1: %+v", counts[0])
	}
}

// TestABadSignatureIsFound has the in-process server sign with other
// credentials than those that are expected.
func TestABadSignatureIsFound(t *testing.T) {
	e := open(t, "")
	e.base = elsewhere(t, e.base+embedPath)
	if _, err := e.Nonces(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	checks, evidence := e.audit.Result()
	if checks.Bad != 5 || !strings.Contains(evidence[0], "unknown_client") || strings.Contains(evidence[0], "signature=") {
		t.Errorf("checks %+v, %q", checks, evidence)
	}
}

// TestURLsToElsewhereAreNotOpened is about a server whose URLs lead to the real
// platform: a load test must never get there.
func TestURLsToElsewhereAreNotOpened(t *testing.T) {
	e := open(t, elsewhere(t, "https://app.sigmacomputing.com"+embedPath))
	if got := e.Operations(); len(got) != 1 || got[0] != opSign {
		t.Errorf("operations %v, want sign alone", got)
	}
	if _, err := e.Measure(t.Context(), opOpen, 1, measure.NewPlan(time.Millisecond)); err == nil {
		t.Error("open: no error")
	}
	if err := e.OpenTwice(t.Context()); err != nil {
		t.Error(err)
	}
	if checks, _ := e.audit.Result(); checks.Reopened != 0 {
		t.Errorf("checks %+v", checks)
	}
}

func TestErrorsWithoutSignatures(t *testing.T) {
	refusing := faulty(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			next.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusTeapot)
	})
	e := open(t, "")
	target, err := e.targets(t.Context(), opOpen, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"status":  second(e.get(t.Context(), refusing+target[0])),
		"refused": second(e.get(t.Context(), "http://127.0.0.1:1"+target[0])),
	} {
		if err == nil || strings.Contains(err.Error(), "signature") || !strings.Contains(err.Error(), "/embed/") {
			t.Errorf("%s: error %v, want one with the path and without the query", name, err)
		}
	}
}

func second(_ answer, err error) error { return err }

func TestServersThatAreNotServe(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"404":      http.NotFound,
		"no JSON":  func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("hello")) },
		"no url":   func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("{}")) },
		"dies off": func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
	} {
		server := httptest.NewServer(handler)
		if e, err := Open(t.Context(), server.URL, new(audit.Audit)); err == nil {
			t.Errorf("%s: no error", name)
			e.Close()
		} else if !strings.Contains(err.Error(), server.URL) {
			t.Errorf("%s: the error %q does not name the server", name, err)
		}
		server.Close()
	}
}

func TestMeasureEndsWithTheContext(t *testing.T) {
	e := open(t, "")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := e.Measure(ctx, opSign, 1, measure.NewPlan(time.Hour)); err != nil {
		t.Error(err)
	}
}

func TestFailingRequestsAreAnError(t *testing.T) {
	calls := 0
	base := faulty(t, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if calls++; calls > 50 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, r)
	})
	_, err := open(t, base).Measure(t.Context(), opSign, 1, measure.NewPlan(time.Millisecond))
	if err == nil || !strings.Contains(err.Error(), "status 500") {
		t.Errorf("error %v, want one about the status", err)
	}
}

func TestAllocationsCountTheProcess(t *testing.T) {
	e := open(t, "")
	for _, operation := range e.Operations() {
		allocs, bytes, err := e.Allocations(t.Context(), operation)
		if err != nil || allocs < 10 || allocs > 500 || bytes < 1000 {
			t.Errorf("%s: %v allocations, %v bytes, %v; want some dozens", operation, allocs, bytes, err)
		}
	}
}
