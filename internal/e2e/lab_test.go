package e2e

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// testLabWalk goes the whole guided walk on a static host, where the platform runs in
// the page and the frame has no origin.
func testLabWalk(t *testing.T, browser context.Context) {
	w := &walker{newPage(t, browser)}
	w.begin(serve(t, withoutPolicy) + "lab.html")
	w.walk()
}

// testLabWalkOnServe goes it on the built server, whose platform has an origin of its
// own, as the administrator whose token is in the link that the server prints.
func testLabWalkOnServe(t *testing.T, browser context.Context) {
	s := startServe(t)
	w := &walker{newPage(t, browser)}
	w.begin(s.administration)
	w.waitFor(`document.getElementById("status").textContent === "You administer the platform now."`)
	w.walk()
}

// withoutPolicy is a plain static host: the pages bring their own policies.
func withoutPolicy(files http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Del("Content-Security-Policy")
		files.ServeHTTP(w, r)
	})
}

// testLabRows gives each person rows of their own, by an attribute in the URL.
func testLabRows(t *testing.T, browser context.Context) {
	w := &walker{newPage(t, browser)}
	w.begin(serve(t, withoutPolicy) + "lab.html")
	w.view("datasets")
	w.submit("add_rule", map[string]string{"column": "Region", "by": "values of the attribute", "attribute": "Area"})
	w.view("configuration")
	w.submit("set_user", map[string]string{"id": "Viewer", "attributes": "Area=West,East"})
	w.view("application")
	w.load("viewer")
	w.inFrame(`document.querySelectorAll("#pages .element[data-kind=table] tbody tr").length === 96`)
	w.load("creator")
	w.inFrame(`document.body.dataset.state === "open" && document.querySelector("#pages [data-slot=count]").textContent === "0 rows"`)
}

// testLabEnd lets a session end, and signs something that no platform takes.
func testLabEnd(t *testing.T, browser context.Context) {
	w := &walker{newPage(t, browser)}
	w.begin(serve(t, withoutPolicy) + "lab.html")
	w.view("configuration")
	w.submit("set_user", map[string]string{"id": "Viewer", "session_length": "6"})
	w.view("application")
	w.load("viewer")
	w.refusedWith("session_expired")
	w.heard("workbook:error")
	w.view("configuration")
	w.submit("set_user", map[string]string{"id": "Viewer", "session_length": "600", "teams": "Nobody"})
	w.view("application")
	w.load("viewer")
	w.refusedWith("unknown_team")
}

// testLabEvents has page and frame speak with each other, and others with them: what does
// not come from the right window is not heard.
func testLabEvents(t *testing.T, browser context.Context) {
	s := startServe(t)
	w := &walker{newPage(t, browser)}
	w.begin(s.administration)
	w.view("application")
	w.load("viewer")
	w.opened()
	w.frameDo(`document.getElementById("refresh").click()`)
	w.said("Refreshed.")
	asks := func(times int) {
		t.Helper()
		eval[any](w.page, `(() => {
			const form = document.getElementById("post");
			form.elements.type.value = "workbook:variables:list";
			form.requestSubmit();
		})()`)
		w.waitFor(fmt.Sprintf(`[...document.querySelectorAll("#events code")].filter((c) => c.textContent === "workbook:variables:current").length === %d`, times))
	}
	asks(1)
	eval[any](w.page, `postMessage({ type: "workbook:published", workbookId: "x" }, "*")`)
	w.frameDo(`postMessage({ type: "workbook:variables:update", variables: { Region: "West" } }, "*")`)
	asks(2) // by now both would have been heard
	if eval[bool](w.page, `[...document.querySelectorAll("#events code")].some((c) => c.textContent === "workbook:published")`) {
		t.Error("the page hears itself as if it were the frame")
	}
	w.inFrame(`document.querySelectorAll("#pages .element[data-kind=table] tbody tr").length === 240`)
}

// testLabToken comes without a token, with a wrong one, and with the right one.
func testLabToken(t *testing.T, browser context.Context) {
	s := startServe(t)
	w := &walker{newPage(t, browser)}
	w.begin(s.url + "lab/#credentials")
	w.waitFor(`!document.getElementById("login").hidden`)
	for _, token := range []string{"not it", s.token} {
		eval[any](w.page, fmt.Sprintf(`(() => {
			const form = document.querySelector("#login form");
			form.elements.token.value = %s;
			form.requestSubmit();
		})()`, quoted(token)))
		if token != s.token {
			w.waitFor(`document.getElementById("status").textContent.startsWith("This is not the token")`)
		}
	}
	w.waitFor(`document.getElementById("login").hidden && document.querySelector("[data-table=credentials] td")`)
	if kept := eval[string](w.page, `JSON.stringify([document.cookie, localStorage, sessionStorage])`); kept != `["",{},{}]` {
		t.Errorf("scripts can read %s", kept)
	}
	for _, complaint := range w.complaints() {
		if !strings.Contains(complaint, "status of 401") {
			t.Errorf("console: %s", complaint)
		}
	}
}
