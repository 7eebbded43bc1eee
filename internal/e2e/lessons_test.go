package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// solutions are how the lessons are done, as a visitor would.
var solutions = map[string]func(p *page){
	"accepted":   func(p *page) { p.click("#break-intent [data-action=open]") },
	"read_email": func(p *page) { p.answer("read_email", "ada+embed@example.com") },
	"apostrophe": func(p *page) {
		p.intent("build")
		p.set("f-email", "o'neil@example.com")
		p.intent("break")
		p.click("#break-intent [data-action=open]")
	},
	"raise_account_type": func(p *page) { p.click("[data-attack=raise_account_type]") },
	"find_tampered": func(p *page) {
		p.click("[data-lesson=find_tampered] [data-action=puzzle]")
		p.answer("find_tampered", p.tampered())
	},
	"expired": func(p *page) {
		p.click("#break-intent [data-action=past]")
		p.click("#break-intent [data-action=open]")
	},
	"session_too_long": func(p *page) {
		p.intent("build")
		p.set("f-session_length", fmt.Sprint(signer.MaxSessionLength+1))
		p.intent("break")
		p.click("#break-intent [data-action=open]")
	},
	"reuse": func(p *page) {
		p.click("#break-intent [data-action=open]")
		p.click("#break-intent [data-action=open]")
	},
}

// testLessons checks each lesson on a fresh page before anything was done, and
// again when it is solved.
func testLessons(t *testing.T, browser context.Context) {
	site := serve(t, nil)
	for i, lesson := range signer.Lessons() {
		solve := solutions[lesson.ID]
		if solve == nil {
			t.Errorf("%s: no solution", lesson.ID)
			continue
		}
		p := newPage(t, browser)
		p.open(site + "#break")
		eval[any](p, fmt.Sprintf(`document.querySelector("[data-lesson=%s] details").open = true`, lesson.ID))
		if got := p.checkLesson(lesson.ID); !strings.HasPrefix(got, "Not yet: ") {
			t.Errorf("%s: nothing was done, and the check says %q", lesson.ID, got)
		}
		solve(p)
		if got := p.checkLesson(lesson.ID); got != lesson.Why {
			t.Errorf("%s: solved, and the check says %q, want %q", lesson.ID, got, lesson.Why)
		}
		if got := p.text("lessons-done"); got != "1 of 8 done" {
			t.Errorf("%s, number %d: %s", lesson.ID, i+1, got)
		}
	}
}

// checkLesson presses the button of a lesson and gives what is said.
func (p *page) checkLesson(id string) string {
	p.t.Helper()
	p.click(fmt.Sprintf("[data-lesson=%s] [data-action=check-lesson]", id))
	return eval[string](p, fmt.Sprintf(`document.querySelector("[data-lesson=%s] [data-slot=message]").textContent`, id))
}

func (p *page) answer(lesson, answer string) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf(`document.querySelector("[data-lesson=%s] [data-slot=answer]").value = %s`, lesson, quoted(answer)))
}

// tampered compares the URL of the puzzle with that of Build, value by value.
func (p *page) tampered() string {
	p.t.Helper()
	built := p.text("url")
	for _, part := range signer.Parse(p.value("b-url")) {
		if part.Name != "" && !strings.Contains(built, part.Raw) {
			return part.Name
		}
	}
	p.t.Error("nothing was tampered with")
	return ""
}

// testPuzzle keeps the answer from the reader until it is found.
func testPuzzle(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#break")
	eval[any](p, `document.querySelector("[data-lesson=find_tampered] details").open = true`)
	p.click("[data-lesson=find_tampered] [data-action=puzzle]")
	if got := p.text("break-diff"); got != "" {
		t.Errorf("the puzzle shows its answer: %s", got)
	}
	if got := p.text("break-verdict"); !strings.Contains(got, "Refused: invalid signature") {
		t.Errorf("the puzzle is not refused: %s", got)
	}
	p.answer("find_tampered", ":mode")
	if got := p.checkLesson("find_tampered"); !strings.Contains(got, "not what was changed") {
		t.Errorf("a wrong answer: %s", got)
	}
	if got := p.text("break-diff"); got != "" {
		t.Errorf("a wrong answer shows the right one: %s", got)
	}
	p.set("b-clock", fmt.Sprint(p.seconds("b-clock")+1))
	if got := p.text("break-diff"); got != "" {
		t.Errorf("moving the clock shows the answer: %s", got)
	}
	p.answer("find_tampered", p.tampered())
	p.checkLesson("find_tampered")
	if got := p.text("break-diff"); got == "" {
		t.Error("the answer was found, and the difference is not shown")
	}
}
