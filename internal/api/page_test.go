package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

// everything is a user whose URL carries all that a page can show.
func everything() signer.Preset {
	return signer.Preset{ID: "everything", Embed: signer.Embed{
		Mode: signer.UserBacked, Email: "o'hara+embed@example.com", ExternalUserID: "id-1",
		Teams: []string{"Sales <b>East</b>", "Ops"}, AccountType: "Viewer+", SessionLength: 5400,
		FirstName: "Ada", LastName: "O'Hara", EvalConnectionID: "0b0e7b4e-31a6-4f7f-9a15-6d5f4c9f8f10",
		Attributes: []signer.Attribute{{Name: "Region", Values: []string{"East", "West"}}},
		Options:    []signer.Option{{Name: ":theme", Value: "Dark"}},
		Controls: []signer.Control{
			{ID: "Store", Values: []string{"A & B"}},
			{ID: "Day", Range: &signer.Range{Min: "2024-01-01"}},
		},
	}}
}

func acceptedPage(t *testing.T, user signer.Preset) *httptest.ResponseRecorder {
	t.Helper()
	server := newServer(t, func(c *api.Config) { c.Users = []signer.Preset{user} })
	answer := get(server, signedURL(t, server, user.ID), browser)
	if answer.Code != 200 {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	return answer
}

func TestAcceptedPageShowsWhatTheURLSaid(t *testing.T) {
	page := acceptedPage(t, everything()).Body.String()
	for _, want := range []string{
		"Simulated embed", "Accepted",
		"o&#39;hara&#43;embed@example.com", "Sales &lt;b&gt;East&lt;/b&gt;, Ops", "Viewer&#43;", "userbacked", "id-1",
		"2023-11-14 22:13:20 UTC", "2023-11-14 23:43:20 UTC", "1h30m0s",
		":first_name", "Ada", ":last_name", ":eval_connection_id", "0b0e7b4e",
		":ua_Region", "East, West", ":theme", "Dark", "Store", "A &amp; B", "from 2024-01-01 to (open)",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if t.Failed() {
		t.Log(page)
	}
}

func TestAcceptedPageOfNobody(t *testing.T) {
	page := acceptedPage(t, signer.Preset{ID: "anonymous", Embed: signer.Embed{
		Mode: signer.View, ExternalUserID: "x", SessionLength: 60,
	}}).Body.String()
	for _, want := range []string{"the anonymous modes know no user", "1m0s"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "What else the URL carried") {
		t.Error("an empty section is shown")
	}
}

func TestRefusedPageShowsVerdictAndSigmasWords(t *testing.T) {
	server := newServer(t, nil)
	url := strings.Replace(signedURL(t, server, "viewer"), "=Viewer&", "=Creator&", 1)
	page := get(server, url, browser).Body.String()
	for _, want := range []string{"403 Forbidden", "invalid_signature", ":signature",
		"You don&#39;t have permission to access this page. Invalid embed signature."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

// The one style sheet has to be the one that the policy names, byte by byte, or
// the browser throws it away.
func TestPagesArePoliced(t *testing.T) {
	server := newServer(t, nil)
	url := signedURL(t, server, "viewer")
	for _, answer := range []*httptest.ResponseRecorder{
		get(server, url, browser), get(server, url, browser), get(server, "/embed/", browser),
	} {
		style := between(t, answer.Body.String(), "<style>", "</style>")
		sum := sha256.Sum256([]byte(style))
		policy := answer.Header().Get("Content-Security-Policy")
		for _, want := range []string{
			"default-src 'none'",
			"style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
			"base-uri 'none'", "form-action 'none'",
			"frame-ancestors 'self' http://localhost:* http://127.0.0.1:*",
		} {
			if !strings.Contains(policy, want) {
				t.Errorf("policy %q lacks %q", policy, want)
			}
		}
		if got := answer.Header().Get("Referrer-Policy"); got != "no-referrer" {
			t.Errorf("Referrer-Policy %q", got)
		}
	}
}
