package jwt

import (
	"slices"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

func seeds(f *testing.F) {
	for _, x := range readVectors(f).JWT {
		f.Add(x.Token)
		f.Add(workbook + "?:jwt=" + x.Token + "&:embed=true&Region=East")
	}
	for _, text := range []string{"", ".", "..", "....", "eyJ", "?", ":jwt=", "https://a/b?:jwt=%2e%2E&:jwt=", "https://a/b?:jwt", "e30.e30.e30", "e30=.W10.", "%2e.%2e.", "\xff.\xff.\xff", "https://a?:jwt=e30.e30.&%ff=#"} {
		f.Add(text)
	}
	for _, m := range vectors.TokenCauses(f, "../..") {
		f.Add(m.URL)
	}
	good := sign(f, goodRequest(f))
	for _, text := range []string{"Bearer " + good, `"` + good + `"`, good[:60] + "\r\n " + good[60:], good + good, ":jwt=" + good, good[1:], good[:len(good)-1], good + ".", "https://a?jwt=" + good} {
		f.Add(text)
	}
	for _, payload := range []string{`{"sub":1,"teams":[{}],"iat":1e999,"user_attributes":{"a":{"a":1}}}`, `{"iat":-1e15,"exp":1e15}`, `{"crit":1,"crit":2}`} {
		f.Add(forge(f, payload, payload))
	}
}

// FuzzInspectNeverPanics: any text is inspected; the parts cover it, those of the
// token lie within, and what is accepted has the right signature.
func FuzzInspectNeverPanics(f *testing.F) {
	seeds(f)
	v := readVectors(f)
	now := time.Unix(issued, 0)
	f.Fuzz(func(t *testing.T, text string) {
		got := Inspect(Inspection{URL: text, Secret: signer.NewSecret(v.Secret), Now: &now})
		if end := covered(t, got.Parts, text, 0); end != len(text) {
			t.Fatalf("the parts end at %d of %d in %q", end, len(text), text)
		}
		if len(got.TokenParts) > 0 {
			covered(t, got.TokenParts, text, got.TokenParts[0].Start)
		}
		valid := got.Signature.Given != "" && got.Signature.Given == signatureOf(v.Secret, got.SigningInput)
		if got.Verdict.Accepted && !valid || got.Signature.Valid != nil && *got.Signature.Valid != valid {
			t.Fatalf("verdict %+v, signature %+v of %q", got.Verdict, got.Signature, text)
		}
		if got.Findings == nil || got.Causes == nil || got.Parts == nil || got.TokenParts == nil || got.Entries == nil || len(got.Log) != len(verdicts) {
			t.Fatalf("something is missing: %+v", got)
		}
		for _, f := range got.Findings {
			if f.Parameter == "" && !standsByItself(f.Message) {
				t.Fatalf("%+v of %q does not stand by itself", f, text)
			}
		}
		for _, c := range got.Causes {
			if c.Send == "" {
				continue
			}
			sent := Inspect(Inspection{URL: c.Send, Secret: signer.NewSecret(v.Secret)})
			if sent.Signature.Valid == nil || !*sent.Signature.Valid {
				t.Fatalf("%q should be sent for %q, with %+v", c.Send, text, sent.Signature)
			}
		}
	})
}

func covered(t *testing.T, parts []signer.Part, text string, end int) int {
	t.Helper()
	for _, p := range parts {
		if p.Start != end || p.End <= p.Start || p.Raw != text[p.Start:p.End] {
			t.Fatalf("part %+v after offset %d of %q", p, end, text)
		}
		end = p.End
	}
	return end
}

// FuzzVerifyRejectsTampering: a token with any byte changed, added or removed is
// refused.
func FuzzVerifyRejectsTampering(f *testing.F) {
	f.Add(0, byte('x'), 0)
	f.Add(10, byte('.'), 1)
	f.Add(400, byte('='), 1)
	f.Add(600, byte('-'), 2)
	token := sign(f, goodRequest(f))
	f.Add(len(token)-1, byte('='), 0)
	v := receiver(f)
	v.Ledger = nil
	f.Fuzz(func(t *testing.T, at int, b byte, how int) {
		if at < 0 || at >= len(token) {
			return
		}
		tampered := []byte(token)
		switch how % 3 {
		case 0:
			tampered[at] = b
		case 1:
			tampered = slices.Insert(tampered, at, b)
		default:
			tampered = slices.Delete(tampered, at, at+1)
		}
		if _, err := v.Verify(t.Context(), string(tampered), time.Unix(issued, 0)); err == nil && string(tampered) != token {
			t.Fatalf("accepted %s", tampered)
		}
	})
}

// The last character of each part carries fewer bits than it could, and is where
// laxer readers accept two spellings: there, all others are tried.
func TestEveryChangedCharacterIsRefused(t *testing.T) {
	token := sign(t, goodRequest(t))
	v := receiver(t)
	v.Ledger = nil
	for i := range len(token) {
		others := "A9_=+. "
		if i+1 == len(token) || token[i+1] == '.' {
			others = alphabetURL + "=+/.\n "
		}
		for j := range len(others) {
			if others[j] == token[i] {
				continue
			}
			if _, err := v.Verify(t.Context(), token[:i]+others[j:j+1]+token[i+1:], time.Unix(issued, 0)); err == nil {
				t.Errorf("accepted with %q at %d", others[j], i)
			}
		}
	}
}

// FuzzSignedClaimsAreReadBack: what can be signed is read back as it was.
func FuzzSignedClaimsAreReadBack(f *testing.F) {
	f.Add("ada@example.com", "j", "View", "FinanceViewers", "Region", "East", int64(3600))
	f.Add("o'neil+embed@example.com", "\u2028", "<&>", `"\`, "é", "\U0001F600", int64(1))
	f.Fuzz(func(t *testing.T, sub, jti, accountType, team, name, value string, length int64) {
		r := goodRequest(t)
		p := &r.Claims
		p.Sub, p.JTI, p.AccountType, p.Teams, p.UserAttributes, p.Expires = sub, jti, accountType, []string{team, team}, []Pair{{name, value}}, issued+length
		token, err := Sign(r)
		if err != nil {
			return
		}
		session, err := receiver(t).Verify(t.Context(), token, time.Unix(issued, 0))
		if accountType == "Emperor" || team == "Nobody" || sub == "root@example.com" {
			return
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, token)
		}
		wantJSON(t, session.Claims, *p)
	})
}
