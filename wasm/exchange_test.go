package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/code"
)

// An exchange is a request whose answer does not depend on chance, and a piece of
// that answer which is known from elsewhere: two engines that agree may be wrong
// together.
type exchange struct{ name, request, holds string }

// exchanges ask everything about each vector, each attack, lesson and mistake.
func exchanges(t testing.TB) []exchange {
	return slices.Concat(
		[]exchange{{"reference", `{"op":"reference"}`, `"max_url_length":`}},
		vectorExchanges(t), codeExchanges(t), attackExchanges(t), lessonExchanges(t), tokenExchanges(t), textExchanges(t),
	)
}

// A fields is what a request has.
type fields map[string]any

// and gives the fields with others, which count where both are given.
func (f fields) and(others fields) fields {
	all := maps.Clone(f)
	maps.Copy(all, others)
	return all
}

// embedFields are what a request says to make a vector.
func embedFields(v *vectors.File, x *vectors.Vector) fields {
	return fields{
		"embed": x.Embed, "nonce": x.Nonce, "time": x.Time, "dialect": x.Dialect, "order": x.Order,
		"credentials": map[string]string{"client_id": v.ClientID, "secret": v.Secret},
	}
}

// receiverFields are what the receiving side of a vector knows. Nobody is asked
// for causes: they have a test of their own.
func receiverFields(v *vectors.File, x *vectors.Vector) fields {
	return fields{"op": "inspect", "url": x.URL, "secret": v.Secret, "client_id": v.ClientID, "now": x.Time, "used_nonces": []string{}, "skip_causes": true}
}

// verdict is how an answer gives a verdict.
func verdict(code signer.Code) string {
	if code == signer.CodeAccepted {
		return `"verdict":{"accepted":true,"code":"accepted"`
	}
	return `"verdict":{"accepted":false,"code":"` + string(code) + `"`
}

func vectorExchanges(t testing.TB) (all []exchange) {
	v := vectors.Read(t, "..")
	for i := range v.HMAC {
		x := &v.HMAC[i]
		embed, signature := embedFields(v, x), `"signature":"`+x.Signature+`"`
		known := fields{"leeway": 5, "teams": []string{"FinanceViewers", "Team A", "Team B", "R&D Team", "Café"}, "account_types": []string{"Viewer", "Viewer+"}}
		all = append(all,
			exchange{"build " + x.Name, toJSON(t, embed.and(fields{"op": "build"})), signature},
			exchange{"migrate " + x.Name, toJSON(t, embed.and(fields{"op": "migrate", "workbook": testWorkbook})), signature},
			exchange{"inspect " + x.Name, toJSON(t, receiverFields(v, x).and(known)), verdict(signer.CodeAccepted)},
			exchange{"inspect without secret " + x.Name, toJSON(t, fields{"op": "inspect", "url": x.URL}), verdict(signer.CodeNotChecked)},
			exchange{"puzzle " + x.Name, toJSON(t, fields{"op": "puzzle", "url": x.URL, "pick": i + 1}), `"expect":"invalid_signature"`},
		)
	}
	return all
}

// codeExchanges ask for each vector in each language.
func codeExchanges(t testing.TB) (all []exchange) {
	v := vectors.Read(t, "..")
	for i := range v.HMAC {
		for _, l := range code.Languages() {
			x := &v.HMAC[i]
			all = append(all,
				exchange{"code " + l.ID + " " + x.Name, codeRequest(t, x, l.ID), x.Nonce},
				exchange{"token code " + l.ID + " " + x.Name, tokenCodeRequest(t, x, l.ID), x.Nonce},
			)
		}
	}
	return all
}

func codeRequest(t testing.TB, x *vectors.Vector, language string) string {
	return toJSON(t, embedFields(vectors.Read(t, ".."), x).and(fields{"op": "code", "language": language, "fixed": true}))
}

func tokenCodeRequest(t testing.TB, x *vectors.Vector, language string) string {
	token := fields{"op": "code", "language": language, "fixed": true, "scheme": "jwt", "workbook": testWorkbook}
	return toJSON(t, embedFields(vectors.Read(t, ".."), x).and(token))
}

func TestGuestAnswersAsTheHostDoes(t *testing.T) {
	g, asked := newGuest(t), map[string]bool{}
	for _, x := range exchanges(t) {
		if asked[x.name] {
			t.Errorf("%s is asked twice", x.name)
		}
		asked[x.name] = true
		got, want := g.call(x.request), string(answer([]byte(x.request)))
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", x.name, got, want)
		}
		if !strings.Contains(got, x.holds) || x.holds == "" {
			t.Errorf("%s: no %s in\n%s", x.name, x.holds, got)
		}
	}
}

// TestGuestFindsTheCauses asks the shipped module about every signed URL with a
// known mistake.
func TestGuestFindsTheCauses(t *testing.T) {
	g := newGuest(t)
	for _, m := range vectors.Causes(t, "..") {
		var got struct {
			Value struct{ Causes []signer.Cause }
		}
		answer := g.call(toJSON(t, fields{"op": "inspect", "url": m.URL, "secret": m.Secret}))
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(got.Value.Causes, func(c signer.Cause) bool { return c.Code == m.Code && c.Proved }) {
			t.Errorf("%s, %s: not among %+v", m.Code, m.Why, got.Value.Causes)
		}
	}
}
