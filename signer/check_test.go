package signer

import (
	"errors"
	"strings"
	"testing"
	"time"
)

const testPath = "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST"

// goodRequest is a request without findings.
func goodRequest(t testing.TB) Request {
	e := Presets()[0].Embed
	e.Path = testPath
	return Request{Embed: e, Credentials: readVectors(t).credentials(), Nonce: "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11", Time: time.Unix(1700000000, 0)}
}

func TestGoodRequestHasNoFindings(t *testing.T) {
	if got := Build(goodRequest(t)).Findings; len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// Each broken rule is an error of Sign that names the parameter, and a finding
// of Build, which goes on.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		code, parameter string
		spoil           func(*Request)
	}{
		{"missing_parameter", "path", func(r *Request) { r.Embed.Path = "" }},
		{"path_has_query", "path", func(r *Request) { r.Embed.Path += "?a=b" }},
		{"path_has_fragment", "path", func(r *Request) { r.Embed.Path += "#a" }},
		{"path_scheme", "path", func(r *Request) { r.Embed.Path = "http://app.sigmacomputing.com/embed/x" }},
		{"path_scheme", "path", func(r *Request) { r.Embed.Path = "app.sigmacomputing.com/embed/x" }},
		{"path_scheme", "path", func(r *Request) { r.Embed.Path = "javascript://localhost/embed/x" }},
		{"path_host", "path", func(r *Request) { r.Embed.Path = "https://App.sigmacomputing.com/embed/x" }},
		{"path_host", "path", func(r *Request) { r.Embed.Path = "https://me:you@app.sigmacomputing.com/embed/x" }},
		{"path_host", "path", func(r *Request) { r.Embed.Path = "https://app.sigmacomputing.com:443/embed/x" }},
		{"path_host", "path", func(r *Request) { r.Embed.Path = "https:///embed/x" }},
		{"path_missing", "path", func(r *Request) { r.Embed.Path = "https://app.sigmacomputing.com" }},
		{"path_rewritten", "path", func(r *Request) { r.Embed.Path = "https://app.sigmacomputing.com/embed/../x" }},
		{"path_rewritten", "path", func(r *Request) { r.Embed.Path = "https://app.sigmacomputing.com/embed/%2E%2e/x" }},
		{"path_rewritten", "path", func(r *Request) { r.Embed.Path = "https://app.sigmacomputing.com/embed/é" }},
		{"outer_space", "path", func(r *Request) { r.Embed.Path = " " + testPath }},
		{"control_character", "path", func(r *Request) { r.Embed.Path += "\n" }},
		{"invalid_utf8", "path", func(r *Request) { r.Embed.Path += "\xff" }},
		{"missing_parameter", ":mode", func(r *Request) { r.Embed.Mode = "" }},
		{"invalid_mode", ":mode", func(r *Request) { r.Embed.Mode = "userbaked" }},
		{"missing_parameter", ":session_length", func(r *Request) { r.Embed.SessionLength = 0 }},
		{"invalid_session_length", ":session_length", func(r *Request) { r.Embed.SessionLength = -1 }},
		{"session_length_exceeded", ":session_length", func(r *Request) { r.Embed.SessionLength = MaxSessionLength + 1 }},
		{"missing_parameter", ":email", func(r *Request) { r.Embed.Email = "" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = " ada@example.com" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "ada" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "@example.com" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "ada@example" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "ada@my_company.com" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "ada@b@example.com" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "a da@example.com" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "ada@example..com" }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "ada@example.com." }},
		{"invalid_email", ":email", func(r *Request) { r.Embed.Email = "ada@-example.com" }},
		{"missing_parameter", ":external_user_id", func(r *Request) { r.Embed.ExternalUserID = "" }},
		{"control_character", ":external_user_id", func(r *Request) { r.Embed.ExternalUserID = "a\tb" }},
		{"missing_parameter", ":external_user_team", func(r *Request) { r.Embed.Teams = nil }},
		{"empty_team", ":external_user_team", func(r *Request) { r.Embed.Teams = []string{"a", ""} }},
		{"invalid_utf8", ":external_user_team", func(r *Request) { r.Embed.Teams = []string{"a\xc3"} }},
		{"control_character", ":account_type", func(r *Request) { r.Embed.AccountType = "Viewer\r\n" }},
		{"half_a_name", ":first_name", func(r *Request) { r.Embed.FirstName = "Ada" }},
		{"missing_parameter", ":nonce", func(r *Request) { r.Nonce = "" }},
		{"nonce_too_long", ":nonce", func(r *Request) { r.Nonce = strings.Repeat("n", 256) }},
		{"control_character", ":nonce", func(r *Request) { r.Nonce = "a\x00" }},
		{"missing_parameter", ":time", func(r *Request) { r.Time = time.Unix(0, 0) }},
		{"missing_parameter", ":time", func(r *Request) { r.Time = time.Time{} }},
		{"invalid_time", ":time", func(r *Request) { r.Time = time.Unix(-1, 0) }},
		{"time_in_milliseconds", ":time", func(r *Request) { r.Time = time.Unix(1700000000000, 0) }},
		{"control_character", ":client_id", func(r *Request) { r.Credentials.ClientID += "\n" }},
		{"invalid_option_name", "theme", func(r *Request) { r.Embed.Options = []Option{{"theme", "Dark"}} }},
		{"invalid_option_name", "", func(r *Request) { r.Embed.Options = []Option{{"", "Dark"}} }},
		{"reserved_parameter", ":email", func(r *Request) { r.Embed.Options = []Option{{":email", "x"}} }},
		{"reserved_parameter", ":signature", func(r *Request) { r.Embed.Options = []Option{{":signature", "x"}} }},
		{"reserved_parameter", ":ua_x", func(r *Request) { r.Embed.Options = []Option{{":ua_x", "x"}} }},
		{"empty_name", ":ua_", func(r *Request) { r.Embed.Attributes = []Attribute{{"", []string{"x"}}} }},
		{"empty_name", "", func(r *Request) { r.Embed.Controls = []Control{{ID: "", Values: []string{"x"}}} }},
		{"control_with_colon", ":x", func(r *Request) { r.Embed.Controls = []Control{{ID: ":x", Values: []string{"x"}}} }},
		{"reads_as_range", "x", func(r *Request) { r.Embed.Controls = []Control{{ID: "x", Values: []string{"min:1", "max:2"}}} }},
		{"range_and_values", "x", func(r *Request) {
			r.Embed.Controls = []Control{{ID: "x", Values: []string{"x"}, Range: &Range{"1", "2"}}}
		}},
		{"unescaped_separator", ":account_type", func(r *Request) { r.Dialect, r.Embed.AccountType = DialectDocs, "A&B" }},
		{"unescaped_separator", "x", func(r *Request) {
			r.Dialect, r.Embed.Controls = DialectGo, []Control{{ID: "x", Values: []string{"#1"}}}
		}},
		{"unknown_dialect", "", func(r *Request) { r.Dialect = "klingon" }},
	} {
		t.Run(c.code+" "+c.parameter, func(t *testing.T) {
			r := goodRequest(t)
			c.spoil(&r)
			_, err := Sign(r)
			var invalid *InvalidError
			if !errors.As(err, &invalid) || !hasFinding(invalid.Findings, c.code, c.parameter, SeverityError) {
				t.Errorf("Sign: got %v, want %s about %q", err, c.code, c.parameter)
			}
			if strings.Contains(err.Error(), r.Credentials.Secret.Reveal()) || strings.ContainsAny(err.Error(), "\n\x00") {
				t.Errorf("error text: %q", err)
			}
			built := Build(r)
			if !hasFinding(built.Findings, c.code, c.parameter, SeverityError) {
				t.Errorf("Build: findings %+v", built.Findings)
			}
			if built.URL == "" && c.code != "unknown_dialect" {
				t.Error("Build: no URL")
			}
		})
	}
}

// Warnings do not keep anybody from signing.
func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		code, parameter string
		spoil           func(*Request)
	}{
		{"account_type_absent", ":account_type", func(r *Request) { r.Embed.AccountType = "" }},
		{"long_session", ":session_length", func(r *Request) { r.Embed.SessionLength = 3601 }},
		{"legacy_mode", ":mode", func(r *Request) { r.Embed.Mode = View }},
		{"not_for_mode", ":email", func(r *Request) { r.Embed.Mode = Explore }},
		{"not_for_mode", ":external_user_team", func(r *Request) { r.Embed.Mode = View }},
		{"client_id_absent", ":client_id", func(r *Request) { r.Credentials.ClientID = "" }},
		{"client_id_form", ":client_id", func(r *Request) { r.Credentials.ClientID = r.Credentials.ClientID[:63] }},
		{"nonce_at_limit", ":nonce", func(r *Request) { r.Nonce = strings.Repeat("n", 255) }},
		{"outer_space", ":account_type", func(r *Request) { r.Embed.AccountType = "Viewer " }},
		{"invisible_character", ":external_user_team", func(r *Request) { r.Embed.Teams = []string{"Finance\u200bViewers"} }},
		{"unknown_parameter", ":themes", func(r *Request) { r.Embed.Options = []Option{{":themes", "Dark"}} }},
		{"duplicate_parameter", ":theme", func(r *Request) { r.Embed.Options = []Option{{":theme", "Dark"}, {":theme", "Light"}} }},
		{"duplicate_parameter", ":ua_a", func(r *Request) { r.Embed.Attributes = []Attribute{{"a", []string{"1"}}, {"a", []string{"2"}}} }},
		{"invalid_value", ":hide_menu", func(r *Request) { r.Embed.Options = []Option{{":hide_menu", "yes"}} }},
		{"invalid_value", ":lng", func(r *Request) { r.Embed.Options = []Option{{":lng", "DE"}} }},
		{"invalid_value", ":theme", func(r *Request) { r.Embed.Options = []Option{{":theme", "dark"}} }},
		{"invalid_value", ":loading_bg", func(r *Request) { r.Embed.Options = []Option{{":loading_bg", "#FFFFFF"}} }},
		{"invalid_value", ":eval_connection_id", func(r *Request) { r.Embed.EvalConnectionID = "x" }},
		{"needs_language", ":lng_variant", func(r *Request) { r.Embed.Options = []Option{{":lng_variant", "x"}} }},
		{"needs_menu_position", ":hide_menu", func(r *Request) { r.Embed.Options = []Option{{":hide_menu", "true"}} }},
		{"bookmark_and_explore", ":explore", func(r *Request) { r.Embed.Options = []Option{{":bookmark", "a"}, {":explore", "b"}} }},
		{"empty_value", ":ua_a", func(r *Request) { r.Embed.Attributes = []Attribute{{"a", nil}} }},
		{"empty_value", "x", func(r *Request) { r.Embed.Controls = []Control{{ID: "x", Range: &Range{}}} }},
		{"empty_value", "y", func(r *Request) { r.Embed.Controls = []Control{{ID: "y"}} }},
		{"browser_rewrites", ":external_user_team", func(r *Request) { r.Dialect, r.Embed.Teams = DialectDocs, []string{"Team A"} }},
		{"raw_plus", ":account_type", func(r *Request) { r.Dialect, r.Embed.AccountType = DialectDocs, "Viewer+" }},
	} {
		t.Run(c.code+" "+c.parameter, func(t *testing.T) {
			r := goodRequest(t)
			c.spoil(&r)
			if _, err := Sign(r); err != nil {
				t.Errorf("Sign: %v", err)
			}
			if built := Build(r); !hasFinding(built.Findings, c.code, c.parameter, SeverityWarning) {
				t.Errorf("Build: findings %+v", built.Findings)
			}
		})
	}
}

func hasFinding(findings []Finding, code, parameter string, severity Severity) bool {
	for _, f := range findings {
		if f.Code == code && f.Parameter == parameter && f.Severity == severity {
			return f.Message != "" && f.Source != ""
		}
	}
	return false
}

// People paste a signed URL where the path belongs.
func TestPathErrorsDoNotQuoteSignatures(t *testing.T) {
	r := goodRequest(t)
	signed := Build(r)
	r.Embed.Path = signed.URL
	if _, err := Sign(r); err == nil || strings.Contains(err.Error(), signed.Signature) {
		t.Errorf("got %v", err)
	}
}

func TestUnknownParameterSuggestsTheNearest(t *testing.T) {
	r := goodRequest(t)
	r.Embed.Options = []Option{{":hide_bookmark", "true"}}
	if text := Build(r).Findings[0].Message; !strings.Contains(text, "did you mean :hide_bookmarks?") {
		t.Error(text)
	}
}

func TestPartsCarryTheirFindings(t *testing.T) {
	r := goodRequest(t)
	r.Embed.Email, r.Embed.SessionLength = "ada@example", 86400
	status := map[string]Status{}
	for _, p := range Build(r).Parts {
		status[p.Name] = p.Status
		if p.Status != StatusOK && p.Note == "" {
			t.Errorf("%s has a status and no note", p.Name)
		}
	}
	if status[":email"] != StatusError || status[":session_length"] != StatusWarning || status[":nonce"] != StatusOK {
		t.Errorf("%v", status)
	}
}

func TestEmptySecretIsRefused(t *testing.T) {
	r := goodRequest(t)
	r.Credentials.Secret = NewSecret("")
	if _, err := Sign(r); err == nil {
		t.Error("Sign: no error")
	}
	if _, err := NewSigner(r.Credentials); err == nil {
		t.Error("NewSigner: no error")
	}
	if b := Build(r); !hasFinding(b.Findings, "empty_secret", "", SeverityError) || b.URL == "" {
		t.Errorf("Build: %+v", b.Findings)
	}
}

func TestCheckUsers(t *testing.T) {
	viewer, creator := Presets()[0].Embed, Presets()[2].Embed
	if got := CheckUsers([]Embed{viewer, creator, viewer}); len(got) != 0 {
		t.Errorf("different addresses: %+v", got)
	}
	creator.Email = viewer.Email
	if got := CheckUsers([]Embed{viewer, creator}); !hasFinding(got, "email_in_several_roles", ":email", SeverityWarning) {
		t.Errorf("one address for two roles: %+v", got)
	}
}

func TestParametersAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Parameters() {
		if seen[p.Name] {
			t.Errorf("%s stands there twice", p.Name)
		}
		seen[p.Name] = true
		if p.Label == "" || p.Meaning == "" || p.Type == "" || p.Group == "" || p.Source == "" || p.Reference == "" {
			t.Errorf("%q lacks something: %+v", p.Name, p)
		}
	}
	for _, x := range readVectors(t).HMAC {
		for _, name := range x.Order {
			if parameterNamed(name) == nil {
				t.Errorf("%s of vector %s is not in the table", name, x.Name)
			}
		}
	}
}

// A secret with something around it is signed with all the same, and not quoted.
func TestSecretIsBare(t *testing.T) {
	r := goodRequest(t)
	bare := r.Credentials.Secret.Reveal()
	for _, text := range []string{bare + "\n", bare + " ", "\t" + bare, "\u00a0" + bare, "\ufeff" + bare, "\"" + bare + "\"", "'" + bare + "'", bare[:9] + "\n" + bare[9:]} {
		r.Credentials.Secret = NewSecret(text)
		b := Build(r)
		if !hasFinding(b.Findings, "secret_not_bare", "", SeverityWarning) {
			t.Errorf("%q: %+v", text, b.Findings)
		}
		for _, f := range b.Findings {
			if strings.Contains(f.Message+f.Fix, bare[:8]) {
				t.Errorf("quotes the secret: %+v", f)
			}
		}
		if url, err := Sign(r); err != nil || url != b.URL {
			t.Errorf("%q: %v", text, err)
		}
	}
	r.Credentials.Secret = NewSecret(bare)
	if b := Build(r); hasFinding(b.Findings, "secret_not_bare", "", SeverityWarning) {
		t.Errorf("%+v", b.Findings)
	}
}
