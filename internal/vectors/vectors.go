// Package vectors reads signer/testdata/vectors.json for the tests of all
// packages: URLs that Python, Node and Go agree on, under made-up credentials.
package vectors

import (
	"encoding/json"
	"os"
	"testing"
)

// File is the file. It holds JSON web tokens too, which no test reads yet.
type File struct {
	ClientID string   `json:"client_id"`
	Secret   string   `json:"secret"`
	HMAC     []Vector `json:"hmac"`
}

// A Vector is one URL of the HMAC scheme.
type Vector struct {
	Name string `json:"name"`
	// Why says what the vector is there for.
	Why        string `json:"why"`
	SignedText string `json:"signed_text"`
	Signature  string `json:"signature"`
	URL        string `json:"url"`
	// Embed is the JSON form of a signer.Embed.
	Embed   json.RawMessage `json:"embed"`
	Dialect string          `json:"dialect"`
	Order   []string        `json:"order"`
	Nonce   string          `json:"nonce"`
	Time    int64           `json:"time"` // Unix seconds
}

// Read reads the file of the module whose root is at root, seen from the folder
// of the test. It ends the test when the file is not there or holds nothing.
func Read(t testing.TB, root string) *File {
	t.Helper()
	text, err := os.ReadFile(root + "/signer/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var f File
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	if f.ClientID == "" || f.Secret == "" || len(f.HMAC) == 0 {
		t.Fatal("signer/testdata/vectors.json: holds no vectors")
	}
	return &f
}
