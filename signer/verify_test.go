package signer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// receiver is a verifier that knows the credentials of the vectors.
func receiver(t testing.TB) *Verifier {
	v := readVectors(t)
	key, err := NewKey(v.Secret)
	if err != nil {
		t.Fatal(err)
	}
	return &Verifier{
		Key:               func(id string) (*Key, bool) { return key, id == v.ClientID },
		Ledger:            NewMemoryLedger(100),
		TeamExists:        among([]string{"FinanceViewers"}),
		AccountTypeExists: among([]string{"Viewer"}),
	}
}

func sign(t testing.TB, r Request) string {
	t.Helper()
	return Build(r).URL
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		code      Code
		parameter string
		make      func(*Request)      // change what is signed
		spoil     func(string) string // change what was signed
		now       time.Duration       // after the URL's time
	}{
		{code: CodeAccepted},
		{code: CodeAccepted, now: 3600 * time.Second},
		{code: CodeMalformed, spoil: func(string) string { return "" }},
		{code: CodeMalformed, spoil: func(u string) string { return strings.TrimPrefix(u, "https://") }},
		{code: CodeMalformed, spoil: func(u string) string { return u + " " }},
		{code: CodeMalformed, spoil: func(u string) string { return strings.ReplaceAll(u, "&", "&amp;") }},
		{code: CodeMalformed, spoil: func(u string) string { return u + "\n" }},
		{code: CodeMalformed, spoil: func(u string) string { return strings.Replace(u, "&:mode", "&&&x&:mode", 1) }},
		{code: CodeMalformed, parameter: "extra", spoil: func(u string) string { return u + "&extra=1" }},
		{code: CodeMalformed, parameter: ":email", spoil: func(u string) string { return strings.Replace(u, "?", "?:email=a@b.c&", 1) }},
		{code: CodeMalformed, parameter: ":client_id", spoil: func(u string) string { return strings.Replace(u, "?", "?:signature=00&", 1) }},
		{code: CodeMalformed, parameter: ":signature", spoil: func(u string) string { return u + "&:signature=00" }},
		{code: CodeMalformed, parameter: ":account_type", spoil: func(u string) string { return strings.Replace(u, "Viewer", "View%zz", 1) }},
		{code: CodeMalformed, parameter: ":session_length", spoil: func(u string) string { return strings.Replace(u, "=3600", "=3600s", 1) }},
		{code: CodeMalformed, parameter: ":session_length", make: func(r *Request) { r.Embed.SessionLength = -5 }},
		{code: CodeMalformed, parameter: ":time", spoil: func(u string) string { return strings.Replace(u, "=1700000000", "=1700000000.25", 1) }},
		{code: CodeMalformed, parameter: ":time", spoil: func(u string) string { return strings.Replace(u, "=1700000000", "=9223372036854775807", 1) }},
		{code: CodeMissingParameter, parameter: ":nonce", make: func(r *Request) { r.Nonce = "" }},
		{code: CodeMissingParameter, parameter: ":mode", make: func(r *Request) { r.Embed.Mode = "" }},
		{code: CodeMissingParameter, parameter: ":session_length", make: func(r *Request) { r.Embed.SessionLength = 0 }},
		{code: CodeMissingParameter, parameter: ":email", make: func(r *Request) { r.Embed.Email = "" }},
		{code: CodeMissingParameter, parameter: ":external_user_id", make: func(r *Request) { r.Embed.ExternalUserID = "" }},
		{code: CodeMissingParameter, parameter: ":external_user_team", make: func(r *Request) { r.Embed.Teams = nil }},
		{code: CodeMissingParameter, parameter: ":signature", spoil: func(u string) string { return u[:len(u)-SignatureLength] }},
		{code: CodeMissingParameter, parameter: ":signature", spoil: func(u string) string { return strings.Replace(u, "&:signature", "#&:signature", 1) }},
		{code: CodeInvalidMode, parameter: ":mode", make: func(r *Request) { r.Embed.Mode = "superuser" }},
		{code: CodeInvalidEmail, parameter: ":email", make: func(r *Request) { r.Embed.Email = " a@example.com" }},
		{code: CodeSessionLengthExceeded, parameter: ":session_length", make: func(r *Request) { r.Embed.SessionLength = MaxSessionLength + 1 }},
		{code: CodeUnknownClient, parameter: ":client_id", make: func(r *Request) { r.Credentials.ClientID = r.Credentials.ClientID[:63] }},
		{code: CodeUnknownClient, parameter: ":client_id", make: func(r *Request) { r.Credentials.ClientID = "" }},
		{code: CodeInvalidSignature, parameter: ":signature", make: func(r *Request) { r.Credentials.Secret = NewSecret("another") }},
		{code: CodeInvalidSignature, parameter: ":signature", spoil: func(u string) string { return strings.Replace(u, "embed_viewer%40", "embed_admin%40", 1) }},
		{code: CodeInvalidSignature, parameter: ":signature", spoil: func(u string) string {
			return u[:len(u)-SignatureLength] + strings.ToUpper(u[len(u)-SignatureLength:])
		}},
		{code: CodeNotYetValid, parameter: ":time", now: -time.Second},
		{code: CodeNotYetValid, parameter: ":time", make: func(r *Request) { r.Time = time.Unix(r.Time.UnixMilli(), 0) }},
		{code: CodeExpired, parameter: ":time", now: 3601 * time.Second},
		{code: CodeUnknownTeam, parameter: ":external_user_team", make: func(r *Request) { r.Embed.Teams = []string{"FinanceViewers", "Nobody"} }},
		{code: CodeUnknownAccountType, parameter: ":account_type", make: func(r *Request) { r.Embed.AccountType = "Emperor" }},
	} {
		t.Run(string(c.code)+c.parameter, func(t *testing.T) {
			r := goodRequest(t)
			now := r.Time.Add(c.now)
			if c.make != nil {
				c.make(&r)
			}
			url := sign(t, r)
			if c.spoil != nil {
				spoiled := c.spoil(url)
				if spoiled == url {
					t.Fatal("the case changes nothing")
				}
				url = spoiled
			}
			_, err := receiver(t).Verify(t.Context(), url, now)
			wantVerdict(t, err, c.code, c.parameter)
			if err != nil && strings.Contains(err.Error(), readVectors(t).Secret.Reveal()) {
				t.Error("the refusal shows the secret")
			}
		})
	}
}

func wantVerdict(t *testing.T, err error, code Code, parameter string) {
	t.Helper()
	if code == CodeAccepted {
		if err != nil {
			t.Errorf("got %v, want accepted", err)
		}
		return
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if refusal.Code != code || parameter != "" && refusal.Parameter != parameter || refusal.Explanation == "" {
		t.Errorf("got %+v, want %s about %s", refusal, code, parameter)
	}
}

// A URL with every fault gets the verdict that comes first; with each fault
// mended, the next one.
func TestVerdictsAreDecidedInOrder(t *testing.T) {
	r := goodRequest(t)
	good := r
	r.Nonce, r.Embed.Mode, r.Embed.Email, r.Embed.SessionLength = "", "x", "x", MaxSessionLength+1
	r.Credentials = Credentials{"x", NewSecret("x")}
	r.Time, r.Embed.Teams, r.Embed.AccountType = good.Time.Add(time.Hour), []string{"x"}, "x"
	spoil := "&broken"
	v := receiver(t)
	used := good
	used.Nonce = "used"
	if _, err := v.Verify(t.Context(), sign(t, used), good.Time); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		code Code
		mend func()
	}{
		{CodeMalformed, func() { spoil = "" }},
		{CodeMissingParameter, func() { r.Nonce = "used" }},
		{CodeInvalidMode, func() { r.Embed.Mode = UserBacked }},
		{CodeInvalidEmail, func() { r.Embed.Email = good.Embed.Email }},
		{CodeSessionLengthExceeded, func() { r.Embed.SessionLength = 60 }},
		{CodeUnknownClient, func() { r.Credentials.ClientID = good.Credentials.ClientID }},
		{CodeInvalidSignature, func() { r.Credentials.Secret = good.Credentials.Secret }},
		{CodeNotYetValid, func() { r.Time = good.Time.Add(-time.Hour) }},
		{CodeExpired, func() { r.Time = good.Time }},
		{CodeUnknownTeam, func() { r.Embed.Teams = good.Embed.Teams }},
		{CodeUnknownAccountType, func() { r.Embed.AccountType = good.Embed.AccountType }},
		{CodeNonceReused, func() { r.Nonce = "fresh" }},
		{CodeAccepted, func() {}},
	} {
		_, err := v.Verify(t.Context(), strings.Replace(sign(t, r), "&:mode", spoil+"&:mode", 1), good.Time)
		wantVerdict(t, err, step.code, "")
		step.mend()
	}
}

// Only a URL that is otherwise good uses its nonce up.
func TestRefusedURLDoesNotBurnItsNonce(t *testing.T) {
	r, v := goodRequest(t), receiver(t)
	url := sign(t, r)
	for _, bad := range []string{url[:len(url)-1] + "x", strings.Replace(url, "Viewer", "Creator", 1)} {
		if _, err := v.Verify(t.Context(), bad, r.Time); err == nil {
			t.Fatalf("accepted %s", bad)
		}
	}
	_, err := v.Verify(t.Context(), url, r.Time)
	wantVerdict(t, err, CodeAccepted, "")
	_, err = v.Verify(t.Context(), url, r.Time)
	wantVerdict(t, err, CodeNonceReused, ":nonce")
}

func TestVerifierWithoutKeysKnowsNobody(t *testing.T) {
	r := goodRequest(t)
	_, err := (&Verifier{}).Verify(t.Context(), sign(t, r), r.Time)
	wantVerdict(t, err, CodeUnknownClient, "")
}

func TestSessionSaysWhatWasSigned(t *testing.T) {
	r := goodRequest(t)
	s, err := receiver(t).Verify(t.Context(), sign(t, r), r.Time)
	if err != nil {
		t.Fatal(err)
	}
	if s.ClientID != r.Credentials.ClientID || s.Nonce != r.Nonce || !s.Time.Equal(r.Time) || !s.Expires.Equal(r.Time.Add(time.Hour)) {
		t.Errorf("%+v", s)
	}
	wantJSON(t, s.Embed, r.Embed)
}

func TestLeewayWidensBothSides(t *testing.T) {
	r, v := goodRequest(t), receiver(t)
	v.Leeway, v.Ledger = 30*time.Second, nil
	for offset, code := range map[time.Duration]Code{
		-31 * time.Second: CodeNotYetValid, -30 * time.Second: CodeAccepted,
		3630 * time.Second: CodeAccepted, 3631 * time.Second: CodeExpired,
	} {
		_, err := v.Verify(t.Context(), sign(t, r), r.Time.Add(offset))
		wantVerdict(t, err, code, "")
	}
}

func TestOrganisationSecretHasNoClientID(t *testing.T) {
	r, v := goodRequest(t), receiver(t)
	r.Credentials = Credentials{"", NewSecret("short old secret")}
	key, err := NewKey(r.Credentials.Secret)
	if err != nil {
		t.Fatal(err)
	}
	v.Key = func(id string) (*Key, bool) { return key, id == "" }
	_, err = v.Verify(t.Context(), sign(t, r), r.Time)
	wantVerdict(t, err, CodeAccepted, "")
}

func TestBothSpellingsOfSignatureAreAccepted(t *testing.T) {
	r := goodRequest(t)
	for _, name := range []string{"&%3Asignature=", "&%3asignature="} {
		url := strings.Replace(sign(t, r), signatureName, name, 1)
		_, err := receiver(t).Verify(t.Context(), url, r.Time)
		wantVerdict(t, err, CodeAccepted, "")
	}
}

func TestOneOfManyOpeners(t *testing.T) {
	r, v := goodRequest(t), receiver(t)
	url := sign(t, r)
	var accepted atomic.Int64
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			if _, err := v.Verify(context.Background(), url, r.Time); err == nil {
				accepted.Add(1)
			}
		})
	}
	group.Wait()
	if n := accepted.Load(); n != 1 {
		t.Errorf("accepted %d times", n)
	}
}

type brokenLedger struct{}

var errDown = errors.New("connection refused")

func (brokenLedger) Use(context.Context, string, string, time.Time, time.Time) (bool, error) {
	return true, errDown
}

// A ledger that does not answer must never lead to an acceptance.
func TestBrokenLedgerAcceptsNothing(t *testing.T) {
	r, v := goodRequest(t), receiver(t)
	v.Ledger = brokenLedger{}
	s, err := v.Verify(t.Context(), sign(t, r), r.Time)
	var ledger *LedgerError
	if s != nil || !errors.As(err, &ledger) || !errors.Is(err, errDown) {
		t.Errorf("got %v, %v", s, err)
	}
}

func TestMemoryLedger(t *testing.T) {
	ctx, l, start := t.Context(), NewMemoryLedger(3), time.Unix(1700000000, 0)
	use := func(client, nonce string, expires, now int) string {
		fresh, err := l.Use(ctx, client, nonce, start.Add(time.Duration(expires)*time.Second), start.Add(time.Duration(now)*time.Second))
		return fmt.Sprint(fresh, err)
	}
	for i, c := range []struct {
		client, nonce string
		expires, now  int
		want          string
	}{
		{"a", "1", 10, 0, "true <nil>"},
		{"a", "1", 10, 0, "false <nil>"},
		{"b", "1", 5, 0, "true <nil>"}, // another client's nonce is another nonce
		{"a", "2", 20, 0, "true <nil>"},
		{"a", "3", 20, 0, "false " + ErrLedgerFull.Error()},
		{"a", "1", 10, 10, "false <nil>"}, // still good at its last second; b's is gone
		{"a", "3", 20, 10, "true <nil>"},
		{"a", "1", 99, 11, "true <nil>"}, // expired, so forgotten
	} {
		if got := use(c.client, c.nonce, c.expires, c.now); got != c.want {
			t.Errorf("step %d: got %s, want %s", i, got, c.want)
		}
	}
	if l.Len() != 3 {
		t.Errorf("holds %d nonces, want 3", l.Len())
	}
}

func TestCodesAreInOrder(t *testing.T) {
	codes := Codes()
	if len(codes) != 13 || codes[0] != CodeMalformed || codes[11] != CodeNonceReused || codes[12] != CodeAccepted {
		t.Errorf("%v", codes)
	}
}

// A client ID is shortened, but not where a character is lost.
func TestClientIDIsShortenedInTheMiddle(t *testing.T) {
	id := readVectors(t).ClientID
	for given, want := range map[string]string{
		"nobody":     `"nobody", which has 6 characters instead of 64;`,
		"0" + id[1:]: `"0` + id[1:6] + "…" + id[58:] + `";`,
		id[:63]:      `"` + id[:6] + "…" + id[57:63] + `", which has 63 characters instead of 64;`,
	} {
		r := goodRequest(t)
		r.Credentials.ClientID = given
		_, err := receiver(t).Verify(t.Context(), sign(t, r), r.Time)
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Code != CodeUnknownClient || !strings.Contains(refusal.Explanation, want) {
			t.Errorf("%s: %v, want %s", given, err, want)
		}
	}
}

// TestALedgerWhoseClockIsSetBack does not take a nonce for fresh that it may have dropped.
func TestALedgerWhoseClockIsSetBack(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	ledger := NewMemoryLedger(100)
	for _, step := range []struct {
		nonce        string
		expires, now time.Time
		fresh        bool
	}{
		{"first", now.Add(time.Minute), now, true},
		{"later", now.Add(2 * time.Hour), now.Add(time.Hour), true}, // drops the first
		{"first", now.Add(time.Minute), now.Add(time.Second), false},
		{"next", now.Add(time.Hour), now.Add(time.Second), true},
	} {
		if fresh, err := ledger.Use(t.Context(), "client", step.nonce, step.expires, step.now); err != nil || fresh != step.fresh {
			t.Errorf("%s: fresh %v, %v", step.nonce, fresh, err)
		}
	}
}
