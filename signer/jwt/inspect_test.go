package jwt

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

const clientID = "ba6609d000daf9196fd3dbf1b878a452ddaf27fcbf028ff7df23aab9fa9cb607"

// The payload has what base64 writes in two ways, and a length that is padded.
const (
	twoWaysHeader  = `{"alg":"HS256","kid":"` + clientID + `"}`
	twoWaysPayload = `{"sub":"ada@example.com","jti":"j??>~~>>","iat":1700000000,"exp":1700000600,"first_name":"ÿÿþ>?"}`
)

const rest = `"jti":"j","iat":1700000000,"exp":1700000600`

// What a typed request cannot have, tokens of others can.
func TestOddTokensAreExplained(t *testing.T) {
	for _, c := range []struct {
		code, parameter, header, payload, says string
	}{
		{"wrong_type", "ver", "", `{"sub":"a@b.co",` + rest + `,"ver":1.1}`, "is a number"},
		{"wrong_type", "teams", "", `{"sub":"a@b.co",` + rest + `,"teams":"A"}`, `"A" is a string Write a list of strings only`},
		{"wrong_type", "iat", "", `{"sub":"a@b.co","jti":"j","iat":"1700000000"}`, "is a string"},
		{"wrong_type", "user_attributes", "", `{"user_attributes":{"a":1}}`, "strings only"},
		{"wrong_type", "kid", `{"alg":"HS256","kid":7}`, `{}`, "is a number"},
		{"wrong_type", "exp", "", `{"exp":"2026-12-01T00:00:00Z"}`, `"2026-12-01T00:00:00Z" is a string Write Unix seconds`},
		{"wrong_type", "exp", "", `{"exp":1793492730585123456}`, "1793492730585123456 is a number, beyond any date"},
		{"wrong_type", "exp", "", `{"exp":null}`, "is null Write Unix seconds"},
		{"unknown_claim", `""`, "", `{"":1}`, "is in no document"},
		{"fractional_time", "iat", "", `{"sub":"a@b.co","jti":"j","iat":1700000000.25,"exp":1700000600}`, "fraction"},
		{"unknown_claim", "team", "", `{"team":["A"]}`, "Did you mean teams"},
		{"unknown_claim", "accountType", "", `{"accountType":"View"}`, "Did you mean account_type"},
		{"unknown_claim", "external_user_team", "", `{"external_user_team":"A"}`, "Did you mean teams"},
		{"unknown_claim", ":email", "", `{":email":"A"}`, "Did you mean sub"},
		{"unknown_claim", "nonce", "", `{"nonce":"A"}`, "Did you mean jti"},
		{"unknown_claim", "kid", "", `{"kid":"A"}`, "Did you mean kid"},
		{"unknown_claim", "ua_Region", "", `{"ua_Region":"A"}`, "Did you mean user_attributes"},
		{"unknown_claim", "session_length", "", `{"session_length":600}`, "no claim"},
		{"unknown_claim", "nbf", "", `{"nbf":1}`, "not looked at"},
		{"unknown_claim", "colour", "", `{"colour":1}`, "in no document"},
		{"foreign_key", "jwk", `{"alg":"HS256","jwk":{}}`, `{}`, "always the secret"},
		{"foreign_key", "x5u", `{"alg":"HS256","x5u":""}`, `{}`, "always the secret"},
		{"critical_header", "crit", `{"crit":[]}`, `{}`, "extensions"},
		{"unusual_type", "typ", `{"alg":"HS256","typ":"JWS"}`, `{}`, "is not JWT"},
		{"unsupported_algorithm", "alg", `{"alg":"none"}`, `{}`, "nobody signed"},
		{"duplicate_name", "a", "", `{"a":1,"a":2}`, "twice"},
		{"not_json", "payload", "", `{"sub":"a@b.co","jti":}`, "is not JSON"},
	} {
		t.Run(c.code+" "+c.parameter, func(t *testing.T) {
			got := Inspect(Inspection{URL: caseToken(t, c.header, c.payload, false)})
			i := slices.IndexFunc(got.Findings, func(f signer.Finding) bool { return f.Code == c.code && f.Parameter == c.parameter })
			if i < 0 || !strings.Contains(got.Findings[i].Message+" "+got.Findings[i].Fix, c.says) {
				t.Fatalf("findings %+v", got.Findings)
			}
		})
	}
}

// What stands before an error is still read.
func TestBrokenTokensAreReadAsFarAsPossible(t *testing.T) {
	whole := encode(twoWaysHeader) + "." + encode(`{"sub":"ada@example.com","teams":["A"],"jti":"half`)
	for _, text := range []string{whole, whole + ".sig", whole + "==.sig", whole + "*.sig", workbook + "?:jwt=" + whole} {
		got := Inspect(Inspection{URL: text})
		if got.Header.KeyID != clientID || got.Claims.Sub != "ada@example.com" || len(got.Claims.Teams) != 1 || len(got.Entries) != 4 {
			t.Errorf("%s: %+v %+v %+v", text, got.Header, got.Claims, got.Entries)
		}
		if got.Verdict.Code != signer.CodeNotChecked || got.Log[0].State != signer.StateFailed {
			t.Errorf("%s: verdict %+v", text, got.Verdict)
		}
	}
}

// Of what cannot be read nothing is said to be missing.
func TestTornTokensLackNothing(t *testing.T) {
	token := sign(t, goodRequest(t))
	for _, text := range []string{token[1:], token[:len(token)-60], token[:len(token)-80] + token[len(token)-43:]} {
		for _, f := range Inspect(Inspection{URL: text}).Findings {
			if f.Code == "missing_claim" || f.Code == "unsupported_algorithm" || strings.HasSuffix(f.Code, "_absent") {
				t.Errorf("%s: %+v", text, f)
			}
		}
	}
}

// What another base64 wrote is read whole all the same.
func TestStandardBase64IsRead(t *testing.T) {
	token := base64.StdEncoding.EncodeToString([]byte(twoWaysHeader)) + "." + base64.StdEncoding.EncodeToString([]byte(twoWaysPayload)) + ".x"
	if !strings.ContainsAny(token, "+/") || !strings.Contains(token, "=") {
		t.Fatal("nothing to tolerate in " + token)
	}
	got := Inspect(Inspection{URL: token})
	if got.TokenParts[2].Value != twoWaysPayload || got.Claims.FirstName == "" || !reported(got.Findings, "not_base64url") {
		t.Errorf("%+v %+v", got.TokenParts, got.Findings)
	}
}

// More than may be in a URL is not read, only cut into parts.
func TestTooLongIsNotRead(t *testing.T) {
	text := workbook + "?:jwt=" + sign(t, goodRequest(t)) + "&x=" + strings.Repeat("x", signer.MaxURLLength)
	got := Inspect(Inspection{URL: text, Secret: signer.NewSecret("x")})
	if got.Claims.Sub != "" || got.Tried != 0 || got.Log[0].State != signer.StateFailed || got.Parts[len(got.Parts)-1].End != len(text) {
		t.Errorf("read %+v, tried %d, log %+v", got.Claims, got.Tried, got.Log[0])
	}
}

// A claim that is there with the wrong type is not missing.
func TestOneFaultIsToldOnce(t *testing.T) {
	got := Inspect(Inspection{URL: forge(t, twoWaysHeader, `{"sub":"a@b.co","jti":"j","iat":"1700000000","exp":1700000600,"teams":"A"}`)})
	if !reported(got.Findings, "wrong_type") || reported(got.Findings, "missing_claim") || reported(got.Findings, "teams_absent") {
		t.Errorf("findings %+v", got.Findings)
	}
}

// A leftover signature of the old scheme covers nothing here.
func TestOnlyTheTokenIsSigned(t *testing.T) {
	got := Inspect(Inspection{URL: workbook + "?:embed=true&:jwt=e30.e30.x&:theme=Dark&:signature=00"})
	for _, p := range got.Parts {
		if p.Signed != (p.Name == ":jwt") {
			t.Errorf("%+v", p)
		}
	}
}

func TestPartsOfTheToken(t *testing.T) {
	r := goodRequest(t)
	r.Options = []signer.Option{{Name: ":theme", Value: "Dark"}, {Name: ":hide_send", Value: "true"}}
	r.Controls = []signer.Control{{ID: "sub", Values: []string{"x"}}, {ID: "Price", Range: &signer.Range{Min: "1", Max: "2"}}}
	built := Build(r)
	dotted := strings.ReplaceAll(built.Token, ".", "%2E")
	url := strings.Replace(built.URL, built.Token, dotted, 1)
	got := Inspect(Inspection{URL: url, Secret: r.Credentials.Secret})
	if got.Signature.Valid == nil || !*got.Signature.Valid {
		t.Errorf("signature %+v", got.Signature)
	}
	want := []struct {
		role  signer.Role
		value string
	}{{RoleHeader, built.Header}, {RoleDot, "."}, {RolePayload, built.Payload}, {RoleDot, "."}, {RoleDigest, built.Signature}}
	if len(got.TokenParts) != len(want) {
		t.Fatalf("parts %+v", got.TokenParts)
	}
	for i, p := range got.TokenParts {
		if p.Role != want[i].role || p.Value != want[i].value || url[p.Start:p.End] != p.Raw || p.Status != signer.StatusOK || p.Signed != (i < 3) {
			t.Errorf("part %+v, want %+v", p, want[i])
		}
	}
	roles := map[string]signer.Role{":jwt": RoleToken, ":embed": signer.RoleRequired, ":theme": signer.RoleOptional, ":hide_send": RoleWithdrawn, "sub": signer.RoleControl}
	for _, p := range got.Parts {
		if role := roles[p.Name]; role != "" && p.Role != role {
			t.Errorf("%s is %s, want %s", p.Name, p.Role, role)
		}
		if p.Signed != (p.Name == ":jwt") {
			t.Errorf("signed: %+v", p)
		}
		if (p.Name == ":hide_send" || p.Name == "sub") != (p.Status == signer.StatusWarning) && p.Name != "Price" {
			t.Errorf("status: %+v", p)
		}
	}
	if reported(got.Findings, "reads_as_range") {
		t.Errorf("findings %+v", got.Findings)
	}
}

func reported(findings []signer.Finding, code string) bool {
	return slices.ContainsFunc(findings, func(f signer.Finding) bool { return f.Code == code })
}

func TestURLsAroundTokens(t *testing.T) {
	token := sign(t, goodRequest(t))
	for code, url := range map[string]string{
		"only_token_signed":     workbook + "?:jwt=" + token + "&:embed=true",
		"embed_absent":          workbook + "?:jwt=" + token,
		"embed_path":            "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST?:jwt=" + token,
		"controls_not_signed":   workbook + "?Region=East&:jwt=" + token,
		"fragment":              workbook + "?:jwt=" + token + "#x",
		"not_a_pair":            workbook + "?:jwt=" + token + "&x",
		"duplicate_parameter":   workbook + "?:jwt=" + token + "&:jwt=" + token,
		"doubled_question_mark": workbook + "??:jwt=" + token,
		"no_token":              workbook + "?:embed=true",
		"not_a_url":             "app.sigmacomputing.com/acme?:jwt=" + token,
		"withdrawn_parameter":   workbook + "?:jwt=" + token + "&:signature=00",
	} {
		if got := Inspect(Inspection{URL: url}); !reported(got.Findings, code) {
			t.Errorf("%s: findings %+v", code, got.Findings)
		}
	}
}

// Without a secret there is no verdict, but the log tells what can be told.
func TestWithoutSecret(t *testing.T) {
	r := goodRequest(t)
	late := time.Unix(issued+7200, 0)
	got := Inspect(Inspection{URL: sign(t, r), Now: &late, ClientID: &r.Credentials.ClientID})
	if got.Verdict.Code != signer.CodeNotChecked || !strings.Contains(got.Verdict.Explanation, "(expired)") || got.Signature.Valid != nil {
		t.Errorf("%+v %+v", got.Verdict, got.Signature)
	}
	states := map[signer.Code]signer.State{
		signer.CodeUnknownClient: signer.StatePassed, signer.CodeInvalidSignature: signer.StateNotChecked,
		signer.CodeExpired: signer.StateFailed, CodeLifetimeExceeded: signer.StateNotReached,
	}
	for _, s := range got.Log {
		if want, ok := states[s.Code]; ok && s.State != want {
			t.Errorf("%s: %s, want %s", s.Code, s.State, want)
		}
	}
	other := "other"
	got = Inspect(Inspection{URL: sign(t, r), Secret: r.Credentials.Secret, ClientID: &other})
	if got.Verdict.Code != signer.CodeUnknownClient {
		t.Errorf("%+v", got.Verdict)
	}
}

// What is no digest of 32 bytes has no bits to compare.
func TestBitsDifferent(t *testing.T) {
	r := goodRequest(t)
	token := sign(t, r)
	digest := token[strings.LastIndexByte(token, '.')+1:]
	for given, want := range map[string]int{digest: 0, "": -1, digest + "AA": -1, digest + "!": -1, digest[:42] + "!": -1} {
		got := bitsDifferent(given, digest)
		if (got == nil) != (want < 0) || got != nil && *got != want {
			t.Errorf("%q: %v, want %d", given, got, want)
		}
	}
}

func TestUsedJTI(t *testing.T) {
	r := goodRequest(t)
	i := Inspection{URL: sign(t, r), Secret: r.Credentials.Secret, UsedJTIs: []string{r.Claims.JTI}}
	if got := Inspect(i); got.Verdict.Code != CodeJTIReused {
		t.Errorf("%+v", got.Verdict)
	}
	i.UsedJTIs = []string{"another"}
	if got := Inspect(i); !got.Verdict.Accepted {
		t.Errorf("%+v", got.Verdict)
	}
}
