package e2e

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// testAttacks makes every attack on the URL of Build. Verdict, log, difference
// and bits are what Go says of the same attack, and the verdict is the one that
// the attack announces.
func testAttacks(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.intent("break")
	good := p.value("b-url")
	if want := p.text("url"); good != want {
		t.Fatalf("the URL is %s, want that of Build: %s", good, want)
	}
	for _, attack := range signer.Attacks() {
		p.click("#break-intent [data-action=reset]")
		p.click(fmt.Sprintf("[data-attack=%s]", attack.ID))
		broken, err := signer.Break(attack.ID, good)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.value("b-url"); got != broken.URL {
			t.Errorf("%s: the URL is\n     %s\nwant %s", attack.ID, got, broken.URL)
		}
		at := p.seconds("f-time") + broken.Wait
		if got := p.seconds("b-clock"); got != at {
			t.Errorf("%s: the clock stands at %d, want %d", attack.ID, got, at)
		}
		var used []string
		if broken.Opens == 2 {
			used = append(used, p.value("f-nonce"))
		}
		p.wantOutcome(attack.ID, p.inspected(broken.URL, at, used...))
		if got := p.text("break-verdict"); !strings.Contains(got, "As expected: "+spoken(broken.Expect)) {
			t.Errorf("%s: %s, want %s as expected", attack.ID, got, broken.Expect)
		}
		p.wantDifferences(attack.ID, broken.Differences)
	}
}

// spoken is a code as the page says it.
func spoken(code signer.Code) string { return strings.ReplaceAll(string(code), "_", " ") }

func (p *page) seconds(id string) int64 {
	p.t.Helper()
	n, err := strconv.ParseInt(p.value(id), 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// inspected is what Go says as the receiver of the page's credentials.
func (p *page) inspected(url string, at int64, used ...string) signer.Inspected {
	p.t.Helper()
	c, now := p.credentials(), time.Unix(at, 0)
	return signer.Inspect(signer.Inspection{URL: url, Secret: c.Secret, ClientID: &c.ClientID, Now: &now, UsedNonces: append([]string{}, used...)})
}

// wantOutcome compares verdict, log and number of bits with Go's.
func (p *page) wantOutcome(name string, want signer.Inspected) {
	p.t.Helper()
	if got := p.text("break-verdict"); !strings.Contains(got, want.Verdict.Explanation) ||
		!want.Verdict.Accepted && !strings.Contains(got, "efused: "+spoken(want.Verdict.Code)) {
		p.t.Errorf("%s: the verdict is %q, want %+v", name, got, want.Verdict)
	}
	var states []string
	for _, step := range want.Log {
		states = append(states, string(step.Code)+" "+string(step.State))
	}
	got := eval[[]string](p, `[...document.querySelectorAll("#break-log > li")].map(({ dataset }) => dataset.code + " " + dataset.state)`)
	if !slices.Equal(got, states) {
		p.t.Errorf("%s: the log is %q, want %q", name, got, states)
	}
	if n := want.Signature.BitsDifferent; n != nil && *n > 0 && !strings.HasPrefix(p.text("break-bits"), fmt.Sprint(*n, " of the 256 bits")) {
		p.t.Errorf("%s: %q, want %d bits", name, p.text("break-bits"), *n)
	}
}

func (p *page) wantDifferences(name string, differences []signer.Difference) {
	p.t.Helper()
	var want []string
	for _, d := range differences {
		want = append(want, map[string]string{"same": "SPAN ", "gone": "DEL ", "new": "INS "}[d.Op]+d.Text)
	}
	got := eval[[]string](p, `[...document.querySelectorAll("#break-diff > *")].map(({ tagName, textContent }) => tagName + " " + textContent)`)
	if !slices.Equal(got, want) {
		p.t.Errorf("%s: the difference is %q, want %q", name, got, want)
	}
}

// testClock moves the receiver's clock by every button and by the field: the
// verdict changes at the second at which Go's does.
func testClock(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.intent("break")
	made, url := p.seconds("f-time"), p.value("b-url")
	length := p.seconds("f-session_length")
	for _, step := range []struct {
		action string
		clock  int64
		says   string
	}{
		{"made", made, "would be accepted"},
		{"minute", made + 60, "would be accepted"},
		{"minute", made + 120, "would be accepted"},
		{"expiry", made + length, "would be accepted"},
		{"past", made + length + 1, "would be refused: expired"},
	} {
		p.click("#break-intent [data-action=" + step.action + "]")
		if got := p.seconds("b-clock"); got != step.clock {
			t.Errorf("%s: the clock stands at %d, want %d", step.action, got, step.clock)
		}
		if got := p.text("break-verdict"); !strings.Contains(got, step.says) {
			t.Errorf("%s: %s", step.action, got)
		}
		p.wantOutcome(step.action, p.inspected(url, step.clock))
	}
	before := time.Now().Unix()
	p.click("#break-intent [data-action=now]")
	if got := p.seconds("b-clock"); got < before || got > time.Now().Unix() {
		t.Errorf("now: the clock stands at %d, which is not now", got)
	}
	p.set("b-clock", fmt.Sprint(made-1))
	p.wantOutcome("typed", p.inspected(url, made-1))
	if got := p.text("break-verdict"); !strings.Contains(got, "not yet valid") {
		t.Errorf("before its time: %s", got)
	}
	p.set("b-clock", "noon")
	if got := p.text("break-verdict"); !strings.Contains(got, "cannot be read") {
		t.Errorf("a clock at noon: %s", got)
	}
	p.click("#break-intent [data-action=open]")
	if p.used() != 0 {
		t.Error("opened although the clock cannot be read")
	}
}

// used gives the number of nonces in the ledger.
func (p *page) used() int {
	p.t.Helper()
	return eval[int](p, `document.querySelectorAll("#ledger > li").length`)
}

// testLedger opens a URL twice, then another, and starts again.
func testLedger(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.intent("break")
	open := "#break-intent [data-action=open]"
	for _, step := range []struct {
		do    func()
		says  string
		nonce int
	}{
		{func() {}, "It would be accepted", 0},
		{func() { p.click(open) }, "Accepted", 1},
		{func() { p.click(open) }, "Refused: nonce reused", 1},
		{func() { p.click("[data-attack=flip_digit]") }, "Refused: invalid signature", 1},
		{func() { p.intent("build"); p.click("[data-action=new-nonce]"); p.intent("break") }, "It would be accepted", 1},
		{func() { p.click(open) }, "Accepted", 2},
		{func() { p.click("#break-intent [data-action=reset]") }, "It would be accepted", 0},
		{func() { p.click(open) }, "Accepted", 1},
	} {
		step.do()
		if got := p.text("break-verdict"); !strings.Contains(got, step.says) || p.used() != step.nonce {
			t.Errorf("%s, %d used; want %q and %d", got, p.used(), step.says, step.nonce)
		}
	}
	if got := p.text("ledger"); !strings.Contains(got, p.value("f-nonce")) {
		t.Errorf("the ledger shows %q, want the nonce", got)
	}
}

// testBreakByHand edits the URL: the difference is shown, and the announced
// verdict of an attack is forgotten.
func testBreakByHand(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.intent("break")
	good := p.value("b-url")
	p.click("[data-attack=flip_digit]")
	bad := strings.Replace(good, "Viewer", "Admin", 1)
	p.set("b-url", bad)
	before, after, _ := strings.Cut(good, "Viewer")
	p.wantDifferences("by hand", []signer.Difference{{Op: "same", Text: before}, {Op: "gone", Text: "Viewer"}, {Op: "new", Text: "Admin"}, {Op: "same", Text: after}})
	p.wantOutcome("by hand", p.inspected(bad, p.seconds("b-clock")))
	if got := p.text("break-verdict"); strings.Contains(got, "xpected") {
		t.Errorf("still expects something: %s", got)
	}
	if n := eval[int](p, `document.querySelectorAll("#attacks [aria-pressed=true]").length`); n != 0 {
		t.Errorf("%d attacks are pressed", n)
	}
}

// testBreakCheck carries a URL from Check, with its secret and without, and one
// on which an attack cannot be made.
func testBreakCheck(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.intent("break")
	take := "#break-intent [data-action=take-check]"
	p.click(take)
	if got := p.text("b-from"); !strings.Contains(got, "no URL in Check") {
		t.Errorf("from an empty Check: %s", got)
	}
	p.intent("build")
	p.set("f-account_type", "Admin")
	p.click("#to-check")
	p.intent("break")
	p.click(take)
	if got := p.value("b-url"); got != p.value("c-url") {
		t.Errorf("the URL is %s", got)
	}
	p.click("[data-attack=replay]")
	if got := p.text("break-verdict"); !strings.Contains(got, "As expected: nonce reused") {
		t.Errorf("replayed: %s", got)
	}
	p.click("[data-attack=raise_account_type]")
	if got := p.text("break-verdict"); !strings.Contains(got, "cannot be made") || !strings.Contains(got, "nothing above") {
		t.Errorf("above Admin: %s", got)
	}
	p.set("c-secret", "")
	p.click(take)
	p.click("[data-attack=change_email]")
	if got := p.text("break-verdict"); !strings.Contains(got, "Not verified") || !strings.Contains(p.text("b-from"), "No secret") {
		t.Errorf("without the secret: %s; %s", got, p.text("b-from"))
	}
}

// testBreakToken takes a JSON web token from Check: there is no attack on it.
func testBreakToken(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-url", tokenURL(v))
	p.set("c-secret", v.Secret)
	p.intent("break")
	p.click("#break-intent [data-action=take-check]")
	if got := p.text("break-verdict"); !strings.Contains(got, "It would be accepted") {
		t.Errorf("the token: %s", got)
	}
	p.click("[data-attack=change_email]")
	if got := p.text("break-verdict"); !strings.Contains(got, "cannot be made") || !strings.Contains(got, "JSON web token") {
		t.Errorf("an attack on the token: %s", got)
	}
	if !eval[bool](p, `document.querySelector("#break-intent [data-action=past]").disabled`) {
		t.Error("the clock can be moved past an end that is not known")
	}
}

// testBreakRefused attacks a URL that was refused before: the page says that the
// verdict is not the announced one, and why.
func testBreakRefused(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.set("f-session_length", fmt.Sprint(signer.MaxSessionLength+1))
	p.intent("break")
	if got := p.text("b-before"); !strings.Contains(got, "session length exceeded") {
		t.Errorf("before any attack: %q", got)
	}
	p.click("[data-attack=flip_digit]")
	if got := p.text("break-verdict"); !strings.Contains(got, "Expected was: invalid signature. It came otherwise") {
		t.Errorf("after one: %s", got)
	}
}

// testBreakKeyboard reaches everything in Break by the Tab key, and makes an
// attack and opens the URL by Enter.
func testBreakKeyboard(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#break")
	p.show("light", 1280)
	p.unfold()
	stops := p.walk()
	for _, want := range []string{"b-url", "take-build", "take-check", "b-clock", "now", "minute", "made", "expiry", "past", "open", "reset", "answer", "puzzle", "check-lesson"} {
		if !slices.Contains(stops, want) {
			t.Errorf("%s is not reached, in %q", want, stops)
		}
	}
	for _, step := range []struct{ selector, says string }{
		{"[data-attack=strip_signature]", "As expected: missing parameter"},
		{"#break-intent [data-action=reset]", "It would be accepted"},
		{"#break-intent [data-action=open]", "Accepted"},
	} {
		p.do(chromedp.Focus(chromedp.CSS(step.selector)), chromedp.KeyEvent(kb.Enter))
		if got := p.text("break-verdict"); !strings.Contains(got, step.says) {
			t.Errorf("Enter on %s: %s", step.selector, got)
		}
	}
}
