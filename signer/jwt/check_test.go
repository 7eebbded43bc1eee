package jwt

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// broken are requests with the finding that they must give.
var broken = []struct {
	code, parameter string
	severity        signer.Severity
	change          func(*Request)
}{
	{"missing_claim", "kid", signer.SeverityError, func(r *Request) { r.Credentials.ClientID = "" }},
	{"missing_claim", "sub", signer.SeverityError, func(r *Request) { r.Claims.Sub = "" }},
	{"missing_claim", "jti", signer.SeverityError, func(r *Request) { r.Claims.JTI = "" }},
	{"missing_claim", "iat", signer.SeverityError, func(r *Request) { r.Claims.IssuedAt = 0 }},
	{"missing_claim", "exp", signer.SeverityError, func(r *Request) { r.Claims.Expires = 0 }},
	{"missing_claim", "aud", signer.SeverityError, func(r *Request) { r.Claims.Audience = "" }},
	{"invalid_audience", "aud", signer.SeverityError, func(r *Request) { r.Claims.Audience = "https://sigmacomputing.com/iam" }},
	{"audience_unused", "aud", signer.SeverityInfo, func(r *Request) { r.Claims.Version = "" }},
	{"invalid_version", "ver", signer.SeverityError, func(r *Request) { r.Claims.Version = "1" }},
	{"invalid_sub", "sub", signer.SeverityError, func(r *Request) { r.Claims.Sub = "ada@example" }},
	{"invalid_sub", "sub", signer.SeverityError, func(r *Request) { r.Claims.Sub = "ada@ex_ample.com" }},
	{"lifetime_exceeded", "exp", signer.SeverityError, func(r *Request) { r.Claims.Expires = issued + MaxLifetime + 1 }},
	{"expires_at_once", "exp", signer.SeverityError, func(r *Request) { r.Claims.Expires = issued }},
	{"time_in_milliseconds", "iat", signer.SeverityError, func(r *Request) { r.Claims.IssuedAt *= 1000 }},
	{"time_in_milliseconds", "exp", signer.SeverityError, func(r *Request) { r.Claims.Expires *= 1000 }},
	{"invalid_time", "iat", signer.SeverityError, func(r *Request) { r.Claims.IssuedAt = -1 }},
	{"internal_user_claims", "teams", signer.SeverityError, func(r *Request) { r.InternalUser = true }},
	{"internal_user_claims", "account_type", signer.SeverityError, func(r *Request) { r.InternalUser = true }},
	{"internal_user_claims", "user_attributes", signer.SeverityError, func(r *Request) { r.InternalUser = true }},
	{"account_type_absent", "account_type", signer.SeverityWarning, func(r *Request) { r.Claims.AccountType = "" }},
	{"teams_absent", "teams", signer.SeverityWarning, func(r *Request) { r.Claims.Teams = nil }},
	{"empty_team", "teams", signer.SeverityError, func(r *Request) { r.Claims.Teams = []string{""} }},
	{"issuer_differs", "iss", signer.SeverityWarning, func(r *Request) { r.Claims.Issuer = "me" }},
	{"client_id_form", "kid", signer.SeverityWarning, func(r *Request) { r.Credentials.ClientID = "abc" }},
	{"duplicate_name", "user_attributes", signer.SeverityError, func(r *Request) { r.Claims.UserAttributes = []Pair{{"a", "1"}, {"a", "2"}} }},
	{"empty_name", "user_attributes", signer.SeverityError, func(r *Request) { r.Claims.UserAttributes = []Pair{{"", "1"}} }},
	{"needs_version", "oauth_token", signer.SeverityWarning, func(r *Request) { r.Claims.OAuthToken, r.Claims.Version = encrypted, Version10 }},
	{"token_in_plain", "oauth_token", signer.SeverityWarning, func(r *Request) { r.Claims.OAuthToken = "eyJhbGciOiJub25lIn0.e30." }},
	{"token_in_plain", "connection_oauth_tokens", signer.SeverityWarning, func(r *Request) { r.Claims.ConnectionOAuthTokens = []Pair{{"c", "plain"}} }},
	{"invalid_value", "eval_connection_id", signer.SeverityWarning, func(r *Request) { r.Claims.EvalConnectionID = "main" }},
	{"control_character", "first_name", signer.SeverityError, func(r *Request) { r.Claims.FirstName = "Ada\n" }},
	{"invalid_utf8", "last_name", signer.SeverityError, func(r *Request) { r.Claims.LastName = "\xff" }},
	{"invisible_character", "account_type", signer.SeverityWarning, func(r *Request) { r.Claims.AccountType = "View " }},
	{"invisible_character", "teams", signer.SeverityWarning, func(r *Request) { r.Claims.Teams = []string{"A\u200b"} }},

	{"empty_secret", "", signer.SeverityError, func(r *Request) { r.Credentials.Secret = signer.Secret{} }},
	{"workbook_absent", "path", signer.SeverityWarning, func(r *Request) { r.Workbook = "" }},
	{"embed_path", "path", signer.SeverityError, func(r *Request) { r.Workbook = "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST" }},
	{"workbook_form", "path", signer.SeverityInfo, func(r *Request) { r.Workbook = "https://app.sigmacomputing.com/acme" }},
	{"path_has_query", "path", signer.SeverityError, func(r *Request) { r.Workbook += "?" }},
	{"path_scheme", "path", signer.SeverityError, func(r *Request) { r.Workbook = strings.Replace(r.Workbook, "https", "http", 1) }},
	{"withdrawn_parameter", ":hide_send", signer.SeverityWarning, option(":hide_send", "true")},
	{"belongs_in_token", ":account_type", signer.SeverityWarning, option(":account_type", "View")},
	{"belongs_in_token", ":ua_Region", signer.SeverityWarning, option(":ua_Region", "East")},
	{"undocumented_parameter", ":hide_title", signer.SeverityWarning, option(":hide_title", "true")},
	{"unknown_parameter", ":tehme", signer.SeverityWarning, option(":tehme", "Dark")},
	{"invalid_value", ":menu_position", signer.SeverityWarning, option(":menu_position", "left")},
	{"needs_language", ":lng_variant", signer.SeverityWarning, option(":lng_variant", "Formal")},
	{"controls_not_signed", "Region", signer.SeverityWarning, func(r *Request) { r.Controls = []signer.Control{{ID: "Region", Values: []string{"East"}}} }},
	{"control_with_colon", ":x", signer.SeverityError, func(r *Request) { r.Controls = []signer.Control{{ID: ":x", Values: []string{"East"}}} }},
}

const encrypted = "AAAAAAAAAAAAAAAAAAAAAA==.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA==.AAAA"

func option(name, value string) func(*Request) {
	return func(r *Request) { r.Options = []signer.Option{{Name: name, Value: value}} }
}

func TestBrokenRequestsAreExplained(t *testing.T) {
	for _, c := range broken {
		t.Run(c.code+" "+c.parameter, func(t *testing.T) {
			r := goodRequest(t)
			c.change(&r)
			built := Build(r)
			i := slices.IndexFunc(built.Findings, func(f signer.Finding) bool { return f.Code == c.code && f.Parameter == c.parameter })
			if i < 0 || built.Findings[i].Severity != c.severity || built.Findings[i].Message == "" || built.Findings[i].Source == "" {
				t.Fatalf("findings %+v", built.Findings)
			}
			if built.Token == "" || (len(built.Steps) == 6) != (built.URL != "") || len(built.Steps) < 5 || len(built.TokenParts) != 5 {
				t.Errorf("built %+v", built)
			}
			aboutToken := c.parameter != "" && c.parameter != "path" && c.parameter[0] != ':'
			_, err := Sign(r)
			var invalid *signer.InvalidError
			if refused := errors.As(err, &invalid); refused != (c.severity == signer.SeverityError && aboutToken) {
				t.Errorf("signing gives %v", err)
			} else if refused && invalid.Findings[0].Severity != signer.SeverityError {
				t.Errorf("the error is a %+v", invalid.Findings[0])
			}
		})
	}
}

func TestGoodRequestHasNoFinding(t *testing.T) {
	r := goodRequest(t)
	r.Claims.OAuthToken = encrypted
	r.Claims.EvalConnectionID = "e90e75f0-f79b-4be3-a9e1-45bc681bbbc4"
	r.Options = []signer.Option{{Name: ":theme", Value: "Dark"}, {Name: ":hide_explore_toggle", Value: "true"}, {Name: ":bookmark", Value: "b"}}
	if found := Build(r).Findings; len(found) != 0 {
		t.Errorf("findings %+v", found)
	}
	r.InternalUser = true
	r.Claims.Teams, r.Claims.AccountType, r.Claims.UserAttributes = nil, "", nil
	if found := Build(r).Findings; len(found) != 0 {
		t.Errorf("findings about an internal user %+v", found)
	}
}

func TestSignNeedsASecret(t *testing.T) {
	r := goodRequest(t)
	r.Credentials.Secret = signer.Secret{}
	if token, err := Sign(r); token != "" || err == nil {
		t.Errorf("got %q, %v", token, err)
	}
}

func TestStepsHideTheSecret(t *testing.T) {
	r := goodRequest(t)
	text, err := json.Marshal(Build(r))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), r.Credentials.Secret.Reveal()) {
		t.Error("the secret shows")
	}
}

// The table, the struct and its JSON form name the same claims in one order.
func TestMembersAreFields(t *testing.T) {
	names := map[Place][]string{}
	for _, m := range Members() {
		names[m.Place] = append(names[m.Place], m.Name)
		if m.Meaning == "" || m.Label == "" || m.Source == "" || m.Reference == "" || m.Type == "" {
			t.Errorf("incomplete: %+v", m)
		}
		if slot := m.slot(&Header{}, &Claims{}); slot == nil || !isEmpty(slot) {
			t.Errorf("%s has no field", m.Name)
		}
	}
	for place, of := range map[Place]any{PlaceHeader: Header{}, PlacePayload: Claims{}} {
		fields := reflect.TypeOf(of)
		tags := []string{}
		for i := range fields.NumField() {
			tag, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
			tags = append(tags, tag)
		}
		slices.Sort(tags)
		slices.Sort(names[place])
		if !slices.Equal(tags, names[place]) {
			t.Errorf("%s: fields %v, table %v", place, tags, names[place])
		}
	}
}

func TestURLParametersAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range URLParameters() {
		if seen[p.Name] || p.Name[0] != ':' || p.Source == "" || p.Reference == "" || p.Use == "" {
			t.Errorf("%+v", p)
		}
		seen[p.Name] = true
	}
	for _, p := range signer.Parameters() {
		switch p.Name {
		case "path", "", ":allow_export", ":nodeId", ":hide_workbook_name": // in no document for these URLs
			continue
		}
		if !seen[p.Name] {
			t.Errorf("nothing is said of %s", p.Name)
		}
	}
}
