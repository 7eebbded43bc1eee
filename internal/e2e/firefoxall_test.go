//go:build all

package e2e

import (
	"strings"
	"testing"
)

// A second Firefox takes long to start; make test-all does.

// TestFirefoxLab loads a workbook into the frame without an origin, whose files the
// browser takes from beside the page.
func TestFirefoxLab(t *testing.T) {
	t.Parallel()
	m := dialMarionette(t, startFirefox(t))
	m.call("WebDriver:Navigate", map[string]any{"url": serve(t, withoutPolicy) + "lab.html"}, nil)
	events := run[string](m, `return new Promise((resolve) => {
		const look = () => {
			const events = document.getElementById("events").textContent;
			if (events.includes("workbook:dataloaded")) return resolve(events);
			if (document.querySelectorAll("#people input").length === 3 && document.getElementById("url").textContent === "None yet.") document.getElementById("load").click();
		};
		new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
		look();
	})`)
	if !strings.Contains(events, "workbook:loaded") {
		t.Errorf("the frame has said %s", events)
	}
	m.shoot("firefox-lab.png")
}

// TestFirefoxOffline opens the file in Firefox and builds a URL.
func TestFirefoxOffline(t *testing.T) {
	t.Parallel()
	file := offlineFile(t)
	m := dialMarionette(t, startFirefox(t))
	m.openPage(file)
	m.keys("#f-email", ".uk")
	m.wantsURL(".uk")
}
