package e2e

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/embedsign/embedsign/site"
)

// serve puts the playground on a loopback port as a plain static host would,
// with the policy as a header too. Around, if given, sees each request first.
func serve(t *testing.T, around func(http.Handler) http.Handler) string {
	t.Helper()
	var handler http.Handler = http.FileServerFS(site.FS())
	if around != nil {
		handler = around(handler)
	}
	server := httptest.NewServer(withPolicy(handler))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

func withPolicy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", site.Policy+"; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
