package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

func toJSON(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// buildRequest makes the request of a vector in another dialect and the
// canonical order.
func buildRequest(t testing.TB, i int, dialect string) string {
	v := vectors.Read(t, "..")
	x := v.HMAC[i]
	return toJSON(t, map[string]any{
		"op": "build", "embed": x.Embed, "nonce": x.Nonce, "time": x.Time, "dialect": dialect,
		"credentials": map[string]string{"client_id": v.ClientID, "secret": v.Secret},
	})
}

// builtURL is what package signer makes of the same.
func builtURL(t testing.TB, i int) string {
	t.Helper()
	v := vectors.Read(t, "..")
	url, err := signer.Sign(requestOf(v, &v.HMAC[i], embedOf(t, &v.HMAC[i])))
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// requestOf makes a vector with an embed, in the safe dialect.
func requestOf(v *vectors.File, x *vectors.Vector, e signer.Embed) signer.Request {
	return signer.Request{
		Embed: e, Nonce: x.Nonce, Time: time.Unix(x.Time, 0),
		Credentials: signer.Credentials{ClientID: v.ClientID, Secret: signer.NewSecret(v.Secret)},
	}
}

func junkRequests() map[string]string {
	return map[string]string{
		"empty object":         `{}`,
		"not JSON":             `build`,
		"cut":                  `{"op":"build","embed":{"path":"htt`,
		"two values":           `{"op":"nonce"}{"op":"nonce"}`,
		"unknown op":           `{"op":"format my disk"}`,
		"op of another type":   `{"op":7}`,
		"array":                `["op","nonce"]`,
		"null":                 `null`,
		"duplicate name":       `{"op":"nonce","op":"build"}`,
		"no embed":             `{"op":"build"}`,
		"embed of wrong type":  `{"op":"build","embed":"x"}`,
		"teams of wrong type":  `{"op":"build","embed":{"teams":"x"}}`,
		"team of wrong type":   `{"op":"build","embed":{"teams":[1]}}`,
		"fractional time":      `{"op":"build","embed":{},"time":1.5}`,
		"huge time":            `{"op":"build","embed":{},"time":99999999999999999999}`,
		"unknown dialect":      `{"op":"build","embed":{},"dialect":"klingon"}`,
		"no url":               `{"op":"inspect"}`,
		"negative leeway":      `{"op":"inspect","url":"x","leeway":-1}`,
		"unknown attack":       `{"op":"break","attack":"x","url":"https://x/?a=b"}`,
		"attack without URL":   `{"op":"break","attack":"replay"}`,
		"puzzle of nothing":    `{"op":"puzzle","url":""}`,
		"lesson without URL":   `{"op":"lesson","lesson":"accepted"}`,
		"unknown language":     `{"op":"code","language":"x","embed":{}}`,
		"fixed of wrong type":  `{"op":"code","language":"go","embed":{},"fixed":1}`,
		"unknown scheme":       `{"op":"code","language":"go","embed":{},"scheme":"x"}`,
		"migrate nothing":      `{"op":"migrate"}`,
		"no nonces":            `{"op":"nonce","count":0}`,
		"too many nonces":      `{"op":"nonce","count":1000000000}`,
		"invalid UTF-8":        "{\"op\":\"inspect\",\"url\":\"\xff\"}",
		"deep nesting":         `{"op":"inspect","url":` + strings.Repeat("[", 100_000),
		"megabytes of junk":    strings.Repeat("x", 5<<20),
		"megabytes in a URL":   `{"op":"inspect","url":"` + strings.Repeat("&", 5<<20) + `"}`,
		"megabytes in a field": `{"op":"build","embed":{"path":"` + strings.Repeat("p", 5<<20) + `"}}`,
		"more than a request":  strings.Repeat(" ", maxRequest+1),
	}
}

func TestDoorRefusesJunk(t *testing.T) {
	for name, junk := range junkRequests() {
		t.Run(name, func(t *testing.T) { wantFailure(t, string(answer([]byte(junk)))) })
	}
}

func TestFailuresNameThePlace(t *testing.T) {
	for request, want := range map[string]string{
		`{"op":"build","embed":{"teams":["a",1]}}`:                   "embed.teams.1: want a string, not a number",
		`{"op":"build","embed":{"session_length":"600"}}`:            "embed.session_length: want a whole number, not a string",
		`{"op":"build","embed":{"controls":[{"id":"a","range":1}]}}`: "embed.controls.0.range: want an object, not a number",
		`{"op":"nonce","count":1.5}`:                                 "count: want a whole number, not 1.5",
		`{"op":"build"}`:                                             "embed: missing",
	} {
		var got struct{ Error failureJSON }
		if err := json.Unmarshal(answer([]byte(request)), &got); err != nil {
			t.Fatal(err)
		}
		if got.Error.Code != codeBadRequest || got.Error.Message != want {
			t.Errorf("%s\n got %+v\nwant %s", request, got.Error, want)
		}
	}
}

type failureJSON struct{ Code, Message string }

// The door must give what package signer's JSON form says, field by field: the
// answers are written by hand, to keep reflection out of the module.
func TestAnswersAreTheJSONFormOfSigner(t *testing.T) {
	v := vectors.Read(t, "..")
	for i, x := range v.HMAC {
		inspected := signer.Inspect(signer.Inspection{URL: x.URL, Secret: signer.NewSecret(v.Secret)})
		sameJSON(t, answer([]byte(toJSON(t, map[string]any{"op": "inspect", "url": x.URL, "secret": v.Secret}))), inspected)
		r, err := readRequest([]byte(buildRequest(t, i, x.Dialect)))
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, answer([]byte(buildRequest(t, i, x.Dialect))), signer.Build(r.build()))
	}
}

func TestReferenceIsTheJSONFormOfSigner(t *testing.T) {
	var got struct {
		Value struct {
			Parameters []signer.Parameter `json:"parameters"`
			Presets    []signer.Preset    `json:"presets"`
		} `json:"value"`
	}
	if err := json.Unmarshal(answer([]byte(`{"op":"reference"}`)), &got); err != nil {
		t.Fatal(err)
	}
	if g, w := toJSON(t, got.Value.Parameters), toJSON(t, signer.Parameters()); g != w {
		t.Errorf("parameters\n got %s\nwant %s", g, w)
	}
	if g, w := toJSON(t, got.Value.Presets), toJSON(t, signer.Presets()); g != w {
		t.Errorf("presets\n got %s\nwant %s", g, w)
	}
}

func sameJSON(t *testing.T, answer []byte, want any) {
	t.Helper()
	var got struct{ Value any }
	if err := json.Unmarshal(answer, &got); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	var wanted any
	if err := json.Unmarshal([]byte(toJSON(t, want)), &wanted); err != nil {
		t.Fatal(err)
	}
	if g, w := toJSON(t, got.Value), toJSON(t, wanted); g != w {
		t.Errorf("\n got %s\nwant %s", g, w)
	}
}

func TestVectorsThroughTheDoor(t *testing.T) {
	v := vectors.Read(t, "..")
	for i := range v.HMAC {
		x := &v.HMAC[i]
		var got struct {
			Value struct {
				URL        string `json:"url"`
				SignedText string `json:"signed_text"`
				Signature  string `json:"signature"`
			} `json:"value"`
		}
		if err := json.Unmarshal(answer([]byte(toJSON(t, embedFields(v, x).and(fields{"op": "build"})))), &got); err != nil {
			t.Fatal(err)
		}
		if got.Value.URL != x.URL || got.Value.SignedText != x.SignedText || got.Value.Signature != x.Signature {
			t.Errorf("%s: %+v", x.Name, got.Value)
		}
	}
}

func FuzzDoorAlwaysAnswers(f *testing.F) {
	for _, x := range exchanges(f) {
		f.Add([]byte(x.request))
	}
	for name, junk := range junkRequests() {
		if len(name) > 0 && len(junk) < 1000 {
			f.Add([]byte(junk))
		}
	}
	f.Fuzz(func(t *testing.T, request []byte) {
		var got map[string]any
		if err := json.Unmarshal(answer(request), &got); err != nil {
			t.Fatalf("answer is not JSON: %v", err)
		}
		_, value := got["value"]
		_, failed := got["error"]
		if len(got) != 1 || value == failed {
			t.Fatalf("answer has neither or both of value and error: %v", got)
		}
	})
}
