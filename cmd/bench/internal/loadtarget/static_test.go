package loadtarget

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/embedsign/embedsign/site"
)

func TestStaticAsksForBoth(t *testing.T) {
	var page, wasm atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			page.Add(1)
		case "/signer.wasm":
			wasm.Add(1)
		}
	}))
	defer server.Close()
	c := config(Static)
	c.URL, _ = url.Parse(server.URL)
	if answers, _ := send(t, open(t, c), 10); answers.Statuses["200"] != 10 || page.Load() != 6 || wasm.Load() != 6 {
		t.Errorf("%+v, page %d, wasm %d", answers, page.Load(), wasm.Load())
	}
}

// TestStaticInProcessIsWhatServeHas: the files that ship, compressed from the first
// request on, under their policy.
func TestStaticInProcessIsWhatServeHas(t *testing.T) {
	target := open(t, config(Static))
	if about := target.About(); !about.InProcess || about.Kind != "static" || about.URL != target.base.String() {
		t.Errorf("%+v", about)
	}
	if answers, failed := send(t, target, 30); failed != 0 || answers.Statuses["200"] != 30 {
		t.Errorf("%d failed, %+v", failed, answers)
	}
	for _, address := range target.addresses() {
		request, err := target.newRequest(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		response, err := target.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, response.Body)
		response.Body.Close()
		header := response.Header
		if err != nil || response.StatusCode != http.StatusOK || n < 1000 || n > int64(len(site.Wasm())/2) {
			t.Errorf("%s: %v, %s, %d bytes", request.URL.Path, err, response.Status, n)
		}
		if header.Get("Content-Encoding") != "br" || header.Get("Content-Security-Policy") == "" || header.Get("ETag") == "" {
			t.Errorf("%s: %v", request.URL.Path, header)
		}
	}
}
