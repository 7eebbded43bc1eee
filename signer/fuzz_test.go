package signer

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func seedURLs(f *testing.F) {
	for _, x := range readVectors(f).HMAC {
		f.Add(x.URL)
	}
	for _, url := range []string{"", "?", "&", "#", "https://", "https://a", "https://a?", "https://a/b?&&=&a&=b&a=#?", "a://b?:signature=&:signature=", "\xff?\xff=\xff", "https://a/b?:jwt=x"} {
		f.Add(url)
	}
}

// FuzzPartsCover: the parts of any text join to that text, without gap, overlap
// or empty part.
func FuzzPartsCover(f *testing.F) {
	seedURLs(f)
	f.Fuzz(func(t *testing.T, url string) {
		end := 0
		for _, p := range Parse(url) {
			if p.Start != end || p.End <= p.Start || p.Raw != url[p.Start:p.End] {
				t.Fatalf("part %+v after offset %d of %q", p, end, url)
			}
			end = p.End
		}
		if end != len(url) {
			t.Fatalf("the parts end at %d of %d in %q", end, len(url), url)
		}
	})
}

// FuzzInspectIsHonest: any text is inspected without a panic; what is accepted
// has the right signature, and what is signed is a prefix of the text.
func FuzzInspectIsHonest(f *testing.F) {
	seedURLs(f)
	v := readVectors(f)
	f.Fuzz(func(t *testing.T, url string) {
		got := Inspect(Inspection{URL: url, Secret: v.Secret})
		if !strings.HasPrefix(url, got.SignedText) {
			t.Fatalf("signed text %q is no prefix of %q", got.SignedText, url)
		}
		valid := got.Signature.Given == signatureOf(keyOf(v.Secret.Reveal()), got.SignedText)
		if got.Verdict.Accepted && !valid {
			t.Fatalf("accepted %q", url)
		}
		if got.Signature.Valid != nil && *got.Signature.Valid != valid {
			t.Fatalf("valid is %v for %q", *got.Signature.Valid, url)
		}
	})
}

// FuzzVerifyRejectsTampering: any changed, added or removed byte is refused. The
// one exception is by design: the two spellings of the signature's name.
func FuzzVerifyRejectsTampering(f *testing.F) {
	f.Add(0, byte('x'), 0)
	f.Add(10, byte('%'), 1)
	f.Add(400, byte('&'), 2)
	r := goodRequest(f)
	url := Build(r).URL
	v := receiver(f)
	v.Ledger = nil
	f.Fuzz(func(t *testing.T, at int, b byte, how int) {
		if at < 0 || at >= len(url) {
			return
		}
		tampered := []byte(url)
		switch how % 3 {
		case 0:
			tampered[at] = b
		case 1:
			tampered = slices.Insert(tampered, at, b)
		default:
			tampered = slices.Delete(tampered, at, at+1)
		}
		if _, err := v.Verify(t.Context(), string(tampered), r.Time); err == nil && string(tampered) != url && !onlyFragment(string(tampered), url) {
			t.Fatalf("accepted %s", tampered)
		}
	})
}

// onlyFragment reports whether the texts differ in a fragment alone, which no
// browser sends.
func onlyFragment(tampered, url string) bool {
	sent, _, _ := strings.Cut(tampered, "#")
	return sent == url
}

func TestEveryChangedByteIsRefused(t *testing.T) {
	r := goodRequest(t)
	url, v := Build(r).URL, receiver(t)
	v.Ledger = nil
	for i := range len(url) {
		for _, b := range []byte{url[i] ^ 1, url[i] ^ 0x20, '&', '=', '%', 0, 0xff} {
			if b == url[i] {
				continue
			}
			tampered := url[:i] + string([]byte{b}) + url[i+1:]
			if _, err := v.Verify(t.Context(), tampered, r.Time); err == nil {
				t.Errorf("accepted with byte %d changed to %q", i, b)
			}
		}
	}
}

// FuzzRoundTrip: what can be signed in the safe dialect is read back as it was.
func FuzzRoundTrip(f *testing.F) {
	for _, x := range readVectors(f).HMAC {
		e := x.Embed
		f.Add(e.Email, e.ExternalUserID, strings.Join(e.Teams, "\n"), e.AccountType, "Region", "East\nWest", "Store Region", "a,b\n:null", ":theme", "Dark", "1", "2")
	}
	f.Fuzz(func(t *testing.T, email, id, teams, accountType, attribute, values, control, settings, option, value, low, high string) {
		r := goodRequest(t)
		e := &r.Embed
		e.Email, e.ExternalUserID, e.AccountType, e.Teams = email, id, accountType, strings.Split(teams, "\n")
		e.Attributes = []Attribute{{attribute, strings.Split(values, "\n")}}
		e.Options = []Option{{option, value}}
		e.Controls = []Control{{ID: control, Values: strings.Split(settings, "\n")}, {ID: control + "2", Range: &Range{low, high}}}
		url, err := Sign(r)
		if err != nil {
			return
		}
		normalise(e)
		now := time.Unix(1700000000, 0)
		got := Inspect(Inspection{URL: url, Secret: r.Credentials.Secret, Now: &now})
		if !got.Verdict.Accepted {
			t.Fatalf("%+v\n%s", got.Verdict, url)
		}
		if got.Nonce != r.Nonce || got.ClientID != r.Credentials.ClientID || got.Time != now.Unix() {
			t.Fatalf("%+v", got)
		}
		wantJSON(t, got.Embed, *e)
	})
}

// normalise brings an embed into the form in which it is read: one empty value
// is no value.
func normalise(e *Embed) {
	for i := range e.Attributes {
		e.Attributes[i].Values = noneIfEmpty(e.Attributes[i].Values)
	}
	for i := range e.Controls {
		k := &e.Controls[i]
		k.Values = noneIfEmpty(k.Values)
	}
}

func noneIfEmpty(values []string) []string {
	if len(values) == 1 && values[0] == "" {
		return nil
	}
	return values
}
