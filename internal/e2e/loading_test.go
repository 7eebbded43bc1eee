package e2e

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

// forWasm replaces the answer to the request for the module.
func forWasm(answer func(w http.ResponseWriter, r *http.Request, next http.Handler)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/signer.wasm") {
				answer(w, r, next)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// testLoadFailure lets the module fail to load, in three ways; each time the
// page says so, keeps its example, and loads on request.
func testLoadFailure(t *testing.T, browser context.Context) {
	failures := map[string]http.HandlerFunc{
		"error answer": func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusServiceUnavailable) },
		"damaged":      func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("\x00asm, or rather not")) },
		"cut off": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(site.Wasm())))
			w.Write(site.Wasm()[:100_000])
		},
	}
	for name, fail := range failures {
		t.Run(name, func(t *testing.T) {
			var mended atomic.Bool
			p := newPage(t, browser)
			p.do(chromedp.Navigate(serve(t, forWasm(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if mended.Load() {
					next.ServeHTTP(w, r)
					return
				}
				fail(w, r)
			}))))
			p.waitForState("failed")
			if got := p.text("engine"); !strings.Contains(got, "could not be loaded") {
				t.Errorf("the message is %q", got)
			}
			p.complaints() // the browser reports the failed request, too
			if !strings.HasPrefix(p.text("url"), "https://") {
				t.Error("the worked example is gone")
			}
			p.set("f-email", "kept@example.com")
			mended.Store(true)
			p.click("#retry")
			p.waitForState("ready")
			embed := worked()
			embed.Email = "kept@example.com"
			p.wants(p.request(embed, signer.DialectSafe))
		})
	}
}

// testSlowLoad stops the transfer half-way: the progress bar stands in between,
// the page can be used, and what was typed is there when the signer is.
func testSlowLoad(t *testing.T, browser context.Context) {
	release := make(chan struct{})
	half := len(site.Wasm()) / 2
	p := newPage(t, browser)
	p.do(chromedp.Navigate(serve(t, forWasm(func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		w.Header().Set("Content-Length", strconv.Itoa(len(site.Wasm())))
		w.Write(site.Wasm()[:half])
		w.(http.Flusher).Flush()
		select {
		case <-release:
		case <-r.Context().Done(): // the test failed before
			return
		}
		w.Write(site.Wasm()[half:])
	}))))
	p.waitFor(`document.querySelector("progress").value >= ` + strconv.Itoa(half))
	if position := eval[float64](p, `document.querySelector("progress").position`); position < 0.45 || position > 0.55 {
		t.Errorf("half of it is there, and the bar is at %.2f", position)
	}
	p.set("f-email", "early@example.com")
	close(release)
	p.waitForState("ready")
	embed := worked()
	embed.Email = "early@example.com"
	p.wants(p.request(embed, signer.DialectSafe))
}

// testWithoutScripts shows what the first paint needs: nothing but the document
// and its style sheet.
func testWithoutScripts(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Navigate(serve(t, nil)))
	found := signer.Inspect(signer.Inspection{URL: p.text("url"), Secret: signer.NewSecret(p.value("f-secret"))})
	if found.Signature.Valid == nil || !*found.Signature.Valid {
		t.Errorf("the worked example is not signed with the secret beside it: %s", p.text("url"))
	}
	if got := p.value("f-email"); got != found.Embed.Email {
		t.Errorf("the form has %q, the URL %q", got, found.Embed.Email)
	}
}

// testTrap kills the running instance by clearing its memory. The next input
// meets a real trap; the signer is restarted and the input is kept.
func testTrap(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	const kill = `import("./app.js").then(({ engine }) => { new Uint8Array(engine.signer.memory.buffer).fill(0); return true; })`
	eval[bool](p, kill)
	p.set("f-email", "survivor@example.com")
	p.waitForState("restarted")
	embed := worked()
	embed.Email = "survivor@example.com"
	p.wants(p.request(embed, signer.DialectSafe))

	// What is typed while another question has the signer restarted is not lost either.
	eval[bool](p, `import("./app.js").then(({ engine }) => {
		const start = engine.signer.start.bind(engine.signer);
		engine.signer.start = async () => {
			const field = document.getElementById("f-email");
			field.value = "meanwhile@example.com";
			field.dispatchEvent(new Event("input", { bubbles: true }));
			await start();
			engine.signer.start = start;
		};
		new Uint8Array(engine.signer.memory.buffer).fill(0);
		return true;
	})`)
	p.set("c-url", "https://example.com/?:signature=0")
	p.waitFor(`document.getElementById("url").textContent.includes("meanwhile")`)
	embed.Email = "meanwhile@example.com"
	p.wants(p.request(embed, signer.DialectSafe))

	// An instance that is dead from the start stands for an input that kills
	// each: no endless loop, a message, and the next input works.
	eval[bool](p, `import("./app.js").then(({ engine }) => {
		const start = engine.signer.start.bind(engine.signer);
		engine.signer.start = async () => {
			await start();
			new Uint8Array(engine.signer.memory.buffer).fill(0);
			engine.signer.start = start;
		};
		new Uint8Array(engine.signer.memory.buffer).fill(0);
		return true;
	})`)
	p.set("f-email", "fatal@example.com")
	p.waitForState("failed-input")
	p.waitFor(`document.getElementById("f-email").value === "fatal@example.com"`)
	p.set("f-email", "next@example.com")
	embed.Email = "next@example.com"
	p.waitForState("ready")
	p.wants(p.request(embed, signer.DialectSafe))
	p.complaints() // traps are reported on the console
}
