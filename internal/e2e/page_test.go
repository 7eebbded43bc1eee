package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A page is a tab that shows the playground.
type page struct {
	t   *testing.T
	ctx context.Context
	// console collects what is wrong: exceptions, errors, violations of the
	// policy, failed requests.
	console chan string
}

// newPage opens an empty tab in a profile of its own. What goes wrong in it
// without being expected fails the test.
func newPage(t *testing.T, browser context.Context) *page {
	t.Helper()
	p := &page{t: t, console: make(chan string, 100)}
	tab, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	opening := time.AfterFunc(tooLong, cancel) // a deadline of the context would be the tab's
	if err := chromedp.Do(tab); err != nil {
		t.Fatal(err)
	}
	opening.Stop()
	// Cleanups run in reverse: first the console is read, then the tab closes.
	t.Cleanup(cancel)
	p.ctx, cancel = context.WithTimeout(tab, manyTooLong)
	t.Cleanup(cancel)
	t.Cleanup(func() {
		for _, complaint := range p.complaints() {
			t.Errorf("console: %s", complaint)
		}
	})
	return p
}

func (p *page) listen(event any) {
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		p.complain((&chromedp.ExceptionError{ExceptionDetails: event.ExceptionDetails}).Error())
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError {
			p.complain(fmt.Sprint(event.Args))
		}
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError {
			p.complain(event.Entry.Text + " " + event.Entry.URL)
		}
	}
}

// complain keeps the first hundred: chromedp stands still while an event is heard.
func (p *page) complain(about string) {
	select {
	case p.console <- about:
	default:
	}
}

// complaints takes what has gone wrong so far.
func (p *page) complaints() []string {
	var all []string
	for {
		select {
		case complaint := <-p.console:
			all = append(all, complaint)
		default:
			return all
		}
	}
}

// open loads an address and waits until the signer runs.
func (p *page) open(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
	p.waitForState("ready")
}

// reload loads the page again, as it is addressed now.
func (p *page) reload() {
	p.t.Helper()
	p.do(chromedp.Reload())
	p.waitForState("ready")
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, tooLong)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// waitForState waits until the page says that its signer is in that state.
func (p *page) waitForState(state string) {
	p.t.Helper()
	p.waitFor(fmt.Sprintf(`document.getElementById("engine").dataset.state === %q`, state))
}

// waitFor waits until a condition holds. It looks whenever the document has
// changed; chromedp's own polling needs eval, which the policy forbids.
func (p *page) waitFor(condition string) {
	p.t.Helper()
	ok := eval[bool](p, `new Promise((resolve) => {
		const holds = () => { try { return `+condition+` } catch { return false } };
		const look = () => { if (holds()) { observer.disconnect(); resolve(true); } };
		const observer = new MutationObserver(look);
		observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
		look();
	})`)
	if !ok {
		p.t.Fatalf("waited in vain for %s", condition)
	}
}

// eval evaluates an expression in the page, awaiting it if it is a promise.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, tooLong)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluate %.200s: %v", expression, err)
	}
	return value
}

// text gives the text of an element.
func (p *page) text(id string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`document.getElementById(%q).textContent`, id))
}

// value gives what a form control holds.
func (p *page) value(id string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`document.getElementById(%q).value`, id))
}

// set puts a value into a form control, as pasting would, and waits for what the
// page does once the reader pauses.
func (p *page) set(id, value string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`(() => {
		const control = document.getElementById(%q);
		control.value = %s;
		return control.dispatchEvent(new Event("input", { bubbles: true }));
	})()`, id, quoted(value)))
	p.settle()
}

// withoutPauses lets the page do at once what it does when the reader pauses: in a
// test of many inputs the pauses would add up to half a minute.
func (p *page) withoutPauses() {
	p.t.Helper()
	eval[bool](p, `(() => { window.setTimeout = (action) => { action(); return 0; }; return true; })()`)
}

// settle waits for what the page does once the reader pauses.
func (p *page) settle() {
	p.t.Helper()
	p.waitFor(`!document.querySelector('[aria-busy="true"]')`)
}

// click presses a button by the mouse.
func (p *page) click(selector string) {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS(selector)))
}

// quoted writes a text as a JavaScript literal.
func quoted(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return string(literal)
}
