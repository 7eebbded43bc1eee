package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/embedsign/embedsign/internal/vectors"
)

// TestGuestFindsTheCauses asks the shipped module about every URL with a known
// mistake.
func TestGuestFindsTheCauses(t *testing.T) {
	names, err := filepath.Glob("../signer/testdata/causes/*.json")
	if err != nil || len(names) < 2 {
		t.Fatalf("only %q are there: %v", names, err)
	}
	g, v := newGuest(t), vectors.Read(t, "..")
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var list []struct{ Code, URL, Secret string }
		if err := json.Unmarshal(text, &list); err != nil || len(list) == 0 {
			t.Fatalf("%s: %d vectors, %v", name, len(list), err)
		}
		for _, x := range list {
			if x.Secret == "" {
				x.Secret = v.Secret
			}
			var got struct {
				Value struct{ Causes []struct{ Code string } }
			}
			answer := g.call(toJSON(t, map[string]any{"op": "inspect", "url": x.URL, "secret": x.Secret}))
			if err := json.Unmarshal([]byte(answer), &got); err != nil {
				t.Fatal(err)
			}
			found := false
			for _, c := range got.Value.Causes {
				found = found || c.Code == x.Code
			}
			if !found {
				t.Errorf("%s: not among %+v", x.Code, got.Value.Causes)
			}
		}
	}
}
