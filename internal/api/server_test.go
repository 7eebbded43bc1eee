package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

// Synthetic credentials: every byte is made up.
const (
	testClientID = "c1ie0000000000000000000000000000000000000000000000000000000000id"
	testSecret   = "a-secret-that-must-never-show-up-anywhere-0123456789"
	testOrigin   = "http://127.0.0.1:8080"
)

// begin is when the tests take place.
var begin = time.Unix(1_700_000_000, 0)

// newServer makes a server at [testOrigin] whose clock stands still. Configure
// may change what it needs.
func newServer(tb testing.TB, configure func(*api.Config)) *api.Server {
	tb.Helper()
	config := api.Config{
		Credentials: signer.Credentials{ClientID: testClientID, Secret: signer.NewSecret(testSecret)},
		EmbedPath:   testOrigin + "/embed/1-abCDEFG2hIjKLMnopqrST",
		Clock:       func() time.Time { return begin },
	}
	if configure != nil {
		configure(&config)
	}
	server, err := api.New(config)
	if err != nil {
		tb.Fatal(err)
	}
	return server
}

// get asks a handler directly. The target may be a whole URL: then its path and
// query are the request line, as a browser writes it.
func get(handler http.Handler, target, accept string) *httptest.ResponseRecorder {
	return do(handler, http.MethodGet, target, accept)
}

func do(handler http.Handler, method, target, accept string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, strings.TrimPrefix(target, testOrigin), nil)
	if accept != "" {
		request.Header.Set("Accept", accept)
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

// signedURL asks the signing API for a URL.
func signedURL(tb testing.TB, handler http.Handler, user string) string {
	tb.Helper()
	answer := get(handler, "/api/embed-url?user="+user, "")
	var body struct{ URL string }
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil || answer.Code != http.StatusOK {
		tb.Errorf("signing for %q: %d %s", user, answer.Code, answer.Body)
	}
	return body.URL
}

// problemOf decodes an answer that has to be a problem.
func problemOf(t *testing.T, answer *httptest.ResponseRecorder) api.Problem {
	t.Helper()
	if got := answer.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("content type %q, want a problem: %s", got, answer.Body)
	}
	var problem api.Problem
	if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil {
		t.Fatal(err)
	}
	return problem
}
