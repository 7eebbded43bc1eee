package jwt

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// receiver knows what the good token asks for.
func receiver(t testing.TB) *Verifier {
	c := credentials(t)
	return &Verifier{
		Secret:            func(id string) (signer.Secret, bool) { return c.Secret, id == c.ClientID },
		Ledger:            signer.NewMemoryLedger(100),
		TeamExists:        func(name string) bool { return name != "Nobody" },
		AccountTypeExists: func(name string) bool { return name != "Emperor" },
		IsInternal:        func(email string) bool { return email == "root@example.com" },
	}
}

// minimal is a payload with what is required.
const minimal = `{"sub":"ada@example.com","jti":"j-1","iat":1700000000,"exp":1700000600}`

func wantVerdict(t *testing.T, err error, code signer.Code, parameter string) {
	t.Helper()
	var refusal *signer.Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if refusal.Code != code || refusal.Parameter != parameter || refusal.Explanation == "" {
		t.Errorf("got %+v, want %s about %q", refusal, code, parameter)
	}
}

type refusedCase struct {
	code            signer.Code
	parameter       string
	header, payload string
	spoil           func(string) string
	now             time.Duration
}

// refused are tokens with the verdict on them. The header is that of the vectors
// unless one is given; KID stands for its client ID.
var refused = []refusedCase{
	{code: signer.CodeMalformed, spoil: func(s string) string { return s[:strings.LastIndexByte(s, '.')] }},
	{code: signer.CodeMalformed, spoil: func(s string) string { return s + ".x" }},
	{code: signer.CodeMalformed, spoil: func(s string) string { return s + ".x.y" }},
	{code: signer.CodeMalformed, spoil: func(s string) string { return s + "\n" }},
	{code: signer.CodeMalformed, spoil: func(string) string { return "" }},
	{code: signer.CodeMalformed, spoil: func(s string) string { return strings.Repeat("x", signer.MaxURLLength) + s }},
	{code: signer.CodeMalformed, parameter: "signature", spoil: func(s string) string { return s + "=" }},
	{code: signer.CodeMalformed, parameter: "signature", spoil: func(s string) string { return s[:len(s)-1] + "!" }},
	// The last character has two bits to spare: the same digest, written otherwise.
	{code: signer.CodeMalformed, parameter: "signature", spoil: func(s string) string { return s[:len(s)-1] + string(s[len(s)-1]+1) }},
	{code: signer.CodeMalformed, parameter: "header", spoil: func(s string) string { return "+" + s[1:] }},
	{code: signer.CodeMalformed, parameter: "header", header: `[]`},
	{code: signer.CodeMalformed, parameter: "payload", payload: `{"sub":"a@b.c"`},
	{code: signer.CodeMalformed, parameter: "payload", payload: minimal + "{}"},
	{code: signer.CodeMalformed, parameter: "payload", payload: "{\"sub\":\"\xff\"}"},
	{code: signer.CodeMalformed, parameter: "payload", payload: ``},
	{code: CodeUnsupportedAlgorithm, parameter: "alg", header: `{"kid":"KID"}`},
	{code: CodeUnsupportedAlgorithm, parameter: "alg", header: `{"alg":["HS256"],"kid":"KID"}`},
	{code: CodeCriticalHeader, parameter: "crit", header: `{"alg":"HS256","kid":"KID","crit":["b64"],"b64":false}`},
	{code: CodeDuplicateName, parameter: "sub", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"s\u0075b":"bob@example.com"}`},
	{code: CodeDuplicateName, parameter: "kid", header: `{"alg":"HS256","kid":"KID","kid":"KID"}`},
	{code: CodeDuplicateName, parameter: "user_attributes", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"user_attributes":{"a":"1","a":"2"}}`},
	{code: CodeDuplicateName, parameter: "x", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"x":[{"y":{"a":1,"a":2}}]}`},
	{code: CodeMissingClaim, parameter: "kid", header: `{"alg":"HS256"}`},
	{code: CodeMissingClaim, parameter: "sub", payload: `{}`},
	{code: CodeMissingClaim, parameter: "jti", payload: `{"sub":"ada@example.com","jti":"","iat":1700000000,"exp":1700000600}`},
	{code: CodeMissingClaim, parameter: "iat", payload: `{"sub":"ada@example.com","jti":"j","exp":1700000600}`},
	{code: CodeMissingClaim, parameter: "exp", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000}`},
	{code: CodeMissingClaim, parameter: "aud", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"ver":"1.1"}`},
	{code: CodeInvalidClaim, parameter: "ver", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"ver":1.1}`},
	{code: CodeInvalidClaim, parameter: "ver", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"ver":"2.0"}`},
	{code: CodeInvalidClaim, parameter: "aud", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"ver":"1.1","aud":"other"}`},
	{code: CodeInvalidClaim, parameter: "teams", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"teams":"FinanceViewers"}`},
	{code: CodeInvalidClaim, parameter: "teams", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"teams":[1]}`},
	{code: CodeInvalidClaim, parameter: "user_attributes", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"user_attributes":{"a":["East"]}}`},
	{code: CodeInvalidClaim, parameter: "iat", payload: `{"sub":"ada@example.com","jti":"j","iat":"1700000000","exp":"1700000600"}`},
	{code: CodeInvalidClaim, parameter: "exp", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1e300}`},
	{code: CodeInvalidSub, parameter: "sub", payload: `{"sub":"ada@exa_mple.com","jti":"j","iat":1700000000,"exp":1700000600}`},
	{code: signer.CodeUnknownClient, parameter: "kid", header: `{"alg":"HS256","kid":"another"}`},
	{code: signer.CodeInvalidSignature, parameter: "signature", spoil: func(s string) string {
		return s[:len(s)-4] + string(s[len(s)-4]^1) + s[len(s)-3:]
	}},
	{code: signer.CodeInvalidSignature, parameter: "signature", spoil: func(s string) string { return s[:strings.LastIndexByte(s, '.')+1] }},
	{code: signer.CodeNotYetValid, parameter: "iat", now: -time.Second},
	{code: signer.CodeNotYetValid, parameter: "iat", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000000,"exp":1700000600000}`},
	{code: signer.CodeExpired, parameter: "exp", now: 600 * time.Second},
	{code: CodeLifetimeExceeded, parameter: "exp", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1702592001}`},
	{code: signer.CodeUnknownTeam, parameter: "teams", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"teams":["A","Nobody"]}`},
	{code: signer.CodeUnknownAccountType, parameter: "account_type", payload: `{"sub":"ada@example.com","jti":"j","iat":1700000000,"exp":1700000600,"account_type":"Emperor"}`},
	{code: CodeInternalUserClaims, parameter: "first_name", payload: `{"sub":"root@example.com","jti":"j","iat":1700000000,"exp":1700000600,"first_name":"R"}`},
}

// caseToken gives the token of a case.
func caseToken(t *testing.T, header, payload string, empty bool) string {
	if header == "" {
		header = `{"alg":"HS256","typ":"JWT","kid":"KID"}`
	}
	if payload == "" && !empty {
		payload = minimal
	}
	return forge(t, strings.ReplaceAll(header, "KID", readVectors(t).ClientID), payload)
}

func TestRefusals(t *testing.T) {
	v := readVectors(t)
	for _, c := range refused {
		t.Run(string(c.code)+" "+c.parameter, func(t *testing.T) {
			token := caseToken(t, c.header, c.payload, c.code == signer.CodeMalformed && c.parameter == "payload")
			if c.spoil != nil {
				spoiled := c.spoil(token)
				if spoiled == token {
					t.Fatal("the case changes nothing")
				}
				token = spoiled
			}
			now := time.Unix(issued, 0).Add(c.now)
			_, err := receiver(t).Verify(t.Context(), token, now)
			wantVerdict(t, err, c.code, c.parameter)
			if err != nil && strings.Contains(err.Error(), v.Secret) {
				t.Error("the refusal shows the secret")
			}
			wantSameVerdict(t, token, now, c.code)
		})
	}
}

// wantSameVerdict holds the inspection to what the verifier decided.
func wantSameVerdict(t *testing.T, token string, now time.Time, code signer.Code) {
	t.Helper()
	v := readVectors(t)
	internal := strings.Contains(Inspect(Inspection{URL: token}).Claims.Sub, "root@")
	got := Inspect(Inspection{
		URL: token, Secret: signer.NewSecret(v.Secret), ClientID: &v.ClientID, Now: &now, InternalUser: &internal,
		UsedJTIs: []string{}, Teams: []string{"A", "FinanceViewers"}, AccountTypes: []string{"View"},
	})
	if got.Verdict.Code != code {
		t.Errorf("inspected: %+v, want %s", got.Verdict, code)
	}
	failed := slices.IndexFunc(got.Log, func(s signer.LogStep) bool { return s.State == signer.StateFailed })
	if failed < 0 || got.Log[failed].Code != code || got.Log[failed].SigmaMessage != got.Verdict.SigmaMessage {
		t.Fatalf("log %+v", got.Log)
	}
	for _, s := range got.Log[failed+1:] {
		if s.State != signer.StateNotReached {
			t.Errorf("after the refusal: %+v", s)
		}
	}
}

func TestEveryVerdictHasACase(t *testing.T) {
	codes := Codes()
	for _, code := range codes[:len(codes)-2] { // jti_reused and accepted have tests of their own
		if !slices.ContainsFunc(refused, func(c refusedCase) bool { return c.code == code }) {
			t.Errorf("no case for %s", code)
		}
	}
	if codes[len(codes)-2] != CodeJTIReused || codes[len(codes)-1] != signer.CodeAccepted {
		t.Errorf("the verdicts end with %v", codes[len(codes)-2:])
	}
}

func TestAccepted(t *testing.T) {
	crit := `{"crit":["x"],` + minimal[1:] // means something in the header only
	month := `{"sub":"ada@example.com","jti":"j","iat":1.7e9,"exp":1702592000.9}`
	for _, payload := range []string{minimal, crit, month} {
		token := caseToken(t, "", payload, false)
		session, err := receiver(t).Verify(t.Context(), workbook+"?:embed=true&:jwt="+token+"&:theme=Dark", time.Unix(issued+599, 0))
		if err != nil {
			t.Fatal(err)
		}
		if session.Claims.Sub != "ada@example.com" || session.ClientID != readVectors(t).ClientID || session.JTI != session.Claims.JTI || session.Issued.Unix() != issued {
			t.Errorf("session %+v", session)
		}
	}
}

func TestInternalUserIsLeftAsIs(t *testing.T) {
	token := caseToken(t, "", strings.Replace(minimal, "ada@", "root@", 1), false)
	if _, err := receiver(t).Verify(t.Context(), token, time.Unix(issued, 0)); err != nil {
		t.Error(err)
	}
}

func TestLeewayWidensBothEnds(t *testing.T) {
	token := sign(t, goodRequest(t))
	for _, c := range []struct {
		leeway, now time.Duration
		code        signer.Code
	}{
		{0, 0, ""}, {0, -time.Nanosecond, signer.CodeNotYetValid}, {time.Minute, -time.Minute, ""}, {time.Minute, -61 * time.Second, signer.CodeNotYetValid},
		{0, time.Hour - 1, ""}, {0, time.Hour, signer.CodeExpired}, {time.Minute, time.Hour + time.Minute - 1, ""}, {time.Minute, time.Hour + time.Minute, signer.CodeExpired},
	} {
		v := receiver(t)
		v.Leeway = c.leeway
		_, err := v.Verify(t.Context(), token, time.Unix(issued, 0).Add(c.now))
		var refusal *signer.Refusal
		if errors.As(err, &refusal) != (c.code != "") || refusal != nil && refusal.Code != c.code {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}

func TestTokenOpensOnce(t *testing.T) {
	token := sign(t, goodRequest(t))
	v := receiver(t)
	if _, err := v.Verify(t.Context(), token[:len(token)-1]+"A", time.Unix(issued, 0)); err == nil {
		t.Error("a changed token opened")
	}
	const visitors = 20
	var opened sync.Map
	var wait sync.WaitGroup
	for i := range visitors {
		wait.Go(func() {
			if _, err := v.Verify(t.Context(), token, time.Unix(issued, 0)); err == nil {
				opened.Store(i, true)
			}
		})
	}
	wait.Wait()
	n := 0
	opened.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("opened %d times", n)
	}
	_, err := v.Verify(t.Context(), token, time.Unix(issued, 0))
	wantVerdict(t, err, CodeJTIReused, "jti")
}

// Within the leeway after exp, a used token stays used.
func TestLedgerRemembersThroughLeeway(t *testing.T) {
	v := receiver(t)
	v.Leeway = time.Minute
	token := sign(t, goodRequest(t))
	late := time.Unix(issued+3600+30, 0)
	if _, err := v.Verify(t.Context(), token, late); err != nil {
		t.Fatal(err)
	}
	_, err := v.Verify(t.Context(), token, late.Add(20*time.Second))
	wantVerdict(t, err, CodeJTIReused, "jti")
}

type brokenLedger struct{ error }

func (l brokenLedger) Use(context.Context, string, string, time.Time, time.Time) (bool, error) {
	return true, l.error
}

func TestSilentLedgerOpensNothing(t *testing.T) {
	v := receiver(t)
	down := errors.New("connection refused")
	v.Ledger = brokenLedger{down}
	session, err := v.Verify(t.Context(), sign(t, goodRequest(t)), time.Unix(issued, 0))
	var ledger *LedgerError
	if session != nil || !errors.As(err, &ledger) || !errors.Is(err, down) {
		t.Errorf("got %v, %v", session, err)
	}
}

// A verifier that knows no secret, or an empty one, opens nothing, not even what
// was signed with the empty secret.
func TestNoSecretOpensNothing(t *testing.T) {
	header, payload := `{"alg":"HS256","kid":"k"}`, minimal
	input := encode(header) + "." + encode(payload)
	token := input + "." + signatureOf("", input)
	_, err := (&Verifier{}).Verify(t.Context(), token, time.Unix(issued, 0))
	wantVerdict(t, err, signer.CodeUnknownClient, "kid")
	empty := &Verifier{Secret: func(string) (signer.Secret, bool) { return signer.Secret{}, true }}
	_, err = empty.Verify(t.Context(), token, time.Unix(issued, 0))
	wantVerdict(t, err, signer.CodeInvalidSignature, "signature")
}
