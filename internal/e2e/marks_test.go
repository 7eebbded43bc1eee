package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// mark is what a control shows of the remarks about it.
type mark struct {
	// Invalid is aria-invalid, empty where it is not set.
	Invalid string `json:"invalid"`
	// Text is what describes the control and is a mark.
	Text string `json:"text"`
	// Styled says whether the border differs from that of other controls.
	Styled bool `json:"styled"`
}

// markOf reads the mark of the control that a selector finds, as a screen reader
// comes to it.
func (p *page) markOf(selector string) mark {
	p.t.Helper()
	return eval[mark](p, fmt.Sprintf(`(() => {
		const control = document.querySelector(%q);
		const describing = (control.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
		const border = (element) => getComputedStyle(element).borderTopColor;
		return {
			invalid: control.getAttribute("aria-invalid") ?? "",
			text: describing.filter((one) => one?.matches(".marks")).map((one) => one.textContent).join(""),
			styled: border(control) !== border(document.getElementById("f-client_id")),
		};
	})()`, selector))
}

// wantMark compares a mark: the severity it has, and what it says at least.
func (p *page) wantMark(selector, severity, says string) {
	p.t.Helper()
	got := p.markOf(selector)
	if severity == "" {
		if got != (mark{}) {
			p.t.Errorf("%s is marked: %+v", selector, got)
		}
		return
	}
	wrong := fmt.Sprint(severity == "error")
	if got.Invalid != wrong || !got.Styled || !strings.Contains(got.Text, severity) || !strings.Contains(got.Text, says) {
		p.t.Errorf("%s has the mark %+v, want %s with %q", selector, got, severity, says)
	}
}

// testMarks breaks fields: each says so itself, in the signer's words, and no
// longer when it is mended.
func testMarks(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.unfold()
	for _, step := range []struct{ id, value, severity string }{
		{"f-email", "ada", "error"},
		{"f-mode", "", "error"},
		{"f-session_length", "9999999", "error"},
		{"f-account_type", "", "warning"},
		{"f-nonce", "", "error"},
	} {
		before := p.value(step.id)
		p.wantMark("#"+step.id, "", "")
		p.set(step.id, step.value)
		p.wantMark("#"+step.id, step.severity, p.firstMessage(step.severity))
		p.set(step.id, before)
		p.wantMark("#"+step.id, "", "")
	}
	if left := eval[int](p, `document.querySelectorAll(".marks, [data-row][data-severity], .field[data-severity]").length`); left > 0 {
		t.Errorf("%d marks are left", left)
	}
}

// firstMessage gives what the first remark with that severity says.
func (p *page) firstMessage(severity string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(
		`document.querySelector("#build-findings [data-severity=%s] [data-slot=message]").textContent`, severity))
}

// testRowMarks breaks one row of each list that grows: the mark is at that row.
func testRowMarks(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.unfold()
	for list, broken := range map[string]map[string]string{
		"attributes": {"name": "Empty"},
		"controls":   {"name": ":colon", "values": "x"},
		"options":    {"name": ":new_thing", "value": "on"},
	} {
		row := eval[int](p, `document.querySelectorAll("[data-rows=`+list+`] [data-row]").length`)
		p.click("[data-rows=" + list + "] [data-action=add]")
		p.setRow(list, row, broken)
		rows := "[data-rows=" + list + "] [data-row]"
		marked := fmt.Sprintf("%s:nth-child(%d)", rows, row+1)
		got := p.markOf(marked + " [data-key=name]")
		if !got.Styled || !strings.Contains(got.Text, broken["name"]) {
			t.Errorf("%s: the mark is %+v", list, got)
		}
		if n := eval[int](p, `document.querySelectorAll("`+rows+`[data-severity]").length`); n != 1 {
			t.Errorf("%s: %d rows are marked", list, n)
		}
		p.click(marked + " [data-action=remove]")
	}
	if left := p.text("build-findings"); left != "" {
		t.Errorf("remarks are left: %s", left)
	}
	p.wants(p.request(worked(), signer.DialectSafe))

	// An option that has a field of its own too is marked in both places.
	p.click("[data-rows=options] [data-action=add]")
	p.setRow("options", 0, map[string]string{"name": ":theme", "value": "Light"})
	for _, place := range []string{"#f-theme", "[data-rows=options] [data-key=name]"} {
		if got := p.markOf(place); !got.Styled || !strings.Contains(got.Text, "more than once") {
			t.Errorf("%s: the mark is %+v", place, got)
		}
	}
}
