package signer

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// attempt inspects a URL as the page does for a learner who began with another.
func (v *vectorFile) attempt(url, from, answer string, now time.Time, used ...string) Attempt {
	return Attempt{URL: url, From: from, Answer: answer, Inspected: Inspect(Inspection{
		URL: url, Secret: v.Secret, ClientID: &v.ClientID, Now: &now, UsedNonces: append([]string{}, used...)})}
}

func TestLessons(t *testing.T) {
	v, r := readVectors(t), goodRequest(t)
	good, at := sign(t, r), r.Time
	late := at.Add(2 * time.Hour)
	raised, err := Break("raise_account_type", good)
	if err != nil {
		t.Fatal(err)
	}
	mailed, err := Break("change_email", good)
	if err != nil {
		t.Fatal(err)
	}
	signed := func(change func(*Request)) string {
		r := r
		change(&r)
		return sign(t, r)
	}
	oneil := func(r *Request) { r.Embed.Email = "o'neil@example.com" }
	anonymous := signed(func(r *Request) {
		r.Embed = Embed{Path: r.Embed.Path, Mode: View, ExternalUserID: "u", SessionLength: 60}
	})
	done := map[string]bool{}
	for _, c := range []struct {
		id      string
		a       Attempt
		missing string // empty if it is done
	}{
		{"accepted", v.attempt(good, "", "", at), ""},
		{"accepted", v.attempt(good, "", "", late), "the verdict is expired; this lesson needs: accepted. The URL was good until"},
		{"accepted", v.attempt(good, "", "", at, r.Nonce), "Take a new nonce in Build, or press Reset."},
		{"accepted", v.attempt("", "", "", at), "malformed"},
		{"accepted", Attempt{URL: good, Inspected: Inspect(Inspection{URL: good})}, "not checked"},
		{"read_email", v.attempt(good, "", " Embed_Viewer@example.com ", at), ""},
		{"read_email", Attempt{Answer: "embed_viewer@example.com", Inspected: Inspect(Inspection{URL: good})}, ""},
		{"read_email", v.attempt(good, "", "embed_viewer%40example.com", at), "not the address"},
		{"read_email", v.attempt(good, "", "", at), "not the address"},
		{"read_email", v.attempt(anonymous, "", "", at), "holds no e-mail"},
		{"apostrophe", v.attempt(signed(oneil), "", "", at), ""},
		{"apostrophe", v.attempt(good, "", "", at), "no value holds an apostrophe"},
		{"apostrophe", v.attempt(signed(func(r *Request) { oneil(r); r.Dialect = DialectDocs }), "", "", at), ":email"},
		{"apostrophe", v.attempt(signed(oneil), "", "", late), "expired"},
		{"raise_account_type", v.attempt(raised.URL, good, "", at), ""},
		{"raise_account_type", v.attempt(good, good, "", at), "verdict is accepted"},
		{"raise_account_type", v.attempt(mailed.URL, good, "", at), "still the one that was signed"},
		{"raise_account_type", v.attempt(raised.URL[:len(raised.URL)-1]+"0", good, "", at), "Leave it as it is"},
		{"raise_account_type", v.attempt(raised.URL, "", "", at), "Leave it as it is"},
		{"find_tampered", v.attempt(mailed.URL, good, ":email", at), ""},
		{"find_tampered", v.attempt(mailed.URL, good, " email ", at), ""},
		{"find_tampered", v.attempt(mailed.URL, good, ":mode", at), `":mode" is not what was changed`},
		{"find_tampered", v.attempt(mailed.URL, good, "", at), "is not what was changed"},
		{"find_tampered", v.attempt(good, good, ":email", at), "nothing was changed"},
		{"expired", v.attempt(good, "", "", late), ""},
		{"expired", v.attempt(good, "", "", at), "verdict is accepted"},
		{"expired", v.attempt(raised.URL, "", "", late), "invalid signature"},
		{"session_too_long", v.attempt(signed(func(r *Request) { r.Embed.SessionLength = MaxSessionLength + 1 }), "", "", at), ""},
		{"session_too_long", v.attempt(signed(func(r *Request) { r.Embed.SessionLength = MaxSessionLength }), "", "", at), "verdict is accepted"},
		{"reuse", v.attempt(good, "", "", at, r.Nonce), ""},
		{"reuse", v.attempt(good, "", "", at, "another"), "verdict is accepted"},
		{"", v.attempt(good, "", "", at), "no lesson"},
	} {
		got := CheckLesson(c.id, c.a)
		if got.Done != (c.missing == "") || got.Message == "" || !strings.Contains(got.Message, c.missing) {
			t.Errorf("%s: %+v, want %q in it", c.id, got, c.missing)
		}
		done[c.id] = done[c.id] || got.Done
	}
	for _, l := range Lessons() {
		if !done[l.ID] {
			t.Errorf("%s: no attempt does it", l.ID)
		}
	}
}

func TestLessonsAreDescribed(t *testing.T) {
	var ids []string
	for _, l := range Lessons() {
		if l.ID == "" || l.Title == "" || l.Task == "" || l.Hint == "" || l.Why == "" || slices.Contains(ids, l.ID) {
			t.Errorf("%+v", l)
		}
		ids = append(ids, l.ID)
	}
	if len(ids) != 8 {
		t.Errorf("%d lessons, want 8: %v", len(ids), ids)
	}
}

// The answer to each puzzle is the one parameter that was touched, and no other.
func TestPuzzles(t *testing.T) {
	v := readVectors(t)
	for _, x := range v.HMAC {
		touched := map[string]bool{}
		for pick := range uint(8) {
			b, err := Puzzle(x.URL, pick)
			if err != nil || len(b.Parameters) != 1 {
				t.Fatalf("%s: %+v, %v", x.Name, b, err)
			}
			touched[b.Parameters[0]] = true
			for _, p := range Parameters() {
				got := CheckLesson("find_tampered", Attempt{URL: b.URL, From: x.URL, Answer: p.Name})
				if want := p.Name == b.Parameters[0]; got.Done != want {
					t.Errorf("%s: answer %q to %v: %+v", x.Name, p.Name, b.Parameters, got)
				}
			}
		}
		if len(touched) != len(puzzling) {
			t.Errorf("%s: only %v are ever touched", x.Name, touched)
		}
	}
}

func TestPuzzlesFallBack(t *testing.T) {
	r := goodRequest(t)
	r.Embed.AccountType = "Admin"
	if b, err := Puzzle(sign(t, r), 1); err != nil || b.Parameters[0] != ":email" {
		t.Errorf("%+v, %v", b, err)
	}
	if _, err := Puzzle("hello", 0); err == nil {
		t.Error("a puzzle from no URL")
	}
}
