package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A walker is a visitor of the lab.
type walker struct{ *page }

// begin opens the lab and waits until it can be used.
func (w *walker) begin(url string) {
	w.t.Helper()
	w.do(chromedp.Navigate(url))
	w.waitFor(`document.querySelectorAll("#walk-steps li").length === 14`)
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
	for deadline := time.Now().Add(tooLong); time.Now().Before(deadline); {
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
