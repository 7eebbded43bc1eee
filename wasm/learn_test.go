package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/code"
	"github.com/embedsign/embedsign/signer/jwt"
)

const testWorkbook = "https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example"

func TestLaterAnswersAreTheJSONFormOfSigner(t *testing.T) {
	v := vectors.Read(t, "..")
	for _, x := range v.HMAC {
		for _, a := range signer.Attacks() {
			request := []byte(toJSON(t, map[string]any{"op": "break", "attack": a.ID, "url": x.URL}))
			want, err := signer.Break(a.ID, x.URL)
			if err != nil {
				wantFailure(t, string(answer(request)))
				continue
			}
			sameJSON(t, answer(request), want)
		}
		puzzle, err := signer.Puzzle(x.URL, 2)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, answer([]byte(toJSON(t, map[string]any{"op": "puzzle", "url": x.URL, "pick": 2}))), puzzle)
	}
}

func TestLessonInspectsByItself(t *testing.T) {
	v := vectors.Read(t, "..")
	x := v.HMAC[0]
	now := time.Unix(x.Time, 0)
	for _, l := range signer.Lessons() {
		request := map[string]any{"op": "lesson", "lesson": l.ID, "url": x.URL, "secret": v.Secret, "now": x.Time, "from": x.URL, "answer": ":email"}
		want := signer.CheckLesson(l.ID, signer.Attempt{URL: x.URL, From: x.URL, Answer: ":email",
			Inspected: signer.Inspect(signer.Inspection{URL: x.URL, Secret: signer.NewSecret(v.Secret), Now: &now})})
		sameJSON(t, answer([]byte(toJSON(t, request))), want)
	}
}

func TestMigrationIsTheJSONFormOfJWT(t *testing.T) {
	v := vectors.Read(t, "..")
	request := toJSON(t, embedFields(v, &v.HMAC[0]).and(fields{"op": "migrate", "workbook": testWorkbook}))
	r, err := readRequest([]byte(request))
	if err != nil {
		t.Fatal(err)
	}
	m := jwt.Migrate(r.build(), testWorkbook)
	sameJSON(t, answer([]byte(request)), m)

	now := r.build().Time
	inspect := toJSON(t, map[string]any{"op": "inspect", "url": m.Token.URL, "secret": r.credentials.Secret.Reveal(), "now": now.Unix()})
	var got struct{ Value map[string]any }
	if err := json.Unmarshal(answer([]byte(inspect)), &got); err != nil {
		t.Fatal(err)
	}
	want := jwt.Inspect(jwt.Inspection{URL: m.Token.URL, Secret: r.credentials.Secret, Now: &now})
	if !want.Verdict.Accepted {
		t.Fatalf("the token is refused: %+v", want.Verdict)
	}
	for field, value := range map[string]any{"scheme": want.Scheme, "parts": want.Parts, "signature": want.Signature, "verdict": want.Verdict,
		"log": want.Log, "findings": want.Findings, "causes": want.Causes, "tried": want.Tried, "signed_text": want.SigningInput,
		"token_parts": want.TokenParts, "entries": want.Entries, "client_id": want.Header.KeyID, "nonce": want.Claims.JTI, "time": want.Claims.IssuedAt} {
		if g, w := toJSON(t, got.Value[field]), canonical(t, value); g != w {
			t.Errorf("%s\n got %s\nwant %s", field, g, w)
		}
	}
}

// canonical gives JSON with the names of objects in order.
func canonical(t *testing.T, v any) string {
	t.Helper()
	var any any
	if err := json.Unmarshal([]byte(toJSON(t, v)), &any); err != nil {
		t.Fatal(err)
	}
	return toJSON(t, any)
}

func TestCodeThroughTheDoor(t *testing.T) {
	for _, l := range code.Languages() {
		request := codeRequest(t, &vectors.Read(t, "..").HMAC[0], l.ID)
		r, err := readRequest([]byte(request))
		if err != nil {
			t.Fatal(err)
		}
		want, err := code.Write(l.ID, r.build(), code.Options{Fixed: true})
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, answer([]byte(request)), map[string]string{"code": want})
	}
}

func TestTokenCodeThroughTheDoor(t *testing.T) {
	request := tokenCodeRequest(t, &vectors.Read(t, "..").HMAC[0], "python")
	r, err := readRequest([]byte(request))
	if err != nil {
		t.Fatal(err)
	}
	want, err := code.WriteToken("python", r.build(), testWorkbook, code.Options{Fixed: true})
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, answer([]byte(request)), map[string]string{"code": want})
}

func TestReferenceListsWhatCanBeAskedFor(t *testing.T) {
	var got struct {
		Value struct {
			Attacks   []signer.Attack `json:"attacks"`
			Lessons   []signer.Lesson `json:"lessons"`
			Languages []code.Language `json:"languages"`
		}
	}
	if err := json.Unmarshal(answer([]byte(`{"op":"reference"}`)), &got); err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]any{{got.Value.Attacks, signer.Attacks()}, {got.Value.Lessons, signer.Lessons()}, {got.Value.Languages, code.Languages()}} {
		if g, w := toJSON(t, pair[0]), toJSON(t, pair[1]); g != w {
			t.Errorf("\n got %s\nwant %s", g, w)
		}
	}
}
