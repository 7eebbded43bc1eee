package main

import (
	"encoding/json"
	"testing"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// attackExchanges make every attack on every vector, and open what comes of it as
// the attack says: the verdict is the announced one.
func attackExchanges(t testing.TB) (all []exchange) {
	v := vectors.Read(t, "..")
	for i := range v.HMAC {
		x := &v.HMAC[i]
		for _, a := range signer.Attacks() {
			b := attacked(t, a.ID, x.URL)
			opened := receiverFields(v, x).and(fields{"url": b.URL, "now": x.Time + b.Wait})
			if b.Opens == 2 {
				opened["used_nonces"] = []string{x.Nonce}
			}
			name, expect := a.ID+" "+x.Name, expected(t, &a, x)
			all = append(all,
				exchange{"break " + name, toJSON(t, fields{"op": "break", "attack": a.ID, "url": x.URL}), `"expect":"` + string(expect) + `"`},
				exchange{"open after " + name, toJSON(t, opened), verdict(expect)},
			)
		}
	}
	return all
}

func attacked(t testing.TB, attack, url string) signer.Broken {
	t.Helper()
	b, err := signer.Break(attack, url)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// expected is the verdict that the list of attacks announces. A session that is
// as long as allowed can only be lengthened beyond what is allowed, and that is
// refused before its signature is looked at.
func expected(t testing.TB, a *signer.Attack, x *vectors.Vector) signer.Code {
	longest := embedOf(t, x).SessionLength == signer.MaxSessionLength
	if a.ID == "lengthen_session" && longest {
		return signer.CodeSessionLengthExceeded
	}
	return a.Expect
}

func embedOf(t testing.TB, x *vectors.Vector) (e signer.Embed) {
	t.Helper()
	if err := json.Unmarshal(x.Embed, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// lessonExchanges solve each lesson once, and once hand in what does not.
func lessonExchanges(t testing.TB) (all []exchange) {
	v := vectors.Read(t, "..")
	x := &v.HMAC[0]
	late := fields{"now": x.Time + 601}
	solutions := map[string]fields{
		"accepted":           {},
		"read_email":         {"answer": "ada@example.com"},
		"apostrophe":         {"url": builtWith(t, func(e *signer.Embed) { e.Email = "o'neil@example.com" })},
		"raise_account_type": {"url": attacked(t, "raise_account_type", x.URL).URL},
		"find_tampered":      {"url": attacked(t, "change_email", x.URL).URL, "answer": ":email"},
		"expired":            late,
		"session_too_long":   {"url": builtWith(t, func(e *signer.Embed) { e.SessionLength = signer.MaxSessionLength + 1 })},
		"reuse":              {"used_nonces": []string{x.Nonce}},
	}
	for _, l := range signer.Lessons() {
		nothing := receiverFields(v, x).and(fields{"op": "lesson", "lesson": l.ID, "from": x.URL})
		solved := nothing.and(solutions[l.ID])
		if l.ID == "accepted" { // which is done before anything is
			nothing = nothing.and(late)
		}
		all = append(all,
			exchange{"lesson " + l.ID, toJSON(t, solved), `{"value":{"done":true,"message":"` + l.Why + `"`},
			exchange{"lesson " + l.ID + " not solved", toJSON(t, nothing), `{"value":{"done":false,"message":"Not yet: `},
		)
	}
	return all
}

// builtWith makes the first vector with a change, in the safe dialect.
func builtWith(t testing.TB, change func(*signer.Embed)) string {
	t.Helper()
	v := vectors.Read(t, "..")
	e := embedOf(t, &v.HMAC[0])
	change(&e)
	return signer.Build(requestOf(v, &v.HMAC[0], e)).URL
}
