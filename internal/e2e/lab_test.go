package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
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
	w.waitFor(`location.hash === "#credentials" && document.getElementById("login").hidden`)
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
	w.submit("set_user", map[string]string{"id": "Viewer", "session_length": "2"})
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

// A walker is a visitor of the lab.
type walker struct{ *page }

// begin opens the lab and waits until it can be used.
func (w *walker) begin(url string) {
	w.t.Helper()
	w.do(chromedp.Navigate(url))
	w.waitFor(`document.querySelectorAll("#walk-steps li").length === 14`)
}

// walk does every step as it is told, and looks that it is done then.
func (w *walker) walk() {
	w.t.Helper()
	w.view("application")
	// What cannot be undone wants a second press.
	eval[any](w.page, `document.getElementById("begin-empty").click()`)
	if text := w.text("begin-empty"); text != "Press again if you are sure" {
		w.t.Errorf("the button says %s", text)
	}
	eval[any](w.page, `document.getElementById("begin-empty").click()`)
	w.waitFor(`document.querySelector('#walk-steps [data-step="types"]').dataset.state === "next"`)
	for _, step := range []struct {
		id string
		do func()
	}{
		{"types", w.makeTypes}, {"teams", w.makeTeams}, {"share-workspace", w.shareWorkspace}, {"dataset", w.makeDataset},
		{"workbook", w.makeWorkbook}, {"embed", w.makeEmbed}, {"credentials", w.makeCredentials}, {"run", w.firstEmbed},
		{"debug", w.breakClientID}, {"reuse", w.reuse}, {"viewer-plus", w.download}, {"creator", w.create}, {"switch", w.switchUsers},
		{"deactivate", w.deactivate},
	} {
		if eval[string](w.page, fmt.Sprintf(`document.querySelector('#walk-steps [data-step="%s"]').dataset.state`, step.id)) == "done" {
			w.t.Errorf("%s is done before anything was done for it", step.id)
		}
		step.do()
		w.waitFor(fmt.Sprintf(`document.querySelector('#walk-steps [data-step="%s"]').dataset.state === "done"`, step.id))
	}
	if got := w.text("walk-count"); got != "14 of 14 steps done" {
		w.t.Errorf("in the end: %s", got)
	}
}

func (w *walker) makeTypes() {
	w.view("types")
	w.submit("create_account_type", map[string]string{"name": "Viewer+", "permissions": "view,send,download"})
	w.submit("create_account_type", map[string]string{"name": "Explorer", "permissions": "view,send,download,explore"})
}

func (w *walker) makeTeams() {
	w.view("teams")
	w.submit("create_team", map[string]string{"name": "FinanceViewers"})
	w.submit("create_team", map[string]string{"name": "FinanceCreators"})
}

func (w *walker) shareWorkspace() {
	w.share("workspace FinanceViewers", "contribute, edit", "team FinanceCreators")
}

func (w *walker) share(object, level string, teams ...string) {
	w.view("sharing")
	for _, team := range teams {
		w.submit("grant", map[string]string{"object": object, "subject": team, "level": level})
	}
}

func (w *walker) makeDataset() {
	w.view("teams")
	w.submit("create_workspace", map[string]string{"name": "Datasets"})
	w.view("datasets")
	w.submit("create_dataset", map[string]string{"name": "Orders of the year", "place": "Datasets"})
	w.press("datasets", "Publish")
	w.share("dataset Orders of the year", "view", "team FinanceViewers", "team FinanceCreators")
}

func (w *walker) makeWorkbook() {
	w.view("workbooks")
	w.submit("create_workbook", map[string]string{"name": "Finance", "dataset": "Orders of the year", "place": "My Documents of admin@example.com"})
	w.press("workbooks", "Publish")
	w.share("workbook Finance", "view", "team FinanceViewers", "team FinanceCreators")
}

func (w *walker) makeEmbed() {
	w.view("workbooks")
	w.submit("create_embed", map[string]string{"target": "Finance, whole"})
	w.press("embeds", "Use in the application")
}

func (w *walker) makeCredentials() {
	w.view("credentials")
	w.submit("create_credentials", map[string]string{"name": "application"})
	w.waitFor(`document.querySelector("#once [data-slot=secret]").textContent.length === 128`)
	eval[any](w.page, `document.querySelector("#once [data-slot=use]").click()`)
	w.waitFor(`document.getElementById("once").hidden && document.querySelector("#once [data-slot=secret]").textContent === ""`)
}

func (w *walker) firstEmbed() {
	w.view("application")
	w.load("viewer")
	w.inFrame(`document.querySelectorAll("#pages tbody tr").length === 240`)
	w.inFrame(`document.getElementById("tool-send").hidden && document.getElementById("tool-saveas").hidden`)
	for _, event := range []string{"workbook:loaded", "workbook:dataloaded"} {
		w.heard(event)
	}
	w.sortAndFilter()
}

// sortAndFilter does what a viewer may do, and lets the page around set a control.
func (w *walker) sortAndFilter() {
	w.frameDo(`document.querySelector('[data-column="Revenue"]').click()`)
	w.inFrame(`document.querySelector('th[aria-sort="ascending"]').textContent === "Revenue"`)
	eval[any](w.page, `document.getElementById("post").requestSubmit()`)
	w.inFrame(`document.querySelectorAll("#pages tbody tr").length === 48`)
	w.heard("workbook:variables:onchange")
	w.frameDo(`(() => { const s = document.querySelector('#controls [data-name="Region"]'); s.value = ""; s.dispatchEvent(new Event("change")); })()`)
	w.inFrame(`document.querySelectorAll("#pages tbody tr").length === 240`)
}

func (w *walker) breakClientID() {
	w.view("configuration")
	id := eval[string](w.page, `document.querySelector("#configuration [name=client_id]").value`)
	w.submit("set_parent", map[string]string{"client_id": id[:len(id)-1]})
	w.view("application")
	w.load("viewer")
	w.refusedWith("unknown_client")
	w.heard("workbook:error")
	w.view("configuration")
	w.submit("set_parent", map[string]string{"client_id": id})
	w.view("application")
	w.load("viewer")
	w.opened()
}

func (w *walker) reuse() {
	w.view("application")
	w.load("viewer")
	w.opened()
	w.repeat()
	w.refusedWith("nonce_reused")
}

func (w *walker) download() {
	w.load("viewer-plus")
	w.opened()
	w.frameDo(`document.getElementById("tool-send").click()`)
	w.frameDo(`(() => { const f = document.getElementById("send"); f.elements.to.value = "ada@example.com"; f.requestSubmit(); })()`)
	w.said("Would send")
	w.frameDo(`document.getElementById("tool-download").click()`)
	w.inFrame(`document.getElementById("download").elements.element.options.length > 0`)
	w.frameDo(`document.getElementById("download").requestSubmit()`)
	w.said("Downloaded the first 100 of 240 rows")
}

func (w *walker) create() {
	w.load("creator")
	w.opened()
	w.saveCopy("FinanceViewers")
	w.heard("workbook:saveas")
	w.frameDo(`document.getElementById("tool-edit").click()`)
	w.inFrame(`!document.getElementById("draft").hidden && document.getElementById("edit").elements.group.options.length > 0`)
	w.frameDo(`(() => { const { title, retitle } = document.getElementById("edit").elements; title.value = "The year in orders"; retitle.click(); })()`)
	w.inFrame(`document.getElementById("title").textContent === "The year in orders"`)
	w.said("The draft has the title")
	w.frameDo(`document.getElementById("edit").elements.add.click()`)
	w.said("The draft has the chart")
	w.inFrame(`document.querySelectorAll("#pages .chart tbody tr").length === 5`)
	w.frameDo(`document.getElementById("publish").click()`)
	w.said("Published")
	w.heard("workbook:published")
}

func (w *walker) switchUsers() {
	w.load("viewer")
	w.opened()
	w.frameDo(`document.getElementById("tool-menu").click()`)
	w.inFrame(`[...document.querySelectorAll("#menu button")].some((b) => b.textContent === "Working Copy")`)
	w.frameDo(`[...document.querySelectorAll("#menu button")].find((b) => b.textContent === "Working Copy").click()`)
	w.inFrame(`document.getElementById("title").textContent === "The year in orders" && document.querySelectorAll("#pages .chart tbody tr").length === 5`)
	w.inFrame(`document.getElementById("tool-edit").hidden`)
}

func (w *walker) deactivate() {
	w.view("users")
	w.submit("deactivate", map[string]string{"email": "embed_creator", "heir": "admin@example.com"})
	w.view("application")
	w.load("creator")
	w.refusedWith("user_deactivated")
}

// view goes to one by its link.
func (w *walker) view(name string) {
	w.t.Helper()
	eval[any](w.page, fmt.Sprintf(`document.querySelector('.tabs a[href="#%s"]').click()`, name))
	w.waitFor(fmt.Sprintf(`!document.getElementById("%[1]s").hidden && !document.getElementById("%[1]s").ariaBusy`, name))
	if name == "application" {
		w.waitFor(`document.querySelectorAll("#people input").length === 3`)
	}
}

// submit fills a form as a person does, selects by what they read, and waits until the
// platform has said that it is done.
func (w *walker) submit(question string, fields map[string]string) {
	w.t.Helper()
	text, err := json.Marshal(fields)
	if err != nil {
		w.t.Fatal(err)
	}
	eval[any](w.page, fmt.Sprintf(`(() => {
		document.getElementById("status").textContent = "";
		document.getElementById("status").dataset.status = "";
		const form = document.querySelector('form[data-question="%s"]');
		for (const [name, value] of Object.entries(%s)) {
			const boxes = form.querySelectorAll('input[type=checkbox][name="' + name + '"]');
			const field = form.elements[name];
			if (boxes.length > 1) for (const box of boxes) box.checked = value.split(",").includes(box.value);
			else if (field.options) field.value = [...field.options].find((o) => o.text === value || o.text.startsWith(value)).value;
			else field.value = value;
		}
		form.requestSubmit();
	})()`, question, text))
	w.waitFor(`document.getElementById("status").dataset.status !== ""`)
	if status := eval[string](w.page, `document.getElementById("status").dataset.status`); status != "ok" {
		w.t.Fatalf("%s %v: %s", question, fields, w.text("status"))
	}
}

// press presses a button in a table.
func (w *walker) press(table, text string) {
	w.t.Helper()
	eval[any](w.page, fmt.Sprintf(`(() => {
		document.getElementById("status").dataset.status = "";
		[...document.querySelectorAll('[data-table="%s"] button')].find((b) => b.textContent === "%s").click();
	})()`, table, text))
	w.waitFor(`document.getElementById("status").dataset.status === "ok"`)
}

// load chooses a user, whose URL is loaded then.
func (w *walker) load(user string) {
	w.t.Helper()
	before := w.text("url")
	if eval[string](w.page, `document.querySelector("#people input:checked").value`) == user {
		eval[any](w.page, `document.getElementById("load").click()`)
	} else {
		eval[any](w.page, fmt.Sprintf(`document.querySelector('#people input[value="%s"]').click()`, user))
	}
	w.waitFor(`document.getElementById("url").textContent !== ` + quoted(before))
}

// repeat loads the URL once more.
func (w *walker) repeat() {
	w.t.Helper()
	eval[any](w.page, `document.getElementById("repeat").click()`)
}

// saveCopy saves the workbook in the frame under another name, in a place.
func (w *walker) saveCopy(place string) {
	w.t.Helper()
	w.frameDo(`document.getElementById("tool-saveas").click()`)
	w.inFrame(`document.getElementById("saveas").elements.place.options.length > 0`)
	w.frameDo(`(() => {
		const { name, place } = document.getElementById("saveas").elements;
		name.value = "Working Copy";
		place.value = [...place.options].find(({ text }) => text === ` + quoted(place) + `).value;
		document.getElementById("saveas").requestSubmit();
	})()`)
	w.said("Saved as “Working Copy”")
}

// heard waits for an event in the log of the page.
func (w *walker) heard(event string) {
	w.t.Helper()
	w.waitFor(fmt.Sprintf(`[...document.querySelectorAll("#events code")].some((c) => c.textContent === "%s")`, event))
}

func (w *walker) opened() {
	w.t.Helper()
	w.inFrame(`document.body.dataset.state === "open" && document.querySelectorAll("#pages tbody tr").length > 0 && document.getElementById("status").textContent === ""`)
}

func (w *walker) refusedWith(code string) {
	w.t.Helper()
	w.inFrame(fmt.Sprintf(`document.body.dataset.state === "refused" && document.querySelector("#refusal [data-slot=code]").textContent === "%s"`, code))
	for _, complaint := range w.complaints() {
		if !strings.Contains(complaint, "status of 403") { // a server refuses so
			w.t.Errorf("console: %s", complaint)
		}
	}
}

func (w *walker) said(text string) {
	w.t.Helper()
	w.inFrame(`document.getElementById("status").textContent.includes(` + quoted(text) + `)`)
}

// inFrame waits until a condition holds in the frame, which may be replaced meanwhile.
func (w *walker) inFrame(condition string) {
	w.t.Helper()
	var last string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		ok, err := w.evalInFrame(`new Promise((resolve) => {
			const holds = () => { try { return Boolean(` + condition + `) } catch { return false } };
			const end = (value) => { observer.disconnect(); resolve(value); };
			const observer = new MutationObserver(() => holds() && end(true));
			observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
			setTimeout(() => end(holds()), 300);
			if (holds()) end(true);
		})`)
		if err == nil && ok == "true" {
			return
		}
		last = fmt.Sprint(ok, err)
	}
	text, _ := w.evalInFrame(`document.body.innerText`)
	w.t.Fatalf("in the frame: waited in vain for %s (%s)\n%.600s", condition, last, text)
}

// frameDo does something in the frame.
func (w *walker) frameDo(action string) {
	w.t.Helper()
	if _, err := w.evalInFrame(action); err != nil {
		w.t.Fatalf("in the frame: %.200s: %v", action, err)
	}
}

// evalInFrame evaluates in a world of its own, which sees the frame's document.
func (w *walker) evalInFrame(expression string) (string, error) {
	tree, err := chromedp.Call(w.ctx, cdppage.GetFrameTree, cdp.Empty{})
	if err != nil || len(tree.FrameTree.ChildFrames) == 0 {
		return "", fmt.Errorf("no frame: %w", err)
	}
	frame := tree.FrameTree.ChildFrames[len(tree.FrameTree.ChildFrames)-1].Frame
	world, err := chromedp.Call(w.ctx, cdppage.CreateIsolatedWorld, cdppage.CreateIsolatedWorldParams{FrameID: frame.ID})
	if err != nil {
		return "", err
	}
	answer, err := chromedp.Call(w.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ContextID: world.ExecutionContextID, AwaitPromise: new(true), ReturnByValue: new(true)})
	switch {
	case err != nil:
		return "", err
	case answer.ExceptionDetails != nil:
		return "", (&chromedp.ExceptionError{ExceptionDetails: answer.ExceptionDetails})
	}
	return strings.Trim(string(answer.Result.Value), `"`), nil
}
