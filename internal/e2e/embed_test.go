package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/signer"
)

// framable serves the playground as a host that lets others frame it, and notes
// what is asked for.
func framable(t *testing.T, seen *requests) string {
	t.Helper()
	return serve(t, func(files http.Handler) http.Handler {
		return seen.around(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Del("Content-Security-Policy") // the page states its own
			http.StripPrefix(firstFolder(r.URL.Path), files).ServeHTTP(w, r)
		}))
	})
}

// firstFolder lets one server hold the playground at several places.
func firstFolder(path string) string {
	if parts := strings.SplitN(path, "/", 3); len(parts) == 3 && parts[1] != "parent" {
		return "/" + parts[1]
	}
	return ""
}

// host serves a page of somebody else, at an origin of its own, whose strict
// policy allows the playground's script and frame and nothing more.
func host(t *testing.T, playground, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		origin := strings.TrimSuffix(playground, "/")
		w.Header().Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; script-src %s; frame-src %[1]s http://127.0.0.1:*; img-src data:", origin))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>docs</title><link rel="icon" href="data:,"><script src="%sembed.js"></script><script src="%[1]sembed.js"></script>%s`, playground, body)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// record keeps the events of an element where waitFor sees them: on the body, as
// a list of type=detail.
const record = `(() => {
	const element = document.querySelector("embedsign-playground");
	for (const type of ["ready", "resize", "intent-changed"]) {
		element.addEventListener(type, ({ detail }) => {
			document.body.dataset.events = (document.body.dataset.events ?? "") + type + "=" + JSON.stringify(detail) + ";";
			document.body.dataset[type === "intent-changed" ? "intent" : type] = JSON.stringify(detail);
		});
	}
	addEventListener("message", ({ data }) => { if (data?.leak) document.body.dataset.leak = JSON.stringify(data.leak); });
})()`

// testEmbed puts the element into a page of another origin, loads it by its
// button, and follows its events: it becomes ready, as high as its content, and
// lower again with an intent that has less to show.
func testEmbed(t *testing.T, browser context.Context) {
	playground := framable(t, &requests{})
	p := newPage(t, browser)
	p.do(chromedp.Navigate(host(t, playground, `<embedsign-playground loading="click"><a href="`+playground+`">Open</a></embedsign-playground>`)))
	eval[any](p, record)
	if n := eval[int](p, `document.querySelectorAll("iframe").length`); n != 0 {
		t.Error("the frame is there before the click")
	}
	p.click("embedsign-playground button")
	p.waitFor(`document.body.dataset.ready === '{"intent":"build"}'`)
	p.waitFor(`JSON.parse(document.body.dataset.resize).height > 1000`)
	high := p.frameHeight()
	if told := eval[int](p, `JSON.parse(document.body.dataset.resize).height`); told != high {
		t.Errorf("the frame is %d px high, it was told %d", high, told)
	}
	if got := eval[string](p, `document.querySelector("iframe").sandbox.value`); got != "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" {
		t.Errorf("the sandbox allows %s", got)
	}

	// Chromium may fire the frame's load event again for a new fragment.
	eval[any](p, `delete document.body.dataset.ready; document.querySelector("iframe").dispatchEvent(new Event("load"))`)
	eval[any](p, `document.querySelector("embedsign-playground").setAttribute("intent", "check")`)
	p.waitFor(`document.body.dataset.intent === '{"intent":"check"}'`)
	p.waitFor(`JSON.parse(document.body.dataset.resize).height < ` + fmt.Sprint(high))
	if eval[bool](p, `"ready" in document.body.dataset`) {
		t.Errorf("another intent loads the page again: %s", eval[string](p, `document.body.dataset.events`))
	}
	events := eval[string](p, `document.body.dataset.events`)
	if strings.Contains(events, "http") || strings.Contains(events, "@") || len(events) > 2000 {
		t.Errorf("the events say too much: %.300s", events)
	}
}

func (p *page) frameHeight() int {
	p.t.Helper()
	return eval[int](p, `document.querySelector("iframe").clientHeight`)
}

// testEmbedAttributes looks into the frame, which a host of the same origin may.
func testEmbedAttributes(t *testing.T, browser context.Context) {
	playground := serve(t, func(files http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Del("Content-Security-Policy")
			if r.URL.Path != "/docs/" {
				files.ServeHTTP(w, r)
				return
			}
			fmt.Fprint(w, `<!doctype html><html lang="en"><title>docs</title><link rel="icon" href="data:,"><script src="../embed.js"></script>
				<embedsign-playground intent="build" preset="creator" theme="dark" secret="s" loading="eager"></embedsign-playground>`)
		})
	})
	p := newPage(t, browser)
	p.do(chromedp.Navigate(playground + "docs/"))
	p.waitFor(`document.querySelector("iframe").clientHeight > 1000`)
	inside := func(expression string) string {
		return eval[string](p, `((document) => String(`+expression+`))(document.querySelector("iframe").contentDocument)`)
	}
	if got := inside(`getComputedStyle(document.documentElement).colorScheme`); got != "dark" {
		t.Errorf("the colour scheme is %s", got)
	}
	eval[bool](p, `new Promise((resolve) => {
		const inside = document.querySelector("iframe").contentDocument;
		const look = () => { if (inside.getElementById("f-account_type").value === "Creator") resolve(true); };
		new MutationObserver(look).observe(inside, { subtree: true, attributes: true, childList: true });
		look();
	})`)
	if got, want := inside(`document.getElementById("f-email").value`), signer.Presets()[2].Embed.Email; got != want {
		t.Errorf("the form has %s, want %s", got, want)
	}
	if got := inside(`getComputedStyle(document.querySelector(".local")).display`); got != "none" {
		t.Error("the frame shows a link to what is not there")
	}
	eval[bool](p, `new Promise((resolve) => {
		window.postMessage = ({ embedsign }, target) => {
			document.body.dataset.target = target;
			if (embedsign === "intent-changed") resolve(true);
		};
		document.querySelector("embedsign-playground").setAttribute("intent", "check");
	})`)
	if got := eval[string](p, `document.body.dataset.target`); got != strings.TrimSuffix(playground, "/") {
		t.Errorf("the page speaks to %s, want the origin that greeted it", got)
	}
	for _, src := range []string{"javascript:alert(1)", "data:text/html,x", "blob:x"} {
		frames := eval[int](p, fmt.Sprintf(`(() => {
			const element = document.createElement("embedsign-playground");
			element.setAttribute("src", %q);
			document.body.append(element);
			const frames = element.querySelectorAll("iframe").length;
			document.querySelector("embedsign-playground").setAttribute("src", %[1]q);
			return frames;
		})()`, src))
		if frames != 0 {
			t.Errorf("a frame for %s", src)
		}
	}
	if got := inside(`document.getElementById("f-account_type").value`); got != "Creator" {
		t.Errorf("the frame went somewhere else: %s", got)
	}
}

// testEmbedLoading has one element at once and one that is far down: the second
// is asked for when the reader comes to it.
func testEmbedLoading(t *testing.T, browser context.Context) {
	seen := &requests{}
	playground := framable(t, seen)
	p := newPage(t, browser)
	p.do(chromedp.Navigate(host(t, playground, strings.NewReplacer("PLAYGROUND", playground).Replace(
		`<embedsign-playground src="PLAYGROUNDnow/" loading="eager"></embedsign-playground>
		<svg width="10" height="30000"></svg>
		<embedsign-playground src="PLAYGROUNDlater/" loading="lazy"></embedsign-playground>`))))
	p.waitFor(`document.querySelector("iframe").clientHeight > 1000`)
	asked := func() string { return strings.Join(seen.seen(), " ") }
	if !strings.Contains(asked(), "/now/") || strings.Contains(asked(), "/later/") {
		t.Errorf("asked for was %s", asked())
	}
	eval[any](p, `document.querySelectorAll("embedsign-playground")[1].scrollIntoView()`)
	p.waitFor(`document.querySelectorAll("iframe")[1].clientHeight > 1000`)
	for end := time.Now().Add(tooLong); !strings.Contains(asked(), "/later/signer.wasm"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("asked for was %s", asked())
		}
	}
}

// testEmbedForeign lets others speak: the host page itself and a frame of a third
// origin tell the element about a height, and the third origin greets the
// playground. Nobody is heard, and the third origin hears nothing.
func testEmbedForeign(t *testing.T, browser context.Context) {
	playground := framable(t, &requests{})
	third := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><title>third</title><link rel="icon" href="data:,"><script>
			addEventListener("message", ({ data }) => parent.postMessage({ leak: data }, "*"));
			parent.postMessage({ embedsign: "resize", height: 77 }, "*");
			parent.frames[0].postMessage({ embedsign: "hello" }, "*");
		</script>`)
	}))
	t.Cleanup(third.Close)
	p := newPage(t, browser)
	p.do(chromedp.Navigate(host(t, playground, `<embedsign-playground loading="click"></embedsign-playground><div></div>`)))
	eval[any](p, record)
	p.click("embedsign-playground button")
	p.waitFor(`document.body.dataset.ready !== undefined`)
	eval[bool](p, fmt.Sprintf(`new Promise((resolve) => {
		const frame = document.createElement("iframe");
		frame.onload = () => resolve(true);
		frame.src = %q;
		document.querySelector("div").append(frame);
		postMessage({ embedsign: "resize", height: 78 }, "*");
	})`, third.URL))
	// What comes now was sent after all of that, so all of that has arrived.
	eval[any](p, `document.querySelector("embedsign-playground").setAttribute("intent", "check")`)
	p.waitFor(`document.body.dataset.intent === '{"intent":"check"}'`)
	for _, height := range []string{"77", "78"} {
		if events := eval[string](p, `document.body.dataset.events`); strings.Contains(events, `resize={"height":`+height+`}`) {
			t.Errorf("the element has believed a foreign message: %s", events)
		}
	}
	if leak := eval[string](p, `document.body.dataset.leak ?? ""`); leak != "" {
		t.Errorf("the playground told a third origin %s", leak)
	}
}
