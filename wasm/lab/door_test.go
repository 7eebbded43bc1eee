package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// ask wants a value.
func ask(t *testing.T, d *door, request map[string]any, into any) {
	t.Helper()
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Value json.RawMessage
		Error any
	}
	if err := json.Unmarshal(d.answer(text), &a); err != nil || a.Error != nil {
		t.Fatalf("%s: %v, %v", text, err, a.Error)
	}
	if err := json.Unmarshal(a.Value, into); err != nil {
		t.Fatalf("%s: %v", a.Value, err)
	}
}

// TestExampleIsThere: the page works at once, before anybody has made anything.
func TestExampleIsThere(t *testing.T) {
	var d door
	var signed struct{ URL string }
	ask(t, &d, map[string]any{"op": "console", "question": "sign", "body": map[string]any{"user": "viewer"}}, &signed)
	if !strings.HasPrefix(signed.URL, platform+"/embed/") {
		t.Fatalf("signed %q", signed.URL)
	}
	var opened struct{ Session string }
	ask(t, &d, map[string]any{"op": "open", "url": signed.URL}, &opened)
	var view struct{ Workbook struct{ Name string } }
	ask(t, &d, map[string]any{"op": "frame", "session": opened.Session, "question": "view", "body": map[string]any{}}, &view)
	if view.Workbook.Name == "" {
		t.Error("no workbook")
	}
}

// TestAnythingIsAnswered sends what no page of ours does.
func TestAnythingIsAnswered(t *testing.T) {
	var d door
	for text, code := range map[string]string{
		"":                                  "invalid",
		"7":                                 "invalid",
		"{}":                                "invalid",
		`{"op": "guess"}`:                   "invalid",
		`{"op": "open", "url": "nonsense"}`: "malformed",
		`{"op": "frame", "question": "view", "body": {}}`:                       "not_allowed",
		`{"op": "frame", "session": "x", "question": "view", "body": {}}`:       "session_unknown",
		`{"op": "frame", "session": "x", "question": "organisation"}`:           "unknown_question",
		`{"op": "console", "question": "view", "body": {}}`:                     "unknown_question",
		`{"op": "console", "question": "create_team", "body": {"names": "x"}}`:  "invalid",
		`{"op": "console", "question": "create_team", "body": "x"}`:             "invalid",
		`{"op": "console", "question": "delete_team", "body": {"name": "Nix"}}`: "not_found",
	} {
		var a answer
		if err := json.Unmarshal(d.answer([]byte(text)), &a); err != nil || a.Error == nil || a.Error.Code != code || a.Error.Detail == "" {
			t.Errorf("%s: %+v, %v; want %s", text, a.Error, err, code)
		}
	}
}
