package jwt

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

func oldRequest(t *testing.T, x vectors.Vector) signer.Request {
	t.Helper()
	r := signer.Request{Credentials: credentials(t), Nonce: x.Nonce, Time: time.Unix(x.Time, 0)}
	if err := json.Unmarshal(x.Embed, &r.Embed); err != nil {
		t.Fatal(err)
	}
	return r
}

// Each signed URL of the vectors has a token that says the same, and a row for
// each of its parameters.
func TestVectorsMigrate(t *testing.T) {
	for _, x := range vectors.Read(t, "../..").HMAC {
		t.Run(x.Name, func(t *testing.T) {
			r := oldRequest(t, x)
			if r.Embed.Mode != signer.UserBacked {
				return // TestAnonymousModesDoNotMigrate
			}
			m := Migrate(r, workbook+"/tag/prod")
			session, err := receiver(t).Verify(t.Context(), m.Token.URL, r.Time)
			if err != nil {
				t.Fatal(err)
			}
			p, e := session.Claims, r.Embed
			wantJSON(t, []any{p.Sub, p.JTI, p.IssuedAt, p.Expires, p.AccountType, p.Teams, p.FirstName, p.LastName, p.EvalConnectionID},
				[]any{e.Email, x.Nonce, x.Time, x.Time + e.SessionLength, e.AccountType, e.Teams, e.FirstName, e.LastName, e.EvalConnectionID})
			if len(p.UserAttributes) != len(e.Attributes) {
				t.Errorf("attributes %v", p.UserAttributes)
			}
			for _, part := range m.Signed.Parts {
				if part.Name != "" && !slices.ContainsFunc(m.Rows, func(row Row) bool { return row.From == part.Name }) {
					t.Errorf("no row for %s", part.Name)
				}
			}
			for _, row := range m.Rows {
				if row.From != "" && row.From != "path" && !slices.ContainsFunc(m.Signed.Parts, func(p signer.Part) bool { return p.Name == row.From }) {
					t.Errorf("a row for %s, which the URL does not have", row.From)
				}
			}
		})
	}
}

func TestFates(t *testing.T) {
	r := oldRequest(t, vectors.Read(t, "../..").HMAC[0])
	r.Embed.Path += "/tag/prod/edit"
	r.Embed.Options = []signer.Option{{Name: ":theme", Value: "Dark"}, {Name: ":show_footer", Value: "false"}, {Name: ":hide_send", Value: "true"}, {Name: ":use_user_name", Value: "true"},
		{Name: ":oauth_token", Value: encrypted}, {Name: ":odd", Value: "1"}}
	r.Embed.Attributes = []signer.Attribute{{Name: "Region", Values: []string{"East", "West"}}}
	r.Embed.Controls = []signer.Control{{ID: "Store Region", Values: []string{"Mid West", ":null"}}, {ID: "Price", Range: &signer.Range{Min: "1", Max: "2"}}}
	m := Migrate(r, workbook)
	for _, want := range []Row{
		{From: "path", To: "path", Value: workbook, Fate: FateChanged},
		{From: ":client_id", To: "kid", Value: `"` + clientID + `"`, Fate: FateSame},
		{From: ":mode", Fate: FateNone},
		{From: ":external_user_id", Fate: FateNone},
		{From: ":nonce", To: "jti", Value: `"` + r.Nonce + `"`, Fate: FateSame},
		{From: ":theme", To: ":theme", Value: "Dark", Fate: FateURL},
		{From: ":show_footer", Fate: FateNone},
		{From: ":hide_send", Fate: FateNone},
		{From: ":use_user_name", Fate: FateNone},
		{From: ":oauth_token", To: "oauth_token", Value: `"` + encrypted + `"`, Fate: FateChanged},
		{From: ":odd", Fate: FateNone},
		{From: ":ua_Region", To: "user_attributes", Value: `{"Region":"East,West"}`, Fate: FateChanged},
		{From: "Store Region", To: "Store Region", Value: "Mid%20West,:null", Fate: FateURL},
		{From: "Price", To: "Price", Value: "min:1,max:2", Fate: FateURL},
		{From: ":signature", To: "signature", Value: m.Token.Signature, Fate: FateChanged},
		{To: "ver", Value: `"1.1"`, Fate: FateNew},
		{To: "aud", Value: `"sigmacomputing"`, Fate: FateNew},
		{To: ":embed", Value: "true", Fate: FateNew},
	} {
		i := slices.IndexFunc(m.Rows, func(row Row) bool { return row.From == want.From && row.To == want.To })
		if i < 0 || m.Rows[i].Value != want.Value || m.Rows[i].Fate != want.Fate || m.Rows[i].Source == "" {
			t.Errorf("want %+v in %+v", want, m.Rows)
		}
	}
	for _, code := range []string{"tag_lost", "edit_lost", "user_by_email", "user_creation"} {
		if !reported(m.Findings, code) {
			t.Errorf("no %s in %+v", code, m.Findings)
		}
	}
	if strings.Contains(m.Token.URL, "hide_send") || !strings.Contains(m.Token.URL, "&:theme=Dark&Store%20Region=") {
		t.Error(m.Token.URL)
	}
}

func TestAnonymousModesDoNotMigrate(t *testing.T) {
	r := oldRequest(t, vectors.Read(t, "../..").HMAC[0])
	r.Embed.Mode, r.Embed.Email = signer.View, ""
	m := Migrate(r, "")
	if !reported(m.Findings, "anonymous_mode") || !reported(m.Token.Findings, "missing_claim") || m.Token.URL != "" {
		t.Errorf("%+v %+v", m.Findings, m.Token.Findings)
	}
}
