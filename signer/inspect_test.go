package signer

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"
)

func TestInspectWithoutSecret(t *testing.T) {
	got := Inspect(Inspection{URL: sign(t, goodRequest(t))})
	if got.Verdict.Accepted || got.Verdict.Code != CodeNotChecked || got.Signature.Expected != nil || got.Signature.Valid != nil {
		t.Errorf("%+v %+v", got.Verdict, got.Signature)
	}
	r := goodRequest(t)
	r.Embed.Email = "x"
	if got := Inspect(Inspection{URL: sign(t, r)}).Verdict; got.Code != CodeNotChecked || !strings.Contains(got.Explanation, string(CodeInvalidEmail)) {
		t.Errorf("%+v", got)
	}
}

// Inspect must decide as the receiving side does.
func TestInspectDecidesAsVerify(t *testing.T) {
	r := goodRequest(t)
	v := readVectors(t)
	now := r.Time
	for _, url := range []string{
		sign(t, r), strings.Replace(sign(t, r), "3600", "60", 1), strings.Replace(sign(t, r), "userbacked", "x", 1),
		strings.Replace(sign(t, r), "FinanceViewers", "x", 1), "", "https://", sign(t, r) + "&a=b",
	} {
		_, err := receiver(t).Verify(t.Context(), url, now)
		got := Inspect(Inspection{URL: url, Secret: v.Secret, ClientID: &v.ClientID, Now: &now,
			UsedNonces: []string{}, Teams: []string{"FinanceViewers"}, AccountTypes: []string{"Viewer"}}).Verdict
		wantVerdict(t, err, got.Code, "")
	}
}

func TestInspectChecksOnlyWhatIsGiven(t *testing.T) {
	r, v := goodRequest(t), readVectors(t)
	late := r.Time.Add(time.Hour + time.Second)
	other := "other"
	url := sign(t, r)
	for code, i := range map[Code]Inspection{
		CodeAccepted:           {URL: url, Secret: v.Secret},
		CodeUnknownClient:      {URL: url, Secret: v.Secret, ClientID: &other},
		CodeExpired:            {URL: url, Secret: v.Secret, Now: &late},
		CodeUnknownTeam:        {URL: url, Secret: v.Secret, Teams: []string{}},
		CodeUnknownAccountType: {URL: url, Secret: v.Secret, AccountTypes: []string{}},
		CodeNonceReused:        {URL: url, Secret: v.Secret, UsedNonces: []string{r.Nonce}},
		CodeInvalidSignature:   {URL: url, Secret: NewSecret("other")},
	} {
		if got := Inspect(i).Verdict.Code; got != code {
			t.Errorf("got %s, want %s", got, code)
		}
	}
}

func TestSchemes(t *testing.T) {
	for url, want := range map[string]string{
		sign(t, goodRequest(t)): "hmac",
		"https://app.sigmacomputing.com/acme/workbook/x?:jwt=a.b.c&:embed=true": "jwt",
		"https://app.sigmacomputing.com/embed/x?:nonce=1":                       "none",
		"": "none",
	} {
		if got := Inspect(Inspection{URL: url, Secret: NewSecret("x")}).Scheme; got != want {
			t.Errorf("%s: scheme %q, want %q", url, got, want)
		}
	}
}

// What is no URL at all is told so, and nothing else.
func TestWhatIsNoURL(t *testing.T) {
	for text, code := range map[string]string{
		"hello world":                       "not_a_url",
		`{"url":"https://a.example/embed"}`: "not_a_url",
		strings.Repeat("0a", 64):            "not_a_url",
		"":                                  "not_a_url",
	} {
		got := Inspect(Inspection{URL: text})
		if len(got.Findings) != 1 || got.Findings[0].Code != code {
			t.Errorf("%q: %+v", text, got.Findings)
		}
	}
	url := sign(t, goodRequest(t))
	for text, code := range map[string]string{
		" " + url: "outer_space", url + " ": "outer_space", strings.ReplaceAll(url, "&", "&amp;"): "html_escaped",
	} {
		if got := Inspect(Inspection{URL: text}); !hasFinding(got.Findings, code, "", SeverityError) {
			t.Errorf("%q: %+v", text, got.Findings)
		}
	}
}

func TestFindingsOfABrokenURL(t *testing.T) {
	url := "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST?:nonce=a&:mode=userbacked&:email=a+b@example.com" +
		"&:external_user_team=A%2CB&:session_length=10m&:time=1700000000000&:account_type=Viewer+&:themes=Dark&x&:signature=00&late=1#frag"
	got := Inspect(Inspection{URL: url}).Findings
	for _, want := range []struct {
		code, parameter string
		severity        Severity
	}{
		{"broken_pair", "", SeverityError},
		{"after_signature", "late", SeverityError},
		{"seconds_with_unit", ":session_length", SeverityError},
		{"time_in_milliseconds", ":time", SeverityError},
		{"missing_parameter", ":external_user_id", SeverityError},
		{"unknown_parameter", ":themes", SeverityWarning},
		{"raw_plus", ":account_type", SeverityWarning},
		{"fragment", "", SeverityWarning},
	} {
		if !hasFinding(got, want.code, want.parameter, want.severity) {
			t.Errorf("no %s about %q in %+v", want.code, want.parameter, got)
		}
	}
	if hasFinding(got, "missing_parameter", ":session_length", SeverityError) {
		t.Error(":session_length is there, though unreadable")
	}
}

// A plus sign that was signed raw, as the QuickStart does, is itself; in the form
// dialect it is a space.
func TestRawPlus(t *testing.T) {
	for dialect, want := range map[Dialect]string{DialectDocs: "Viewer+", DialectGo: "Viewer+", DialectForm: "Viewer Plus"} {
		r := goodRequest(t)
		r.Dialect, r.Embed.AccountType = dialect, want
		url := sign(t, r)
		if !strings.Contains(url, "Viewer+") {
			t.Fatalf("%s: no raw + in %s", dialect, url)
		}
		if got := Inspect(Inspection{URL: url}); got.Embed.AccountType != want || got.Dialect == "" {
			t.Errorf("%s: read as %q, dialect %q", dialect, got.Embed.AccountType, got.Dialect)
		}
	}
}

// Each mistake is repeated here in its own words, not by the code under test.
func TestCausesAreProved(t *testing.T) {
	r := goodRequest(t)
	secret := r.Credentials.Secret.Reveal()
	text := Build(r).SignedText
	raw, err := hex.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	query := text[strings.Index(text, "?")+1:]
	for code, c := range map[string]struct{ url, given string }{
		"secret_newline":       {text + signatureName + signatureOf(keyOf(secret+"\n"), text), secret},
		"secret_outer_space":   {text + signatureName + signatureOf(keyOf(secret), text), " " + secret + "\n"},
		"secret_hex_decoded":   {text + signatureName + signatureOf(keyOf(string(raw)), text), secret},
		"signed_query_only":    {text + signatureName + signatureOf(keyOf(secret), query), secret},
		"signed_without_host":  {text + signatureName + signatureOf(keyOf(secret), strings.TrimPrefix(text, "https://app.sigmacomputing.com")), secret},
		"signature_upper_case": {text + signatureName + strings.ToUpper(signatureOf(keyOf(secret), text)), secret},
	} {
		got := Inspect(Inspection{URL: c.url, Secret: NewSecret(c.given)})
		if len(got.Causes) != 1 || got.Causes[0].Code != code || !got.Causes[0].Proved {
			t.Errorf("%s: causes %+v", code, got.Causes)
		}
	}
	none := Inspect(Inspection{URL: text + signatureName + strings.Repeat("0", 64), Secret: NewSecret(secret)})
	if len(none.Causes) != 0 {
		t.Errorf("a made-up signature has causes: %+v", none.Causes)
	}
}

// What safe writes must survive a browser: only characters that the URL standard
// leaves alone in a query.
func TestSafeDialectIsPlain(t *testing.T) {
	r := goodRequest(t)
	r.Embed.Teams = []string{"R&D, \"Ops\"", "O'Neil <é>", "a+b#c%d?e=f&g"}
	r.Embed.Attributes = []Attribute{{"Région", []string{"ä b"}}}
	r.Embed.Controls = []Control{{ID: "a b&c", Range: &Range{"2024-05-01T10:00:00", "+1,000"}}}
	url := sign(t, r)
	_, query, _ := strings.Cut(url, "?")
	if i := strings.IndexFunc(query, func(c rune) bool {
		return !(c < 0x80 && isAlnum(byte(c))) && !strings.ContainsRune("-._~%:,=&", c)
	}); i >= 0 {
		t.Errorf("%q in %s", query[i], url)
	}
	wantJSON(t, Inspect(Inspection{URL: url}).Embed, r.Embed)
}

func TestStepsEndInTheURL(t *testing.T) {
	b := Build(goodRequest(t))
	ids := []string{"path", "pairs", "encode", "text", "hmac_inner", "hmac_outer", "signature", "url"}
	if len(b.Steps) != len(ids) {
		t.Fatalf("%d steps", len(b.Steps))
	}
	for i, s := range b.Steps {
		if s.ID != ids[i] || s.Title == "" || s.Text == "" || s.Detail == "" {
			t.Errorf("step %d: %+v", i, s)
		}
		if strings.Contains(s.Text+s.Detail, goodRequest(t).Credentials.Secret.Reveal()) {
			t.Errorf("step %s shows the secret", s.ID)
		}
	}
	if b.Steps[3].Text != b.SignedText || b.Steps[6].Text != b.Signature || b.Steps[7].Text != b.URL {
		t.Error("the steps do not show the real bytes")
	}
}
