// Package vectors reads the test vectors for the tests of all packages: URLs and
// tokens that Python, Node and Go agree on, and those that Python or Node made by
// making a mistake. All are under made-up credentials. What is checked natively is
// checked through wazero and in the browser too, so there is one reader.
package vectors

import (
	"encoding/json"
	"os"
	"testing"
)

// File is signer/testdata/vectors.json.
type File struct {
	ClientID string   `json:"client_id"`
	Secret   string   `json:"secret"`
	HMAC     []Vector `json:"hmac"`
	JWT      []Token  `json:"jwt"`
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

// A Token is one JSON web token, with the JSON texts that are in it.
type Token struct {
	Name    string `json:"name"`
	Why     string `json:"why"`
	Header  string `json:"header_json"`
	Payload string `json:"claims_json"`
	Token   string `json:"token"`
}

// URL is that of a workbook which the token opens.
func (x *Token) URL() string {
	return "https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example?:jwt=" + x.Token + "&:embed=true"
}

// Read reads the file of the module whose root is at root, seen from the folder
// of the test. It ends the test when the file is not there or holds nothing.
func Read(t testing.TB, root string) *File {
	t.Helper()
	var f File
	read(t, root+"/signer/testdata/vectors.json", &f)
	if f.ClientID == "" || f.Secret == "" || len(f.HMAC) == 0 || len(f.JWT) == 0 {
		t.Fatal("signer/testdata/vectors.json: holds no vectors")
	}
	return &f
}

func read(t testing.TB, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
