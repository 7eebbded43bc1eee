package signer

import (
	"crypto/sha256"
	"strings"
	"testing"
	"time"
)

// embeds are good and broken, plain and odd.
func embeds(t testing.TB) []Embed {
	var out []Embed
	for _, x := range readVectors(t).HMAC {
		out = append(out, x.Embed)
	}
	spoiled := goodRequest(t).Embed
	spoiled.Teams = []string{"a", ""}
	odd := goodRequest(t).Embed
	odd.ExternalUserID, odd.Teams = "é'+&#\"<>", []string{"R&D, Ops", "Café"}
	bad := goodRequest(t).Embed
	bad.ExternalUserID = "new\nline"
	broken := goodRequest(t).Embed
	broken.AccountType = "\xff"
	return append(out, spoiled, odd, bad, broken, Embed{}, goodRequest(t).Embed)
}

// The fast ways must sign what Sign signs and refuse what it refuses, in any
// sequence: a Signer remembers.
func TestFastWaysAgreeWithSign(t *testing.T) {
	r := goodRequest(t)
	s, err := NewSigner(r.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	list := embeds(t)
	for round := range 3 {
		for i := range list {
			for j := range list {
				r.Embed = list[(i*round+j)%len(list)]
				r.Time = r.Time.Add(time.Duration(j) * time.Second)
				agree(t, s, r)
			}
		}
	}
}

func agree(t *testing.T, s *Signer, r Request) {
	t.Helper()
	want, wantErr := Sign(r)
	got, err := s.AppendURL([]byte("kept "), &r.Embed, r.Nonce, r.Time)
	same(t, "Signer", string(got), err, want, wantErr)
	p, err := s.Prepare(&r.Embed)
	if err != nil {
		same(t, "Prepare", "kept ", err, want, wantErr)
		return
	}
	for range 2 {
		got, err = p.Clone().AppendURL([]byte("kept "), r.Nonce, r.Time)
		same(t, "Prepared", string(got), err, want, wantErr)
	}
}

func same(t *testing.T, what, got string, err error, want string, wantErr error) {
	t.Helper()
	if (err == nil) != (wantErr == nil) || got != "kept "+want {
		t.Fatalf("%s\n got %s, %v\nwant kept %s, %v", what, got, err, want, wantErr)
	}
}

func TestFastWaysRefuseBadMoments(t *testing.T) {
	r := goodRequest(t)
	s, err := NewSigner(r.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Prepare(&r.Embed)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []struct {
		nonce string
		at    time.Time
	}{{"", r.Time}, {strings.Repeat("n", 256), r.Time}, {"a\nb", r.Time}, {"\xff", r.Time}, {"n", time.Unix(0, 0)}, {"n", time.UnixMilli(0)}, {"n", time.Unix(1700000000000, 0)}} {
		if got, err := s.AppendURL(nil, &r.Embed, m.nonce, m.at); err == nil {
			t.Errorf("Signer signed nonce %q at %v: %s", m.nonce, m.at, got)
		}
		if got, err := p.AppendURL(nil, m.nonce, m.at); err == nil {
			t.Errorf("Prepared signed nonce %q at %v: %s", m.nonce, m.at, got)
		}
	}
}

// A caller may change the slice of teams that a Signer has seen.
func TestSignerKeepsItsOwnTeams(t *testing.T) {
	r := goodRequest(t)
	s, err := NewSigner(r.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	for _, team := range []string{"a", "b"} {
		r.Embed.Teams[0] = team
		agree(t, s, r)
	}
}

// TestBlocks counts from the text alone, after FIPS 180-4 and RFC 2104: the key's
// two blocks are kept, and so are those that the prefix fills. The lengths go
// through all that a text can have beyond its whole blocks.
func TestBlocks(t *testing.T) {
	r := goodRequest(t)
	for length := range 2 * sha256.BlockSize {
		r.Embed.ExternalUserID = strings.Repeat("x", 1+length)
		text := Build(r).SignedText
		const lengthAndOneBit, outer = 9, 1
		whole := (len(text)+lengthAndOneBit+sha256.BlockSize-1)/sha256.BlockSize + outer
		person := strings.Index(text, "&:email=") / sha256.BlockSize
		nonce := strings.Index(text, r.Nonce) / sha256.BlockSize

		s, err := NewSigner(r.Credentials)
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Prepare(&r.Embed)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			what  string
			want  int
			count func() (int, error)
		}{
			{"a new Signer", whole, func() (int, error) { return s.Blocks(&r.Embed, r.Nonce, r.Time) }},
			{"a Signer that remembers", whole - person, func() (int, error) { return s.Blocks(&r.Embed, r.Nonce, r.Time) }},
			{"a Prepared", whole - nonce, func() (int, error) { return p.Blocks(r.Nonce, r.Time) }},
		} {
			if got, err := c.count(); got != c.want || err != nil {
				t.Errorf("text of %d bytes, %s: %d blocks, %v; want %d", len(text), c.what, got, err, c.want)
			}
		}
		for _, m := range []*mac{s.prefix.mac, p.prefix.mac} {
			if _, counts := m.hash.(*blockCounter); counts {
				t.Fatal("signing goes on counting")
			}
		}
		agree(t, s, r)
	}
	s, err := NewSigner(r.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Blocks(&Embed{}, r.Nonce, r.Time); err == nil {
		t.Error("a broken embed: no error")
	}
}

func FuzzFastWaysAgreeWithSign(f *testing.F) {
	for _, e := range embeds(f) {
		f.Add(e.Path, string(e.Mode), e.Email, e.ExternalUserID, e.AccountType, e.FirstName, e.LastName, strings.Join(e.Teams, ","), e.SessionLength, "nonce", int64(1700000000))
	}
	credentials := readVectors(f).credentials()
	f.Fuzz(func(t *testing.T, path, mode, email, id, accountType, first, last, teams string, length int64, nonce string, unix int64) {
		s, err := NewSigner(credentials)
		if err != nil {
			t.Fatal(err)
		}
		e := Embed{Path: path, Mode: Mode(mode), Email: email, ExternalUserID: id, AccountType: accountType,
			FirstName: first, LastName: last, Teams: strings.Split(teams, ","), SessionLength: length}
		agree(t, s, Request{Embed: e, Credentials: credentials, Nonce: nonce, Time: time.Unix(unix, 0)})
	})
}
