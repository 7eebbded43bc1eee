package jwt

import (
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// What is copied along with a token is told, and proved not to be the fault of
// whoever signed it; a verifier refuses it all the same.
func TestTokensAreFoundInWhatWasCopied(t *testing.T) {
	r := goodRequest(t)
	token := sign(t, r)
	dot := strings.LastIndexByte(token, '.')
	for _, c := range []struct{ code, text, says string }{
		{"token_surrounded", "Bearer " + token, "“Bearer …”"},
		{"token_surrounded", "Authorization: Bearer " + token + "\r\n", "Authorization: Bearer …␍␊"},
		{"token_surrounded", `"` + token + `"`, "“\"…\"”"},
		{"token_surrounded", "'" + token + "',", "“'…',”"},
		{"token_surrounded", "“" + token + "”", "““…””"},
		{"token_surrounded", `{"jwt": "` + token + `"}`, "“{"},
		{"token_surrounded", "jwt=" + token, "“jwt=…”"},
		{"token_surrounded", ":jwt=" + token, "“:jwt=…”"},
		{"token_surrounded", "?:jwt=" + token + "&:embed=true", "“?:jwt=…&:embed=true”"},
		{"token_surrounded", token + ".", "“….”"},
		{"token_surrounded", token + ". Thanks!", "“…. Thanks!”"},
		{"token_surrounded", token + " " + token, "as a part of"},
		{"outer_space", " " + token, ""},
		{"outer_space", token + "\n", ""},
		{"outer_space", "\u00a0" + token + "\u200b", ""},
		{"outer_space", "\ufeff" + token, ""},
		{"token_broken_up", token[:60] + "\n" + token[60:], ""},
		{"token_broken_up", token[:60] + "\r\n  " + token[60:dot+9] + "\r\n\t" + token[dot+9:], ""},
		{"token_broken_up", token[:60] + "=\n" + token[60:], ""},
		{"token_broken_up", token[:60] + " " + token[60:], ""},
		{"token_broken_up", token[:60] + "\u200b" + token[60:], ""},
		{"dots_encoded", strings.ReplaceAll(token, ".", "%2E"), ""},
		{"dots_encoded", strings.ReplaceAll(token, ".", "%2e"), ""},
		{"token_doubled", token + token, ""},
		{"token_surrounded+token_broken_up", "Bearer " + token[:60] + "\n" + token[60:], ""},
	} {
		got := Inspect(Inspection{URL: c.text, Secret: r.Credentials.Secret})
		if got.Verdict.Code != signer.CodeMalformed || !*got.Signature.Valid || len(got.Causes) != 1 || got.Causes[0].Code != c.code || !got.Causes[0].Proved || !strings.Contains(got.Causes[0].Message, c.says) {
			t.Errorf("%q: verdict %+v, causes %+v", c.text, got.Verdict, got.Causes)
		}
		if got.Causes[0].Send != token {
			t.Errorf("%q: send %q", c.text, got.Causes[0].Send)
		}
		if end := covered(t, got.TokenParts, c.text, 0); end != len(c.text) {
			t.Errorf("%q: the parts end at %d", c.text, end)
		}
		for i, p := range got.TokenParts {
			if p.Role == RoleSurplus && p.Signed || i == 0 && p.Role != RoleHeader && p.Role != RoleSurplus {
				t.Errorf("%q: part %+v", c.text, p)
			}
		}
		if len(got.Findings) == 0 || got.Findings[0].Code != strings.Split(c.code, "+")[0] || !Looks(c.text) {
			t.Errorf("%q: looks like one %t, findings %+v", c.text, Looks(c.text), got.Findings)
		}
		_, err := receiver(t).Verify(t.Context(), c.text, time.Unix(issued, 0))
		wantVerdict(t, err, signer.CodeMalformed, "")
	}
}

func TestLooks(t *testing.T) {
	token := sign(t, goodRequest(t))
	embed := "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST?"
	for text, want := range map[string]bool{
		token:                             true,
		token[:len(token)-9]:              true,
		"see " + token:                    true,
		workbook + "?:jwt=" + token:       true,
		workbook + "?:embed=true&:jwt=":   true,
		workbook + "?%3Ajwt=x":            true,
		workbook + "?%3ajwt=x":            true,
		workbook + "?jwt=" + token:        true,
		workbook + "?a=1&amp;:jwt=x":      true,
		"acme/workbook/x?:jwt=" + token:   true,
		"?:jwt=":                          true,
		"":                                false,
		"jwt=":                            false,
		"eyJ":                             false,
		"eyJhbGciOiJIUzI1NiJ9":            false,
		"eyJhbGciOiJIUzI1NiJ9.":           false,
		"eyes.example.com":                false,
		"https://ewok.example.com/a.b":    false,
		embed + ":oauth_token=" + token:   false,
		embed + "x=njwt=1":                false,
		embed + ":email=a&jwt=1":          false,
		embed + ":signature=00":           false,
		"Bearer secret":                   false,
		embed + ":x=y#/eyJhbGci.eyJ9.abc": false,
	} {
		if Looks(text) != want {
			t.Errorf("%q: want %t", text, want)
		}
	}
}

func TestLooksDoesNotAllocate(t *testing.T) {
	texts := []string{"Bearer " + sign(t, goodRequest(t)), workbook + "?a=b&%3Ajwt=", "https://example.com/?x=ejwt=&eyJ"}
	if n := testing.AllocsPerRun(100, func() {
		for _, text := range texts {
			Looks(text)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Looking through a text that is made to be looked through again and again takes
// about as long as any other.
func BenchmarkLooksAtTheWorst(b *testing.B) {
	for name, unit := range map[string]string{"starts": "eyJ ", "names": "?jwt=", "headers": " eyJhbGciOiJIUzI1NiJ9", "values": "?jwt=eyJ                                "} {
		text := strings.Repeat(unit, signer.MaxURLLength/len(unit))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Looks("/" + text)
				Inspect(Inspection{URL: text})
			}
		})
	}
}

// What follows a token that was cut is not taken for the rest of it.
func TestCutTokenInASentence(t *testing.T) {
	r := goodRequest(t)
	token := sign(t, r)
	got := Inspect(Inspection{URL: token[:len(token)-9] + " thanks a lot", Secret: r.Credentials.Secret})
	if len(got.Causes) != 1 || got.Causes[0].Code != "signature_truncated" || got.Causes[0].Send != token || !reported(got.Findings, "token_surrounded") || !reported(got.Findings, "signature_length") {
		t.Errorf("findings %+v, causes %+v", got.Findings, got.Causes)
	}
}

// A parameter of another name that holds a token is not lost.
func TestMisnamedParameter(t *testing.T) {
	r := goodRequest(t)
	token := sign(t, r)
	for _, name := range []string{"jwt", ":JWT", "::jwt", "amp;:jwt"} {
		got := Inspect(Inspection{URL: workbook + "?" + name + "=" + token + "&:embed=true", Secret: r.Credentials.Secret})
		if got.Claims.Sub == "" || len(got.Causes) != 1 || got.Causes[0].Code != "token_misnamed" || got.Verdict.Code != signer.CodeMalformed {
			t.Errorf("%s: %+v %+v", name, got.Verdict, got.Causes)
		}
	}
	// Beside the right one it is a control.
	got := Inspect(Inspection{URL: workbook + "?:jwt=" + token + "&jwt=" + token + "&:embed=true", Secret: r.Credentials.Secret})
	if !got.Verdict.Accepted {
		t.Errorf("%+v", got.Verdict)
	}
}

// Damage to a signature is told from another signature, and never by chance.
func TestMiscopied(t *testing.T) {
	right := signatureOf("secret", "text")
	for given, want := range map[string]string{
		right:                            "",
		right[:42]:                       "signature_truncated",
		right[:11]:                       "signature_truncated",
		right[:10]:                       "",
		right[1:]:                        "signature_truncated",
		right[:20] + right[21:]:          "signature_truncated",
		right + "=":                      "signature_surplus",
		right + right:                    "signature_surplus",
		right[:5] + "~" + right[5:]:      "signature_surplus",
		right[:5] + "~" + right[6:]:      "signature_mistyped",
		right[:5] + "~~~~~" + right[10:]: "",
		signatureOf("secret", "other"):   "",
		"":                               "",
	} {
		how := miscopied(given, right)
		if (how == nil) != (want == "") || how != nil && how.code != want {
			t.Errorf("%q: %+v, want %q", given, how, want)
		}
	}
}
