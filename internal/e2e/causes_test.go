package e2e

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
)

// A shownCause is a cause as the page shows it.
type shownCause struct {
	Code, Proof, Was, Should, Title string
	Marks                           int
}

func (p *page) shownCauses() []shownCause {
	p.t.Helper()
	return eval[[]shownCause](p, `[...document.getElementById("check-causes").children].map((cause) => {
		const text = (name) => cause.querySelector("[data-slot=" + name + "]").textContent;
		return { Code: cause.dataset.code, Proof: text("proof"), Was: text("was"), Should: text("should"), Title: text("should-title"), Marks: cause.querySelectorAll("del, ins").length };
	})`)
}

// testCauses pastes every URL with a mistake: the page shows the causes that Go
// finds, among them the one that the vector was made with, and both texts.
func testCauses(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-now", "1700000001")
	p.withoutPauses()
	all, tested := vectors.Causes(t, "../.."), 0
	for _, m := range all {
		p.set("c-url", "")
		p.set("c-secret", m.Secret)
		p.set("c-url", m.URL)
		if p.value("c-secret") != m.Secret {
			continue // a field of one line drops a newline, and the mistake with it
		}
		tested++
		want := signer.Inspect(signer.Inspection{URL: m.URL, Secret: signer.NewSecret(m.Secret)})
		p.wantCauses(m, want.Causes, want.Tried)
	}
	if tested < len(all)-1 {
		t.Errorf("only %d of %d were tested", tested, len(all))
	}
}

// testTokenCauses pastes every token with a mistake, in the same way. It is refused
// with the verdict that Go gives.
func testTokenCauses(t *testing.T, browser context.Context) {
	now := time.Unix(1700000001, 0)
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-now", fmt.Sprint(now.Unix()))
	p.withoutPauses()
	for _, m := range vectors.TokenCauses(t, "../..") {
		p.set("c-secret", m.Secret)
		p.set("c-url", m.URL)
		want := jwt.Inspect(jwt.Inspection{URL: m.URL, Secret: signer.NewSecret(m.Secret), Now: &now})
		p.wantCauses(m, want.Causes, want.Tried)
		if got := p.text("verdict"); p.verdict() != "refused" || !strings.Contains(got, "efused: "+spoken(want.Verdict.Code)) {
			t.Errorf("%s: the verdict is %q, want %s", m.Code, got, want.Verdict.Code)
		}
	}
}

// wantCauses compares what is shown with the causes that Go finds, all of them
// proved and that of the mistake among them.
func (p *page) wantCauses(m vectors.Mistake, want []signer.Cause, tried int) {
	p.t.Helper()
	about := m.Code + ", " + m.Why
	got, found := p.shownCauses(), false
	if len(got) != len(want) {
		p.t.Errorf("%s: %d causes are shown, want %d", about, len(got), len(want))
		return
	}
	for i, cause := range want {
		found = found || cause.Code == m.Code
		if title := map[bool]string{true: "This should have been sent", false: "This should have been signed"}[cause.Send != ""]; got[i].Title != title {
			p.t.Errorf("%s: over what is right stands %q, want %q", about, got[i].Title, title)
		}
		if got[i].Code != cause.Code || got[i].Proof != "proved by recomputing" {
			p.t.Errorf("%s: shows %s, %s; want %s, proved", about, got[i].Code, got[i].Proof, cause.Code)
		}
		if wanted := changes(cause.Differences); got[i].Marks != wanted || (wanted == 0) != (got[i].Was == "") {
			p.t.Errorf("%s: %d marks, want %d, in\n%s\n%s", about, got[i].Marks, wanted, got[i].Was, got[i].Should)
		}
	}
	if !found {
		p.t.Errorf("%s: is not among %+v", about, got)
	}
	if text := p.text("check-effort"); strings.Contains(text, "to find this") != (tried > 0) {
		p.t.Errorf("%s: the effort is not told: %q", about, text)
	}
}

func changes(differences []signer.Difference) int {
	n := 0
	for _, d := range differences {
		if d.Op != "same" {
			n++
		}
	}
	return n
}

// testCauseTexts signs a text with a newline at its end, as echo does. Both texts
// are there, and the newline can be seen.
func testCauseTexts(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	text := v.HMAC[0].SignedText
	url := text + "&:signature=" + hmacHex(v.Secret, text+"\n")
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-secret", v.Secret)
	p.set("c-url", url)
	got := p.shownCauses()
	if len(got) == 0 {
		t.Fatal("no cause is shown")
	}
	if len(got) != 1 || got[0].Was != text+"␊" || got[0].Should != text {
		t.Errorf("shows %+v, want\n%s\n%s", got, text+"␊", text)
	}
	want := signer.Inspect(signer.Inspection{URL: url, Secret: signer.NewSecret(v.Secret)}).Signature
	if got[0].Was != want.WasSigned || got[0].Should != want.WouldSign {
		t.Errorf("shows other texts than\n%s\n%s", want.WasSigned, want.WouldSign)
	}
	p.wantBits(*want.BitsDifferent)
}

// testNoCause checks what cannot be explained: the page says how much was tried,
// and claims nothing.
func testNoCause(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	url := v.HMAC[0].URL
	random := url[:len(url)-signer.SignatureLength] + hmacHex("another secret", url)
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-secret", v.Secret)
	p.set("c-url", random)
	want := signer.Inspect(signer.Inspection{URL: random, Secret: signer.NewSecret(v.Secret)})
	if got := p.text("check-effort"); want.Tried < 1000 || !strings.HasPrefix(got, fmt.Sprintf("No cause found. %s ways", grouped(want.Tried))) {
		t.Errorf("says %q after %d tries", got, want.Tried)
	}
	if got := p.shownCauses(); len(got) > 0 {
		t.Errorf("there are causes: %+v", got)
	}
	if got := p.slotText("compare", "would"); got != want.Signature.WouldSign || got == "" {
		t.Errorf("the text to compare with is %q, want %q", got, want.Signature.WouldSign)
	}
	p.wantBits(*want.Signature.BitsDifferent)
	p.set("c-url", url)
	if got := p.text("check-effort") + p.slotText("compare", "would") + p.slotText("compare", "bits"); got != "" {
		t.Errorf("beside a good signature stands %q", got)
	}
}

func (p *page) wantBits(bits int) {
	p.t.Helper()
	if got, want := p.slotText("compare", "bits"), fmt.Sprintf("%d of the 256 bits differ.", bits); !strings.HasPrefix(got, want) {
		p.t.Errorf("says %q, want %q", got, want)
	}
}

// slotText gives the text of a place inside of an element.
func (p *page) slotText(id, slot string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`document.querySelector("#%s [data-slot=%s]").textContent`, id, slot))
}

// grouped writes a number below a million as the page does.
func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// hmacHex signs a text as a sender does.
func hmacHex(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
