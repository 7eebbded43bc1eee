package e2e

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/site"
)

// requests records what reaches a server.
type requests struct {
	mu    sync.Mutex
	paths []string
}

func (r *requests) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		r.paths = append(r.paths, request.URL.RequestURI())
		r.mu.Unlock()
		next.ServeHTTP(w, request)
	})
}

func (r *requests) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.paths)
}

// testNoRequests uses all of the page and counts what the browser sends: only
// the files of the page, each without a query, and nothing after loading.
func testNoRequests(t *testing.T, browser context.Context) {
	server := &requests{}
	p := newPage(t, browser)
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var sent []string
	if err := chromedp.Listen(p.ctx, func(event any) {
		if request, ok := event.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			sent = append(sent, request.Request.URL)
			mu.Unlock()
		}
	}); err != nil {
		t.Fatal(err)
	}
	url := serve(t, server.around)
	p.open(url)
	p.do(chromedp.WaitReady(chromedp.CSS("#build-form")))
	eval[bool](p, `document.fonts.ready.then(() => true)`)
	for _, path := range server.seen() {
		if _, err := site.FS().Open(strings.TrimPrefix(path, "/")); path != "/" && err != nil {
			t.Errorf("a request for %s, which is no file of the page", path)
		}
	}
	mu.Lock()
	loaded := len(sent)
	mu.Unlock()
	if loaded < 4 {
		t.Fatalf("only %d requests seen while loading: the recorder does not work", loaded)
	}
	atServer := len(server.seen())

	for _, s := range scenes {
		s.set(p)
	}
	p.intent("build")
	p.click("[data-preset=creator]")
	p.click("[data-action=new-credentials]")
	p.click("[data-copy=url]")
	p.set("f-secret", strings.Repeat("ab", 64))
	mu.Lock()
	defer mu.Unlock()
	if len(sent) > loaded {
		t.Errorf("requests after loading: %q", sent[loaded:])
	}
	if now := server.seen(); len(now) > atServer {
		t.Errorf("the server saw after loading: %q", now[atServer:])
	}
}

// testNothingKept fills both forms and looks wherever a page can keep things.
func testNothingKept(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	for _, s := range scenes {
		s.set(p)
	}
	kept := eval[map[string]any](p, `(async () => ({
		local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
		databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
		workers: (await navigator.serviceWorker.getRegistrations()).length,
		state: history.state, name: window.name,
	}))()`)
	for where, what := range kept {
		if what != nil && what != "" && what != 0.0 {
			t.Errorf("%s holds %v", where, what)
		}
	}
	history, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
	if err != nil {
		t.Fatal(err)
	}
	if len(history.Entries) < 2 {
		t.Errorf("only %d entries in the history", len(history.Entries))
	}
	for _, entry := range history.Entries {
		_, fragment, _ := strings.Cut(entry.URL, "#")
		if strings.Contains(entry.URL, "?") || !slices.Contains([]string{"", "build", "check", "break", "migrate"}, fragment) {
			t.Errorf("the history holds %s", entry.URL)
		}
	}
}

// testSecrets follows the two marks of secrets: throw-away ones are called so, a
// real-looking one sets off a warning that stays, whatever field it is in.
func testSecrets(t *testing.T, browser context.Context) {
	hidden := func(p *page, selector string) bool {
		return eval[bool](p, `document.querySelector("`+selector+`").hidden`)
	}
	real := strings.Repeat("0f", 64)
	url := serve(t, nil)
	for _, field := range []string{"f-secret", "f-client_id", "f-email", "c-secret", "c-url"} {
		p := newPage(t, browser)
		p.open(url)
		if hidden(p, "#secret-kind [data-slot=made]") {
			t.Error("the credentials made on load are not marked as throw-away")
		}
		p.set("c-secret", p.value("f-secret"))
		if !hidden(p, "#real-secret") || hidden(p, "#check-secret-kind [data-slot=made]") {
			t.Error("a secret that the page made is taken for a real one")
		}
		p.set(field, real)
		if field == "f-secret" && (!hidden(p, "#secret-kind [data-slot=made]") || hidden(p, "#secret-kind [data-slot=real]")) {
			t.Error("a real secret is not marked as one beside its field")
		}
		if status := p.status(); status == "ok" {
			t.Errorf("a real secret in %s, and Build says calmly %q", field, p.text("build-verdict"))
		}
		p.set(field, "")
		if hidden(p, "#real-secret") {
			t.Errorf("no lasting warning for a real secret in %s", field)
		}
	}
}
