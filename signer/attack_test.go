package signer

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// opened opens a URL as an attack says, at a receiving side that knows the
// credentials of the vectors, and gives the last verdict.
func (v *vectorFile) opened(t *testing.T, b *Broken, at time.Time) Code {
	t.Helper()
	key := keyOf(v.Secret.Reveal())
	side := Verifier{Key: func(id string) (*Key, bool) { return key, id == v.ClientID }, Ledger: NewMemoryLedger(2)}
	code := CodeAccepted
	for range b.Opens {
		_, err := side.Verify(t.Context(), b.URL, at.Add(time.Duration(b.Wait)*time.Second))
		var refusal *Refusal
		switch {
		case errors.As(err, &refusal):
			code = refusal.Code
		case err != nil:
			t.Fatal(err)
		}
	}
	return code
}

// inspected does the same with [Inspect], which knows the used nonces from its
// caller.
func (v *vectorFile) inspected(b *Broken, at time.Time) Inspected {
	used := []string{}
	var got Inspected
	for range b.Opens {
		now := at.Add(time.Duration(b.Wait) * time.Second)
		got = Inspect(Inspection{URL: b.URL, Secret: v.Secret, ClientID: &v.ClientID, Now: &now, UsedNonces: used})
		used = append(used, got.Nonce)
	}
	return got
}

// wantBroken checks everything that Break promises, for a URL that is good at a
// time.
func (v *vectorFile) wantBroken(t *testing.T, a *Attack, b *Broken, url string, at time.Time) {
	t.Helper()
	if got := v.opened(t, b, at); got != b.Expect {
		t.Errorf("%s: verified as %s, want %s: %s", a.ID, got, b.Expect, b.URL)
	}
	if got := v.inspected(b, at).Verdict.Code; got != b.Expect {
		t.Errorf("%s: inspected as %s, want %s: %s", a.ID, got, b.Expect, b.URL)
	}
	if (b.URL == url) != (a.Kind == AttackUse || a.Kind == AttackTime) || len(b.Parameters) == 0 {
		t.Errorf("%s: touched %v of\n%s\n%s", a.ID, b.Parameters, url, b.URL)
	}
	was, is := "", ""
	for _, d := range b.Differences {
		if d.Op != "new" {
			was += d.Text
		}
		if d.Op != "gone" {
			is += d.Text
		}
	}
	if was != url || is != b.URL {
		t.Errorf("%s: the differences are not those of the URLs: %+v", a.ID, b.Differences)
	}
}

func TestAttacksOnVectors(t *testing.T) {
	v := readVectors(t)
	for _, x := range v.HMAC {
		for _, a := range Attacks() {
			t.Run(x.Name+"/"+a.ID, func(t *testing.T) {
				b, err := Break(a.ID, x.URL)
				if err != nil {
					t.Fatal(err)
				}
				v.wantBroken(t, &a, &b, x.URL, time.Unix(x.Time, 0))
				exceeds := a.ID == "lengthen_session" && x.Embed.SessionLength == MaxSessionLength
				if (b.Expect == a.Expect) == exceeds {
					t.Errorf("expects %s", b.Expect)
				}
			})
		}
	}
}

// What an attack writes is spelled like the rest of the URL.
func TestAttacksKeepTheSpelling(t *testing.T) {
	r := goodRequest(t)
	r.Embed.Teams = []string{"Team A", "Team B"}
	for dialect, want := range map[Dialect]struct{ email, teams, client string }{
		DialectSafe:   {":email=mallory%40example.com&", ":external_user_team=Team%20A,Team%20B,Executives&", "?:client_id="},
		DialectDocs:   {":email=mallory@example.com&", ":external_user_team=Team A,Team B,Executives&", "?:client_id="},
		DialectForm:   {"%3Aemail=mallory%40example.com&", "%3Aexternal_user_team=Team+A%2CTeam+B%2CExecutives&", "?%3Aclient_id="},
		DialectPython: {":email=mallory%40example.com&", ":external_user_team=Team%20A,Team%20B,Executives&", "?:client_id="},
		DialectGo:     {":email=mallory@example.com&", ":external_user_team=Team%20A,Team%20B,Executives&", "?:client_id="},
	} {
		r.Dialect = dialect
		for id, text := range map[string]string{
			"change_email": want.email, "add_team": want.teams,
			"wrong_client_id": want.client + r.Credentials.ClientID[:63] + "&",
		} {
			b, err := Break(id, sign(t, r))
			if err != nil || !strings.Contains(b.URL, text) {
				t.Errorf("%s, %s: no %s in %s, %v", dialect, id, text, b.URL, err)
			}
		}
	}
}

// What is absent is added to the text that was signed, before the signature.
func TestAttacksAddWhatIsAbsent(t *testing.T) {
	r := Request{Embed: Embed{Path: testPath, Mode: View, SessionLength: 60}, Credentials: readVectors(t).credentials(), Nonce: "n", Time: time.Unix(1700000000, 0)}
	for dialect, colon := range map[Dialect]string{DialectSafe: ":", DialectForm: "%3A"} {
		r.Dialect = dialect
		for id, name := range map[string]string{"change_email": "email", "raise_account_type": "account_type", "add_team": "external_user_team"} {
			url := sign(t, r)
			b, err := Break(id, url)
			text, _, _ := strings.Cut(url, signatureName)
			if err != nil || !strings.HasPrefix(b.URL, text+"&"+colon+name+"=") || !strings.HasSuffix(b.URL, url[len(text):]) {
				t.Errorf("%s: %s, %v", id, b.URL, err)
			}
		}
	}
}

// A URL that no single dialect writes is taken for form if it looks like that.
func TestAttackOnAMixedSpelling(t *testing.T) {
	r := goodRequest(t)
	r.Dialect, r.Embed.AccountType = DialectForm, ""
	text := strings.Replace(Build(r).SignedText, "%3Amode", "%3amode", 1)
	url := text + signatureName + signatureOf(keyOf(r.Credentials.Secret.Reveal()), text) + "#top"
	for id, want := range map[string]string{
		"raise_account_type": text + "&%3Aaccount_type=Admin&:signature=",
		"append_parameter":   "&utm_source=newsletter#top",
		"strip_signature":    text + "#top",
	} {
		if b, err := Break(id, url); err != nil || !strings.Contains(b.URL, want) {
			t.Errorf("%s: %s, %v", id, b.URL, err)
		}
	}
}

func TestWrongClientIDOfTheOldKind(t *testing.T) {
	r := goodRequest(t)
	r.Credentials.ClientID = ""
	b, err := Break("wrong_client_id", sign(t, r))
	if err != nil {
		t.Fatal(err)
	}
	none := ""
	for _, i := range []Inspection{{URL: sign(t, r)}, {URL: b.URL}} {
		i.Secret, i.ClientID = r.Credentials.Secret, &none
		want := CodeAccepted
		if i.URL == b.URL {
			want = CodeUnknownClient
		}
		if got := Inspect(i).Verdict; got.Code != want {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}

// One flipped digit leaves a signature that is almost right, another text one
// that has nothing to do with it.
func TestBitsOfAttacks(t *testing.T) {
	r, v := goodRequest(t), readVectors(t)
	for id, want := range map[string][2]int{"flip_digit": {1, 1}, "change_email": {64, 192}, "replay": {0, 0}} {
		b, err := Break(id, sign(t, r))
		if err != nil {
			t.Fatal(err)
		}
		n := v.inspected(&b, r.Time).Signature.BitsDifferent
		if n == nil || *n < want[0] || *n > want[1] {
			t.Errorf("%s: %v bits, want %v", id, n, want)
		}
	}
	b, err := Break("strip_signature", sign(t, r))
	if n := v.inspected(&b, r.Time).Signature.BitsDifferent; err != nil || n != nil {
		t.Errorf("%v, %v", n, err)
	}
}

func TestAttacksThatDoNotApply(t *testing.T) {
	r := goodRequest(t)
	good := sign(t, r)
	r.Embed.AccountType = "admin"
	admin := sign(t, r)
	key, err := NewKey(r.Credentials.Secret)
	if err != nil {
		t.Fatal(err)
	}
	short := func(text string) string { return text + signatureName + signatureOf(key, text) }
	for _, c := range []struct{ id, url, why string }{
		{"juggle", good, "no such attack"},
		{"change_email", "hello", "cannot be read"},
		{"change_email", good + "&a=b", "cannot be read"},
		{"change_email", good[:strings.Index(good, signatureName)], "no signature"},
		{"change_email", "https://app.sigmacomputing.com/acme/workbook/x?:jwt=a.b.c&:signature=00", "web token"},
		{"raise_account_type", admin, "nothing above"},
		{"swap_path", short("https://a.example?:nonce=1"), "no path"},
		{"reorder", short("https://a.example/embed/x?a=1&a=1"), "no two parameters"},
		{"flip_digit", short("https://a.example/embed/x?a=1") + "=", "hex digit"},
		{"wait", short("https://a.example/embed/x?a=1"), "no session length"},
		{"add_team", short("https://a.example/embed/x?a=" + strings.Repeat("1", MaxURLLength-120)), "longer than"},
	} {
		b, err := Break(c.id, c.url)
		var attack *AttackError
		if !errors.As(err, &attack) || attack.Attack != c.id || !strings.Contains(attack.Why, c.why) || b.URL != "" {
			t.Errorf("%s: %v, %+v", c.id, err, b)
		}
	}
}

func TestAttacksAreDescribed(t *testing.T) {
	want := []string{"change_email", "raise_account_type", "add_team", "lengthen_session", "swap_path", "reorder",
		"flip_digit", "append_parameter", "strip_signature", "replay", "wait", "wrong_client_id"}
	var ids []string
	for _, a := range Attacks() {
		ids = append(ids, a.ID)
		if a.Title == "" || a.Description == "" || a.Kind == "" || !slices.Contains(Codes(), a.Expect) || a.Expect == CodeAccepted {
			t.Errorf("%+v", a)
		}
	}
	if !slices.Equal(ids, want) {
		t.Errorf("%v", ids)
	}
}

// FuzzAttacksAreRefused: a URL that a receiver accepts is refused after each
// attack, with the verdict that was announced.
func FuzzAttacksAreRefused(f *testing.F) {
	for _, x := range readVectors(f).HMAC {
		f.Add(x.Embed.Email, x.Embed.AccountType, "Team A", x.Embed.Path, ":theme", "Dark", x.Embed.SessionLength, uint8(0))
	}
	f.Add("a@b.c", "", "a,b", "https://a.example", "%3Aa", "&", int64(1), uint8(2))
	v := readVectors(f)
	f.Fuzz(func(t *testing.T, email, accountType, team, path, option, value string, length int64, dialect uint8) {
		r := Request{Credentials: v.credentials(), Nonce: "n", Time: time.Unix(1700000000, 0), Dialect: Dialects()[int(dialect)%len(Dialects())]}
		r.Embed = Embed{Path: path, Mode: UserBacked, Email: email, ExternalUserID: "u", AccountType: accountType,
			Teams: []string{team}, SessionLength: length, Options: []Option{{option, value}}}
		url := Build(r).URL
		whole := Broken{URL: url, Opens: 1}
		if v.inspected(&whole, r.Time).Verdict.Code != CodeAccepted {
			t.Skip("not a good URL")
		}
		for _, a := range Attacks() {
			b, err := Break(a.ID, url)
			if err == nil {
				v.wantBroken(t, &a, &b, url, r.Time)
			}
		}
	})
}
