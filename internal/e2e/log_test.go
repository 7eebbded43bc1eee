package e2e

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
)

// A logLine is a step of the log as the page shows it.
type logLine struct{ Code, State, Word, Title, Parameter, Explanation, Sigma, Source string }

// logIn reads the log in a list of that ID.
func (p *page) logIn(id string) []logLine {
	p.t.Helper()
	return eval[[]logLine](p, fmt.Sprintf(`[...document.getElementById(%q).children].map((step) => {
		const text = (name) => step.querySelector("[data-slot=" + name + "]").textContent;
		return {
			Code: step.dataset.code, State: step.dataset.state, Word: text("state"), Title: text("title"),
			Parameter: text("parameter"), Explanation: text("explanation"), Sigma: text("sigma"), Source: text("source"),
		};
	})`, id))
}

// wantLog compares what the page shows with Go's own answer.
func (p *page) wantLog(id, about string, log []signer.LogStep) {
	p.t.Helper()
	if len(log) == 0 {
		p.t.Errorf("%s: Go has no log to compare with", about)
	}
	want := make([]logLine, len(log))
	for i, s := range log {
		want[i] = logLine{string(s.Code), string(s.State), strings.ReplaceAll(string(s.State), "_", " "), s.Title, s.Parameter, s.Explanation, "", string(s.Source)}
		if s.SigmaMessage != "" {
			want[i].Sigma = "Sigma shows: “" + s.SigmaMessage + "”"
		}
	}
	if got := p.logIn(id); !reflect.DeepEqual(got, want) {
		p.t.Errorf("%s: the log is\n%q\nwant\n%q", about, got, want)
	}
}

// testLog goes to each verdict in turn, and to steps that are not checked.
func testLog(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	good := v.HMAC[0].URL
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.withoutPauses()
	for _, test := range []struct {
		about string
		known signer.Inspection
		now   int64
		code  signer.Code
	}{
		{"no secret", signer.Inspection{URL: good}, 0, signer.CodeNotChecked},
		{"good", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret)}, 0, signer.CodeAccepted},
		{"no URL", signer.Inspection{URL: "ftp//x", Secret: signer.NewSecret(v.Secret)}, 0, signer.CodeMalformed},
		{"no nonce", signer.Inspection{URL: strings.Replace(good, ":nonce", ":nonsense", 1), Secret: signer.NewSecret(v.Secret)}, 0, signer.CodeMissingParameter},
		{"mode", signer.Inspection{URL: strings.Replace(good, "userbacked", "user", 1), Secret: signer.NewSecret(v.Secret)}, 0, signer.CodeInvalidMode},
		{"client", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret), ClientID: new("another")}, 0, signer.CodeUnknownClient},
		{"signature", signer.Inspection{URL: strings.Replace(good, "Viewer&", "Admin&", 1), Secret: signer.NewSecret(v.Secret)}, 0, signer.CodeInvalidSignature},
		{"late", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret)}, 1800000000, signer.CodeExpired},
		{"early", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret)}, 1600000000, signer.CodeNotYetValid},
		{"team", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret), Teams: []string{"Others"}}, 0, signer.CodeUnknownTeam},
		{"account type", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret), AccountTypes: []string{"Creator", "Admin"}}, 0, signer.CodeUnknownAccountType},
		{"replayed", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret), UsedNonces: []string{"x", v.HMAC[0].Nonce}}, 0, signer.CodeNonceReused},
		{"good and known", signer.Inspection{URL: good, Secret: signer.NewSecret(v.Secret), UsedNonces: []string{"x"}, Teams: []string{"FinanceViewers"}, AccountTypes: []string{"Viewer"}, ClientID: &v.ClientID}, 0, signer.CodeAccepted},
	} {
		now := time.Unix(cmp.Or(test.now, v.HMAC[0].Time+1), 0)
		test.known.Now = &now
		p.checkWith(test.known)
		want := signer.Inspect(test.known)
		if want.Verdict.Code != test.code {
			t.Errorf("%s: Go says %s, want %s", test.about, want.Verdict.Code, test.code)
		}
		p.wantLog("check-log", test.about, want.Log)
	}
}

// checkWith fills Check in.
func (p *page) checkWith(i signer.Inspection) {
	p.t.Helper()
	id := ""
	if i.ClientID != nil {
		id = *i.ClientID
	}
	for _, field := range [][2]string{
		{"c-url", i.URL}, {"c-secret", i.Secret.Reveal()}, {"c-now", fmt.Sprint(i.Now.Unix())}, {"c-client_id", id},
		{"c-used_nonces", strings.Join(i.UsedNonces, "\n")},
		{"c-teams", strings.Join(i.Teams, "\n")},
		{"c-account_types", strings.Join(i.AccountTypes, "\n")},
	} {
		p.set(field[0], field[1])
	}
}

// testLogWithoutTime leaves out what cannot be read, rather than showing a log
// that is not that of the verdict.
func testLogWithoutTime(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.click("#to-check")
	shown := func() bool { return eval[bool](p, `document.getElementById("check-log").checkVisibility()`) }
	if !shown() {
		t.Error("there is no log")
	}
	p.set("c-now", "yesterday")
	if shown() {
		t.Error("there is a log, but no verdict")
	}
	p.set("c-now", "")
	if !shown() {
		t.Error("the log does not come back")
	}
}

// testSample says which sample made each vector, as Go does.
func testSample(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	named := 0
	for _, vector := range v.HMAC {
		p.set("c-url", vector.URL)
		want := signer.Inspect(signer.Inspection{URL: vector.URL}).Sample
		if want.ID != "" {
			named++
		}
		if got := p.text("check-sample"); !strings.Contains(got, want.Name) || !strings.Contains(got, want.Why) {
			t.Errorf("%s: %q, want %q and %q", vector.Name, got, want.Name, want.Why)
		}
	}
	if named == 0 {
		t.Error("no vector is known to be of a sample")
	}
}

// testToken opens the JSON web tokens of the vectors, which are accepted, and
// others: one of the person that signed URLs are made for, one with a parameter
// too many, and one that is broken.
func testToken(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	now := time.Unix(v.HMAC[0].Time+1, 0)
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	good := []string{tokenURL(v)}
	for _, x := range v.JWT {
		good = append(good, x.URL())
	}
	for i, url := range append(good, tokenURL(v)+"&:email=eve@example.com", strings.Replace(tokenURL(v), ".eyJ", ".eyK", 1)) {
		p.checkWith(signer.Inspection{URL: url, Secret: signer.NewSecret(v.Secret), Now: &now})
		want := jwt.Inspect(jwt.Inspection{URL: url, Secret: signer.NewSecret(v.Secret), Now: &now})
		if got := p.verdict(); got != "accepted" && i < len(good) {
			t.Errorf("%s: %s: %s", url, got, p.text("verdict"))
		}
		p.wantLog("check-log", url, want.Log)
		p.wantEntries(want.Entries)
		if got := p.text("checked-caption"); !strings.Contains(got, "Only part 3 is signed.") {
			t.Errorf("the ribbon says %q", got)
		}
		if got := p.text("checked"); got != url {
			t.Errorf("the ribbon reads\n%s\nwant\n%s", got, url)
		}
	}
	if eval[bool](p, `document.getElementById("to-build").checkVisibility()`) {
		t.Error("a token can be taken to Build, which makes none")
	}
	p.set("c-url", v.HMAC[0].URL)
	if p.text("token-header") != "" || !eval[bool](p, `document.getElementById("to-build").checkVisibility()`) {
		t.Error("the token is still there beside a signed URL")
	}
}

// tokenURL signs the person of the vectors in, by a token.
func tokenURL(v *vectors.File) string {
	r := signer.Request{
		Embed: signer.Embed{Path: "https://app.sigmacomputing.com/embed/1-abc", SessionLength: 600, Email: "ada@example.com", Mode: signer.UserBacked,
			ExternalUserID: "u-1001", Teams: []string{"FinanceViewers"}, AccountType: "Viewer"},
		Credentials: signer.Credentials{ClientID: v.ClientID, Secret: signer.NewSecret(v.Secret)},
		Nonce:       v.HMAC[0].Nonce, Time: time.Unix(v.HMAC[0].Time, 0),
	}
	return jwt.Migrate(r, "https://app.sigmacomputing.com/acme/workbook/Sales-5YxAbC").Token.URL
}

func (p *page) wantEntries(want []jwt.Entry) {
	p.t.Helper()
	got := eval[[]jwt.Entry](p, `["header", "payload"].flatMap((place) => [...document.getElementById("token-" + place).children].map((entry) => {
		const slot = (name) => entry.querySelector("[data-slot=" + name + "]");
		return { place, name: slot("name").textContent, json: slot("json").textContent, known: slot("unknown").hidden, status: entry.dataset.status, note: slot("note").textContent, meaning: slot("meaning").textContent };
	}))`)
	if len(want) == 0 || !reflect.DeepEqual(got, want) {
		p.t.Errorf("the entries are\n%+v\nwant\n%+v", got, want)
	}
}
