package signer

import (
	"strings"
	"testing"
)

// A mistake changes the text of a good URL, and is told by the code and the
// parameter of a finding. The good URL is in the safe dialect unless said
// otherwise.
type mistake struct {
	code, parameter string
	severity        Severity
	dialect         Dialect
	make            func(*Request)
	from, to        string // replaced once in the text
}

const (
	isError   = SeverityError
	isWarning = SeverityWarning
	isInfo    = SeverityInfo
)

var wireMistakes = []mistake{
	{code: "time_in_milliseconds", parameter: ":time", severity: isError, from: "=1700000000", to: "=1700000000123"},
	{code: "fractional_seconds", parameter: ":time", severity: isError, from: "=1700000000", to: "=1700000000.1234567"},
	{code: "fractional_seconds", parameter: ":session_length", severity: isError, from: "=3600", to: "=3600.5"},
	{code: "invalid_integer", parameter: ":time", severity: isError, from: "=1700000000", to: "=2023-11-14T22%3A13%3A20Z"},
	{code: "invalid_integer", parameter: ":time", severity: isError, from: "=1700000000", to: "=1.7e9"},
	{code: "invalid_integer", parameter: ":session_length", severity: isError, from: "=3600", to: "=3,600"},
	{code: "invalid_integer", parameter: ":session_length", severity: isError, from: "=3600", to: "=0"},
	{code: "seconds_with_unit", parameter: ":session_length", severity: isError, from: "=3600", to: "=3600s"},
	{code: "seconds_with_unit", parameter: ":session_length", severity: isError, from: "=3600", to: "=60%20Minutes"},
	{code: "outer_space", parameter: ":session_length", severity: isError, from: "=3600", to: "=%203600"},
	{code: "session_length_exceeded", parameter: ":session_length", severity: isError, from: "=3600", to: "=2592001"},
	{code: "long_session", parameter: ":session_length", severity: isWarning, from: "=3600", to: "=86400"},

	{code: "missing_colon", parameter: "nonce", severity: isError, from: "&:nonce", to: "&nonce"},
	{code: "missing_colon", parameter: "Email", severity: isError, from: "&:email", to: "&Email"},
	{code: "missing_colon", parameter: "session_lenght", severity: isError, from: "&:session_length", to: "&session_lenght"},
	{code: "missing_colon", parameter: "signature", severity: isError, from: "&:signature", to: "&signature"},
	{code: "missing_colon", parameter: "account_type", severity: isWarning, from: "&:account_type", to: "&account_type"},
	{code: "missing_colon", parameter: "ua_Region", severity: isWarning, from: "&:nonce", to: "&ua_Region=East&:nonce"},
	{code: "missing_colon", parameter: "email", severity: isWarning, make: func(r *Request) { r.Embed.Mode, r.Embed.Email = View, "" }, from: "&:nonce", to: "&email=a&:nonce"},
	{code: "unknown_parameter", parameter: ":emial", severity: isError, from: "&:email", to: "&:emial"},
	{code: "unknown_parameter", parameter: ":Mode", severity: isError, from: "&:mode", to: "&:Mode"},
	{code: "unknown_parameter", parameter: ":team", severity: isError, from: "&:external_user_team", to: "&:team"},
	{code: "unknown_parameter", parameter: ":hide_bokmark", severity: isWarning, from: "&:nonce", to: "&:hide_bokmark=true&:nonce"},
	{code: "unknown_parameter", parameter: ":Store-Region", severity: isWarning, from: "&:nonce", to: "&:Store-Region=West&:nonce"},

	{code: "encoded_comma", parameter: ":external_user_team", severity: isWarning, from: "FinanceViewers", to: "FinanceViewers%2CSales"},
	{code: "encoded_comma", parameter: ":external_user_team", severity: isWarning, dialect: DialectPython, from: "FinanceViewers", to: "Finance%20Viewers%2cSales"},
	{code: "encoded_comma", parameter: ":ua_Region", severity: isWarning, dialect: DialectGo, from: "&:nonce", to: "&:ua_Region=East%2CWest&:nonce"},
	{code: "encoded_comma", parameter: "Region", severity: isInfo, from: "&:nonce", to: "&Region=East%2CWest&:nonce"},
	{code: "encoded_range", parameter: "d", severity: isWarning, from: "&:nonce", to: "&d=min%3A2024-01-01%2Cmax%3A2024-02-01&:nonce"},
	{code: "encoded_range", parameter: "d", severity: isWarning, from: "&:nonce", to: "&d=min:2024%2Cmax:2025&:nonce"},
	{code: "encoded_range", parameter: "d", severity: isWarning, dialect: DialectForm, make: func(r *Request) {
		r.Embed.Controls = []Control{{ID: "d", Range: &Range{"2024-01-01", ""}}}
	}},
	{code: "raw_plus", parameter: ":account_type", severity: isWarning, from: "=Viewer", to: "=Viewer+"},
	{code: "raw_plus", parameter: ":email", severity: isWarning, dialect: DialectGo, from: "embed_viewer@", to: "embed+viewer@"},
	{code: "outer_space", parameter: ":account_type", severity: isWarning, from: "=Viewer", to: "=%20Viewer"},
	{code: "invalid_email", parameter: ":email", severity: isError, from: ":email=", to: ":email=%20"},
	{code: "invalid_mode", parameter: ":mode", severity: isError, from: "=userbacked", to: "=%20userbacked"},
	{code: "double_encoding", parameter: ":email", severity: isWarning, from: "%40", to: "%2540"},
	{code: "double_encoding", parameter: "%3Anonce", severity: isWarning, from: "&:nonce", to: "&%253Anonce"},
	{code: "lower_case_escape", parameter: ":external_user_team", severity: isInfo, from: "FinanceViewers", to: "Caf%c3%a9"},
	{code: "browser_rewrites", parameter: ":external_user_team", severity: isWarning, dialect: DialectDocs, from: "FinanceViewers", to: "Finance Viewers"},
	{code: "browser_rewrites", parameter: ":external_user_id", severity: isWarning, from: "external_user_id=", to: "external_user_id=o'neil"},
	{code: "browser_rewrites", parameter: "\"a", severity: isWarning, from: "&:nonce", to: "&\"a=b&:nonce"},
	{code: "browser_rewrites", parameter: ":external_user_team", severity: isWarning, dialect: DialectGo, from: "FinanceViewers", to: "Café"},

	{code: "doubled_question_mark", parameter: "?:client_id", severity: isError, from: "?", to: "??"},
	{code: "doubled_question_mark", parameter: ":embed", severity: isError, from: "?", to: "?:embed=true?"},
	{code: "missing_question_mark", parameter: "path", severity: isError, from: "?", to: "&"},
	{code: "missing_ampersand", parameter: ":mode", severity: isError, from: "&:session_length", to: ":session_length"},
	{code: "html_escaped", parameter: "", severity: isError, from: "&", to: "&amp;"},
	{code: "json_escaped", parameter: "", severity: isError, from: "&", to: `\u0026`},
	{code: "encoded_query", parameter: "", severity: isError, from: ":mode=", to: ":mode%3D"},
	{code: "broken_pair", parameter: "", severity: isError, from: "FinanceViewers", to: "R&D"},
	{code: "broken_escape", parameter: ":external_user_team", severity: isError, from: "FinanceViewers", to: "100%"},
	{code: "after_signature", parameter: "_ts", severity: isError, from: "END", to: "&_ts=1"},
	{code: "duplicate_parameter", parameter: ":mode", severity: isError, from: "&:nonce", to: "&:mode=userbacked&:nonce"},
	{code: "duplicate_parameter", parameter: ":theme", severity: isWarning, from: "&:nonce", to: "&:theme=Dark&:theme=Light&:nonce"},
	{code: "duplicate_parameter", parameter: "Region", severity: isWarning, from: "&:nonce", to: "&Region=a&Region=b&:nonce"},
	{code: "fragment", parameter: ":loading_bg", severity: isError, from: "&:nonce", to: "&:loading_bg=#FF0000&:nonce"},
	{code: "fragment", parameter: ":time", severity: isError, from: "&:signature", to: "#:signature"},
	{code: "fragment", parameter: "path", severity: isError, from: "?", to: "#?"},
	{code: "fragment", parameter: "", severity: isWarning, from: "END", to: "#page"},

	{code: "account_type_absent", parameter: ":account_type", severity: isWarning, make: func(r *Request) { r.Embed.AccountType = "" }},
	{code: "missing_parameter", parameter: ":external_user_team", severity: isError, from: "=FinanceViewers", to: "="},
	{code: "empty_team", parameter: ":external_user_team", severity: isError, from: "=FinanceViewers", to: "=FinanceViewers,"},
	{code: "path_scheme", parameter: "path", severity: isError, from: "https:", to: "http:"},
	{code: "path_host", parameter: "path", severity: isError, from: "//app.", to: "//App."},
	{code: "path_host", parameter: "path", severity: isError, from: ".com/", to: ".com:443/"},
	{code: "path_rewritten", parameter: "path", severity: isError, from: "/embed/", to: "/x/../embed/"},
	{code: "secret_in_url", parameter: ":client_id", severity: isError, make: func(r *Request) { r.Credentials.ClientID = r.Credentials.Secret.Reveal() }},
	{code: "secret_in_url", parameter: "embed_secret", severity: isError, from: "&:nonce", to: "&embed_secret=x&:nonce"},
	{code: "guessable_nonce", parameter: ":nonce", severity: isWarning, make: func(r *Request) { r.Nonce = "5577006791947779" }},
	{code: "guessable_nonce", parameter: ":nonce", severity: isWarning, make: func(r *Request) { r.Nonce = "4d65822107fcfd52" }},
	{code: "guessable_nonce", parameter: ":nonce", severity: isWarning, make: func(r *Request) { r.Nonce = "17000000001230000042" }},
}

// url makes the text with the mistake in it.
func (m *mistake) url(t testing.TB) string {
	t.Helper()
	r := goodRequest(t)
	r.Dialect = m.dialect
	if m.make != nil {
		m.make(&r)
	}
	good := Build(r).URL
	url := strings.Replace(good, m.from, m.to, 1)
	switch {
	case m.from == "&":
		url = strings.ReplaceAll(good, m.from, m.to)
	case m.from == "END":
		url = good + m.to
	}
	if m.make == nil && url == good {
		t.Fatalf("%s: the mistake changes nothing in %s", m.code, good)
	}
	return url
}

func TestWireMistakes(t *testing.T) {
	for _, m := range wireMistakes {
		t.Run(m.code+" "+m.parameter, func(t *testing.T) {
			got := Inspect(Inspection{URL: m.url(t)}).Findings
			if !hasFinding(got, m.code, m.parameter, m.severity) {
				t.Errorf("%s: findings %+v", m.url(t), got)
			}
		})
	}
}

// A mistake is told once: no parameter is called missing that stands in the text.
func TestMistakesAreToldOnce(t *testing.T) {
	for _, m := range wireMistakes {
		if m.code == "missing_parameter" {
			continue
		}
		for _, f := range Inspect(Inspection{URL: m.url(t)}).Findings {
			if f.Code == "missing_parameter" {
				t.Errorf("%s about %q, and then %q is missing", m.code, m.parameter, f.Parameter)
			}
		}
	}
}

// What is right is not reported: a URL in each dialect, with lists, accents, a
// range, a user attribute and every kind of name.
func TestCleanURLsHaveNoWireFindings(t *testing.T) {
	codes := map[string]bool{}
	for _, m := range wireMistakes {
		codes[m.code] = true
	}
	for _, d := range Dialects() {
		r := goodRequest(t)
		r.Dialect = d
		r.Embed.Teams = []string{"FinanceViewers", "Sales_West"}
		r.Embed.Attributes = []Attribute{{"Region", []string{"East", "West"}}}
		r.Embed.Options = []Option{{":theme", "Dark"}, {":hide_menu", "false"}}
		r.Embed.Controls = []Control{{ID: "Store-Region", Values: []string{"West", ":null"}}, {ID: "time", Values: []string{"1"}}}
		switch d {
		case DialectSafe:
			r.Embed.Controls = append(r.Embed.Controls, Control{ID: "amount", Values: []string{"1,000"}})
			fallthrough
		case DialectPython:
			r.Embed.Teams = append(r.Embed.Teams, "Café & Söhne + 'Co' 100%")
			r.Embed.Controls = append(r.Embed.Controls, Control{ID: "d", Range: &Range{"2024-05-01T10:00:00", ""}})
		case DialectForm:
			r.Embed.Teams = append(r.Embed.Teams, "Café & Söhne + 'Co' 100%")
		case DialectGo:
			r.Embed.Teams = append(r.Embed.Teams, "Team A")
		}
		for _, f := range Inspect(Inspection{URL: sign(t, r)}).Findings {
			if codes[f.Code] {
				t.Errorf("%s: %+v", d, f)
			}
		}
	}
}

// C# spells every name so; that is one habit, not ten findings.
func TestLowerCaseIsToldOnce(t *testing.T) {
	r := goodRequest(t)
	r.Dialect = DialectForm
	told := 0
	for _, f := range Inspect(Inspection{URL: strings.ReplaceAll(sign(t, r), "%3A", "%3a")}).Findings {
		if f.Code == "lower_case_escape" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

func TestPathAloneHasNoQuery(t *testing.T) {
	if got := Inspect(Inspection{URL: testPath}).Findings; !hasFinding(got, "no_query", "path", isError) {
		t.Errorf("%+v", got)
	}
}

func TestSignatureForms(t *testing.T) {
	good := Build(goodRequest(t))
	hex := good.Signature
	for signature, code := range map[string]string{
		hex:                       "",
		strings.ToUpper(hex):      "signature_upper_case",
		hex + hex:                 "signature_doubled",
		hex[:63]:                  "signature_truncated",
		hex[:40]:                  "signature_truncated",
		hex + hex[:32] + hex[:32]: "signature_too_long",
		"jMQBJ5CEEZGW8A0qVpYpwyQKQGtkSg0bdXh2OE1pcj4=":   "signature_base64",
		"jMQBJ5CEEZGW8A0qVpYpwyQKQGtkSg0bdXh2OE1pcj4%3D": "signature_base64",
		"jMQBJ5CEEZGW8A0qVpYpwyQKQGtkSg0bdXh2OE1pc_":     "signature_form",
		"jMQBJ5CEEZGW8A0qVpYpwyQKQGtkSg0bdXh2OE1pc-_":    "signature_base64",
		hex + "%0A":          "signature_form",
		"[object%20Promise]": "signature_form",
	} {
		url := strings.TrimSuffix(good.URL, hex) + signature
		told := ""
		for _, f := range Inspect(Inspection{URL: url}).Findings {
			if strings.HasPrefix(f.Code, "signature_") || f.Code == "secret_in_url" {
				told += f.Code
			}
		}
		if told != code {
			t.Errorf("%s: told %q, want %q", signature, told, code)
		}
	}
}

// The fix gives the number that should stand there.
func TestUnitsAreConverted(t *testing.T) {
	for value, want := range map[string]string{
		"3600s": "3600", "10m": "600", "2 hours": "7200", "30d": "2592000", "1 DAY": "86400", "90secs": "90", "1minute": "60",
	} {
		if key, detail := brokenNumber(value, 0, false); key != numberUnit || detail != want {
			t.Errorf("%s: note %d, %q", value, key, detail)
		}
	}
	for _, value := range []string{"s", "10 parsecs", "9999999999h", "0x10", "+3600", "100ms", "1e3", "1.", "٣"} {
		if key, _ := brokenNumber(value, 1, false); key != numberBroken {
			t.Errorf("%s: note %d", value, key)
		}
	}
}

// A place in the table that was left out would be an empty finding.
func TestNotesAreWhole(t *testing.T) {
	for i, n := range notes {
		if n.code == "" || n.severity == "" || n.message == "" || n.source == "" || n.fix == "" && noteKey(i) != brokenPairAlone {
			t.Errorf("note %d: %+v", i, n)
		}
	}
}

func TestNearest(t *testing.T) {
	for name, want := range map[string]string{
		":emial": ":email", ":EMAIL": ":email", ":clientId": ":client_id", ":sessionLength": ":session_length",
		":extrenal_user_idd": ":external_user_id", ":team": ":external_user_team", ":Teams": ":external_user_team",
		":timestamp": ":time", ":user_email": ":email", ":exploreKey": ":explore", ":tme": ":time",
		// ambiguous or far from everything
		":id": "", ":hide": "", ":embed": "", ":jwt": "", ":Store-Region": "", ":path": "", ":": "", ":s": "",
		":" + strings.Repeat("e", 5000): "",
	} {
		if got := nearest(name); got != want {
			t.Errorf("nearest(%.20q) = %q, want %q", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"time", "time", 0}, {"Time", "tIME", 0}, {"time", "tmie", 1}, {"time", "tim", 1}, {"time", "times", 1},
		{"time", "tame", 1}, {"email", "meial", 2}, {"time", "", 4}, {"abc", "xyz", 3},
	} {
		if got := distance(c.a, c.b, 5); got != c.want {
			t.Errorf("%s, %s: %d edits, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a, 5); got != c.want {
			t.Errorf("%s, %s: %d edits, want %d", c.b, c.a, got, c.want)
		}
	}
}

// The secret itself must not be in what is said about it.
func TestExposedSecretIsNotQuoted(t *testing.T) {
	r := goodRequest(t)
	secret := r.Credentials.Secret.Reveal()
	r.Credentials.ClientID = secret
	for _, f := range Inspect(Inspection{URL: sign(t, r)}).Findings {
		if strings.Contains(f.Message+f.Fix, secret[:20]) {
			t.Errorf("%+v", f)
		}
	}
}

// A pair that is repeated a thousand times is one duplicate each, not half a
// million pairs of duplicates.
func TestRepeatsAreToldOnceEach(t *testing.T) {
	const n = 1000
	var c checker
	c.controls(make([]Control, n))
	c.attributes(make([]Attribute, n))
	c.options(make([]Option, n))
	told := 0
	for _, f := range c.findings {
		if f.Code == "duplicate_parameter" {
			told++
		}
	}
	if told != 3*(n-1) {
		t.Errorf("%d duplicates are told", told)
	}
}
