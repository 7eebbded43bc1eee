package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// Each slip has its own warning, and good credentials have none.
func TestDoubts(t *testing.T) {
	goodID, goodSecret := strings.Repeat("c1", 32), strings.Repeat("5e", 64)
	here := &place{url: "http://127.0.0.1:8080", loopback: true}
	tests := []struct {
		why              string
		clientID, secret string
		embedPath        string
		sessionLength    time.Duration
		place            *place
		want             []string // the beginning of each
	}{
		{"all good", goodID, goodSecret, "", time.Hour, here, nil},
		{"throw-away", "", goodSecret, "", time.Hour, here, nil},
		{"client ID cut off", goodID[1:], goodSecret, "", time.Hour, here, []string{":client_id is not 64"}},
		{"client ID with a space", goodID + " ", goodSecret, "", time.Hour, here, []string{":client_id \"c1c1", ":client_id is not 64"}},
		{"one character", goodID, "5", "", time.Hour, here, []string{"the secret has fewer than 16"}},
		{"15 characters of two bytes", goodID, strings.Repeat("é", 15), "", time.Hour, here, []string{"the secret has fewer than 16"}},
		{"16 characters", goodID, goodSecret[:16], "", time.Hour, here, nil},
		{"two lines", goodID, goodSecret + "\n" + goodSecret, "", time.Hour, here, []string{"the secret has white space, a line break"}},
		{"two lines of Windows", goodID, goodSecret + "\r\n" + goodSecret, "", time.Hour, here, []string{"the secret has white space, a line break"}},
		{"an empty line at the end", goodID, goodSecret + "\n", "", time.Hour, here, []string{"the secret has white space, a line break"}},
		{"a long session", goodID, goodSecret, "", 8 * time.Hour, here, []string{":session_length 28800 seconds"}},
		{"all at once", "c", "s\ns ", "", time.Hour, here, []string{"the secret has fewer", ":client_id", "the secret has white space"}},
		{"for the platform", goodID, goodSecret, "https://app.sigmacomputing.com/embed/1-abc", time.Hour, here, nil},
		{"throw-away for the platform", "", goodSecret, "https://app.sigmacomputing.com/embed/1-abc", time.Hour, here,
			[]string{"the platform at https://app.sigmacomputing.com does not know this client ID"}},
		{"throw-away for another port", "", goodSecret, "http://127.0.0.1:9090/embed/1-abc", time.Hour, here, []string{"the platform at http://127.0.0.1:9090 "}},
		{"throw-away for itself", "", goodSecret, "http://127.0.0.1:8080/embed/1-abc", time.Hour, here, nil},
		{"by another name", "", goodSecret, "http://localhost:8080/embed/1-abc", time.Hour, here, nil},
		{"by others", goodID, goodSecret, "", time.Hour, &place{url: "http://192.0.2.1:8080"}, []string{"other machines"}},
	}
	for _, test := range tests {
		o := options{clientID: test.clientID, embedPath: test.embedPath, sessionLength: test.sessionLength}
		got := o.doubts(signer.Credentials{ClientID: test.clientID, Secret: signer.NewSecret(test.secret)}, test.place)
		if !slices.EqualFunc(got, test.want, strings.HasPrefix) {
			t.Errorf("%s: doubts %q, want %q", test.why, got, test.want)
		}
		if strings.Contains(strings.Join(got, ""), goodSecret[:16]) {
			t.Errorf("%s: the secret is quoted: %q", test.why, got)
		}
	}
}
