package jwt

import (
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// No part of a token's URL is explained as if it were a part of a signed one.
func TestMeanings(t *testing.T) {
	r := goodRequest(t)
	url := Build(r).URL + "&:theme=Dark&:email=a&:ua_Region=East&:hide_send=true&:loading_bg=x&:signature=00&:odd=1&Region=East#f"
	got := Inspect(Inspection{URL: url})
	signed := map[string]string{}
	for _, p := range signer.Parameters() {
		signed[p.Name] = p.Meaning
	}
	says := map[string]string{
		":jwt": "It alone is signed", ":embed": "Each URL with a token", ":email": "as sub", ":ua_Region": "as user_attributes",
		":hide_send": "account type", ":loading_bg": "workbook:loaded", ":signature": "The token is what is signed", "Region": "Nothing signs it",
	}
	for _, p := range append(got.Parts, got.TokenParts...) {
		meaning := p.Meaning
		ownRole := p.Role != signer.RoleSeparator && p.Role != signer.RoleFragment && p.Name != ":theme" && p.Name != ":odd"
		if ownRole != (meaning != "") || meaning != "" && meaning == signed[p.Name] {
			t.Errorf("%s %s: %q", p.Role, p.Name, meaning)
		}
		if want := says[p.Name]; p.Name != "" && !strings.Contains(meaning, want) {
			t.Errorf("%s: %q, want %q", p.Name, meaning, want)
		}
		if p.Role == signer.RoleOrigin && strings.Contains(meaning, "It is signed") {
			t.Errorf("%q", meaning)
		}
	}
	for _, e := range got.Entries {
		if m := memberNamed(e.Place, e.Name); m == nil || e.Meaning != m.Meaning || e.Meaning == "" {
			t.Errorf("%+v", e)
		}
	}
}

// A URL without its scheme is no URL, but its parameters are what they are.
func TestRolesWithoutScheme(t *testing.T) {
	url := strings.TrimPrefix(Build(goodRequest(t)).URL, "https://") + "&:theme=Dark&:hide_send=true&Region=East"
	got := Inspect(Inspection{URL: url, Secret: credentials(t).Secret})
	roles := map[string]signer.Role{":jwt": RoleToken, ":embed": signer.RoleRequired, ":theme": signer.RoleOptional, ":hide_send": RoleWithdrawn, "Region": signer.RoleControl}
	for _, p := range got.Parts {
		if want := roles[p.Name]; want != "" && p.Role != want {
			t.Errorf("%s is %s, want %s", p.Name, p.Role, want)
		}
	}
	if got.Findings[0].Code != "not_a_url" || reported(got.Findings, "workbook_absent") || reported(got.Findings, "embed_absent") || reported(got.Findings, "not_a_pair") || !*got.Signature.Valid {
		t.Errorf("findings %+v", got.Findings)
	}
}
