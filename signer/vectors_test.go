package signer

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
)

// vectorFile has the embeds of the vectors decoded.
type vectorFile struct {
	ClientID string
	Secret   Secret
	HMAC     []vector
}

type vector struct {
	vectors.Vector
	Embed Embed
}

func readVectors(t testing.TB) *vectorFile {
	t.Helper()
	file := vectors.Read(t, "..")
	v := &vectorFile{ClientID: file.ClientID, Secret: NewSecret(file.Secret)}
	for _, x := range file.HMAC {
		one := vector{Vector: x}
		if err := json.Unmarshal(x.Embed, &one.Embed); err != nil {
			t.Fatal(err)
		}
		v.HMAC = append(v.HMAC, one)
	}
	return v
}

func (v *vectorFile) credentials() Credentials { return Credentials{v.ClientID, v.Secret} }

func (v *vectorFile) request(i int) Request {
	x := v.HMAC[i]
	return Request{Embed: x.Embed, Credentials: v.credentials(), Nonce: x.Nonce, Time: time.Unix(x.Time, 0), Dialect: Dialect(x.Dialect), Order: x.Order}
}

func TestVectorsAreBuilt(t *testing.T) {
	v := readVectors(t)
	for i, x := range v.HMAC {
		t.Run(x.Name, func(t *testing.T) {
			built := Build(v.request(i))
			if built.SignedText != x.SignedText {
				t.Errorf("%s: signed text\n got %s\nwant %s", x.Why, built.SignedText, x.SignedText)
			}
			if built.Signature != x.Signature || built.URL != x.URL {
				t.Errorf("%s: url\n got %s\nwant %s", x.Why, built.URL, x.URL)
			}
		})
	}
}

func TestVectorsAreSigned(t *testing.T) {
	v := readVectors(t)
	for i, x := range v.HMAC {
		url, err := Sign(v.request(i))
		if err != nil || url != x.URL {
			t.Errorf("%s: got %s, %v\nwant %s", x.Name, url, err, x.URL)
		}
	}
}

func TestVectorsAreInspected(t *testing.T) {
	v := readVectors(t)
	for _, x := range v.HMAC {
		t.Run(x.Name, func(t *testing.T) {
			now := time.Unix(x.Time, 0)
			got := Inspect(Inspection{URL: x.URL, Secret: v.Secret, ClientID: &v.ClientID, Now: &now, UsedNonces: []string{}})
			if !got.Verdict.Accepted || got.Verdict.Code != CodeAccepted {
				t.Errorf("verdict %+v", got.Verdict)
			}
			if got.Signature.Valid == nil || !*got.Signature.Valid || *got.Signature.Expected != x.Signature {
				t.Errorf("signature %+v", got.Signature)
			}
			if got.Scheme != "hmac" || len(got.Causes) != 0 || got.SignedText != x.SignedText {
				t.Errorf("scheme %q, causes %v, signed text %q", got.Scheme, got.Causes, got.SignedText)
			}
			wantJSON(t, got.Embed, x.Embed)
			for _, f := range got.Findings {
				if f.Severity == SeverityError {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
}

// The safe and the python dialect write the same for most values; the first
// that fits is reported.
func TestDialectOfVectors(t *testing.T) {
	want := map[string]Dialect{"V1": DialectDocs, "V2": DialectForm, "V3": DialectSafe, "V4": DialectSafe, "V5": DialectSafe}
	for _, x := range readVectors(t).HMAC {
		if got := Inspect(Inspection{URL: x.URL}).Dialect; got != want[x.Name] {
			t.Errorf("%s: dialect %q, want %q", x.Name, got, want[x.Name])
		}
	}
}

func wantJSON(t *testing.T, got, want any) {
	t.Helper()
	g, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	w, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if string(g) != string(w) {
		t.Errorf("\n got %s\nwant %s", g, w)
	}
}
