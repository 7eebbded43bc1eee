package signer

import (
	"strings"
	"testing"
	"time"
)

// knowing is an inspection that lacks nothing.
func knowing(t *testing.T, url string, now time.Time) Inspection {
	v := readVectors(t)
	return Inspection{URL: url, Secret: v.Secret, ClientID: &v.ClientID, Now: &now, UsedNonces: []string{"used"},
		Teams: []string{"FinanceViewers"}, AccountTypes: []string{"Viewer"}}
}

// states writes a log as one letter for each step, and checks its texts.
func states(t *testing.T, log []LogStep) string {
	t.Helper()
	letters := map[State]string{StatePassed: "p", StateFailed: "F", StateNotReached: "-", StateNotChecked: "?"}
	out := ""
	for i, s := range log {
		if i < len(verdicts) && s.Code != Codes()[i] || s.Title == "" || s.Explanation == "" || s.Source == "" {
			t.Errorf("step %d: %+v", i, s)
		}
		if s.State != StateFailed && s.SigmaMessage != "" {
			t.Errorf("%s shows the message of a failure: %+v", s.State, s)
		}
		out += letters[s.State]
	}
	return out
}

// For each verdict: what came before has passed, and what comes after is not
// reached.
func TestLogOfEachVerdict(t *testing.T) {
	good := goodRequest(t)
	for code, spoil := range map[Code]func(*Request){
		CodeMalformed:             func(r *Request) { r.Dialect, r.Embed.AccountType = DialectDocs, "%zz" },
		CodeMissingParameter:      func(r *Request) { r.Nonce = "" },
		CodeInvalidMode:           func(r *Request) { r.Embed.Mode = "x" },
		CodeInvalidEmail:          func(r *Request) { r.Embed.Email = "x" },
		CodeSessionLengthExceeded: func(r *Request) { r.Embed.SessionLength = MaxSessionLength + 1 },
		CodeUnknownClient:         func(r *Request) { r.Credentials.ClientID = "x" },
		CodeInvalidSignature:      func(r *Request) { r.Credentials.Secret = NewSecret("x") },
		CodeNotYetValid:           func(r *Request) { r.Time = r.Time.Add(time.Second) },
		CodeExpired:               func(r *Request) { r.Time = r.Time.Add(-2 * time.Hour) },
		CodeUnknownTeam:           func(r *Request) { r.Embed.Teams = []string{"x"} },
		CodeUnknownAccountType:    func(r *Request) { r.Embed.AccountType = "x" },
		CodeNonceReused:           func(r *Request) { r.Nonce = "used" },
		CodeAccepted:              func(*Request) {},
	} {
		r := good
		spoil(&r)
		got := Inspect(knowing(t, sign(t, r), good.Time))
		at := 0
		for at < len(verdicts) && verdicts[at].code != code {
			at++
		}
		want := strings.Repeat("p", at)
		if at < len(verdicts) {
			want += "F" + strings.Repeat("-", len(verdicts)-at-1)
		}
		if log := states(t, got.Log); log != want || got.Verdict.Code != code {
			t.Errorf("%s: %s, want %s (%s)", code, log, want, got.Verdict.Code)
		}
		wantSummary(t, &got)
	}
}

// wantSummary: the verdict says what its failed step says.
func wantSummary(t *testing.T, got *Inspected) {
	t.Helper()
	s := failedStep(got.Log)
	if s == nil {
		return
	}
	if v := got.Verdict; v.Explanation != s.Explanation || v.SigmaMessage != s.SigmaMessage || v.Source != s.Source || v.Code != s.Code {
		t.Errorf("verdict %+v, step %+v", v, s)
	}
}

func TestLogOfWhatIsNotKnown(t *testing.T) {
	r := goodRequest(t)
	url := sign(t, r)
	late := r.Time.Add(2 * time.Hour)
	other := "other"
	for name, c := range map[string]struct {
		forget func(*Inspection)
		want   string
	}{
		"nothing is known but the URL": {func(i *Inspection) { *i = Inspection{URL: i.URL} }, "ppppp???????"},
		"no secret":                    {func(i *Inspection) { i.Secret = Secret{} }, "pppppp?ppppp"},
		"no secret, another client":    {func(i *Inspection) { i.Secret, i.ClientID = Secret{}, &other }, "pppppF------"},
		"no secret, too late":          {func(i *Inspection) { i.Secret, i.Now = Secret{}, &late }, "pppppp?pF---"},
		"no client ID":                 {func(i *Inspection) { i.ClientID = nil }, "pppppppppppp"},
		"no time":                      {func(i *Inspection) { i.Now = nil }, "ppppppp??ppp"},
		"no teams":                     {func(i *Inspection) { i.Teams = nil }, "ppppppppp?pp"},
		"no account types":             {func(i *Inspection) { i.AccountTypes = nil }, "pppppppppp?p"},
		"no nonces":                    {func(i *Inspection) { i.UsedNonces = nil }, "ppppppppppp?"},
		"none used":                    {func(i *Inspection) { i.UsedNonces = []string{} }, "pppppppppppp"},
	} {
		i := knowing(t, url, r.Time)
		c.forget(&i)
		got := Inspect(i)
		if log := states(t, got.Log); log != c.want {
			t.Errorf("%s: %s, want %s", name, log, c.want)
		}
		if (got.Verdict.Code == CodeNotChecked) != i.Secret.IsZero() {
			t.Errorf("%s: %+v", name, got.Verdict)
		}
	}
}

// Without the secret there is no verdict, but what is refused with any secret is
// said.
func TestVerdictWithoutSecretLooksAhead(t *testing.T) {
	r := goodRequest(t)
	i := knowing(t, sign(t, r), r.Time.Add(2*time.Hour))
	i.Secret = Secret{}
	if got := Inspect(i).Verdict; got.Accepted || got.Code != CodeNotChecked || !strings.Contains(got.Explanation, "(expired)") {
		t.Errorf("%+v", got)
	}
}

func TestLogNamesTheParameter(t *testing.T) {
	r := goodRequest(t)
	r.Embed.ExternalUserID = ""
	log := Inspect(knowing(t, sign(t, r), r.Time)).Log
	if log[1].Parameter != ":external_user_id" || log[2].Parameter != ":mode" {
		t.Errorf("%+v", log[:3])
	}
	r = goodRequest(t)
	log = Inspect(knowing(t, sign(t, r), r.Time)).Log
	if !strings.Contains(log[8].Explanation, "until 2023-11-14 23:13:20 UTC") {
		t.Errorf("%+v", log[8])
	}
}

func TestAnotherSchemeHasNoLog(t *testing.T) {
	got := Inspect(knowing(t, "https://app.sigmacomputing.com/acme/workbook/x?:jwt=a.b.c&:embed=true", time.Unix(0, 0)))
	if got.Log == nil || len(got.Log) != 0 || got.Verdict.Code != CodeNotChecked || !strings.Contains(got.Verdict.Explanation, "this one holds a JSON web token") {
		t.Errorf("%+v, %+v", got.Log, got.Verdict)
	}
}

// The two texts are shown only where the signature is wrong, and what was signed
// only where that is proved.
func TestTextsBehindAWrongSignature(t *testing.T) {
	r := goodRequest(t)
	text := Build(r).SignedText
	_, query, _ := strings.Cut(text, "?")
	key := keyOf(r.Credentials.Secret.Reveal())
	for name, c := range map[string]struct{ url, would, was string }{
		"right":      {sign(t, r), "", ""},
		"query only": {text + signatureName + signatureOf(key, query), text, query},
		"unknown":    {text + signatureName + strings.Repeat("0", 64), text, ""},
	} {
		got := Inspect(knowing(t, c.url, r.Time)).Signature
		if got.WouldSign != c.would || got.WasSigned != c.was {
			t.Errorf("%s: would sign %q, was signed %q", name, got.WouldSign, got.WasSigned)
		}
		if (*got.BitsDifferent == 0) != (name == "right") {
			t.Errorf("%s: %d bits differ", name, *got.BitsDifferent)
		}
	}
	spaced := Inspect(knowing(t, strings.Replace(text, "=Viewer", "=Viewer\u00a0", 1)+signatureName+strings.Repeat("0", 64), r.Time))
	if !strings.Contains(spaced.Signature.WouldSign, "=Viewer[U+00A0]") {
		t.Errorf("would sign %q", spaced.Signature.WouldSign)
	}
}
