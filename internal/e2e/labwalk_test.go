package e2e

import (
	"fmt"
)

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
