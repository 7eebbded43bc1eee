package e2e

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// A causeVector is a URL with a mistake that Node or Python made.
type causeVector struct {
	Code   string `json:"code"`
	Why    string `json:"why"`
	URL    string `json:"url"`
	Secret string `json:"secret"`
}

func causeVectors(t *testing.T) []causeVector {
	t.Helper()
	names, err := filepath.Glob("../../signer/testdata/causes/*.json")
	if err != nil || len(names) < 2 {
		t.Fatalf("only %q are there: %v", names, err)
	}
	var list []causeVector
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var some []causeVector
		if err := json.Unmarshal(text, &some); err != nil || len(some) == 0 {
			t.Fatalf("%s: %d vectors, %v", name, len(some), err)
		}
		list = append(list, some...)
	}
	return list
}

// A shownCause is a cause as the page shows it.
type shownCause struct {
	Code, Proof, Was, Should string
	Marks                    int
}

func (p *page) shownCauses() []shownCause {
	p.t.Helper()
	return eval[[]shownCause](p, `[...document.getElementById("check-causes").children].map((cause) => {
		const text = (name) => cause.querySelector("[data-slot=" + name + "]").textContent;
		return { Code: cause.dataset.code, Proof: text("proof"), Was: text("was"), Should: text("should"), Marks: cause.querySelectorAll("del, ins").length };
	})`)
}

// testCauses pastes every URL with a mistake: the page shows the causes that Go
// finds, among them the one that the vector was made with, and both texts.
func testCauses(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-now", "1700000001")
	p.withoutPauses()
	all, tested := causeVectors(t), 0
	for _, vector := range all {
		secret := vector.Secret
		if secret == "" {
			secret = v.Secret
		}
		p.set("c-url", "")
		p.set("c-secret", secret)
		p.set("c-url", vector.URL)
		if p.value("c-secret") != secret {
			continue // a field of one line drops a newline, and the mistake with it
		}
		tested++
		want := signer.Inspect(signer.Inspection{URL: vector.URL, Secret: signer.NewSecret(secret)})
		p.wantCauses(vector.Code+", "+vector.Why, vector.Code, want)
	}
	if tested < len(all)-1 {
		t.Errorf("only %d of %d were tested", tested, len(all))
	}
}

func (p *page) wantCauses(about, code string, want signer.Inspected) {
	p.t.Helper()
	got, found := p.shownCauses(), false
	if len(got) != len(want.Causes) {
		p.t.Errorf("%s: %d causes are shown, want %d", about, len(got), len(want.Causes))
		return
	}
	for i, cause := range want.Causes {
		found = found || cause.Code == code
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
	if text := p.text("check-effort"); !strings.Contains(text, "to find this") {
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
