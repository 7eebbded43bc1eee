//go:build all

package e2e

// labScenes are what the lab can look like, one after the other.
var labScenes = []struct {
	name string
	// framed: the page in the frame is another one than before.
	framed bool
	set    func(w *walker)
}{
	{"begin", false, func(w *walker) { w.view("application") }},
	{"viewer", true, func(w *walker) {
		w.load("viewer")
		w.opened()
	}},
	{"send", true, func(w *walker) {
		w.load("viewer-plus")
		w.opened()
		w.frameDo(`document.getElementById("tool-send").click()`)
		w.inFrame(`!document.getElementById("send").hidden`)
	}},
	{"creator", true, func(w *walker) {
		w.load("creator")
		w.opened()
		w.saveCopy("My Documents")
		w.frameDo(`document.getElementById("tool-edit").click()`)
		w.inFrame(`!document.getElementById("draft").hidden && !document.getElementById("edit").hidden`)
	}},
	{"menu", true, func(w *walker) {
		w.frameDo(`document.getElementById("tool-menu").click()`)
		w.inFrame(`!document.getElementById("menu").hidden`)
	}},
	{"refused", true, func(w *walker) {
		w.repeat()
		w.refusedWith("nonce_reused")
	}},
	{"configuration", false, func(w *walker) { w.view("configuration") }},
	{"credentials", false, func(w *walker) {
		w.view("credentials")
		w.submit("create_credentials", map[string]string{"name": "the next pair"})
	}},
	{"types", false, func(w *walker) { w.view("types") }},
	{"teams", false, func(w *walker) { w.view("teams") }},
	{"users", false, func(w *walker) { w.view("users") }},
	{"datasets", false, func(w *walker) { w.view("datasets") }},
	{"workbooks", false, func(w *walker) { w.view("workbooks") }},
	{"sharing", false, func(w *walker) { w.view("sharing") }},
}
