package jwt

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

func readVectors(t testing.TB) *vectors.File {
	t.Helper()
	return vectors.Read(t, "../..")
}

func credentials(t testing.TB) signer.Credentials {
	t.Helper()
	v := readVectors(t)
	return signer.Credentials{ClientID: v.ClientID, Secret: signer.NewSecret(v.Secret)}
}

const workbook = "https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example"

// issued is the iat of the good token.
const issued = 1700000000

func goodRequest(t testing.TB) Request {
	t.Helper()
	v := readVectors(t)
	return Request{
		Workbook:    workbook,
		Credentials: credentials(t),
		Claims: Claims{
			Sub: "ada@example.com", Issuer: v.ClientID, JTI: "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11",
			IssuedAt: issued, Expires: issued + 3600, Version: Version11, Audience: Audience,
			AccountType: "View", Teams: []string{"FinanceViewers"}, UserAttributes: []Pair{{"Region", "East"}},
		},
	}
}

func sign(t testing.TB, r Request) string {
	t.Helper()
	token, err := Sign(r)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// forge makes a token of any JSON under the secret of the vectors.
func forge(t testing.TB, header, payload string) string {
	t.Helper()
	input := encode(header) + "." + encode(payload)
	return input + "." + signatureOf(readVectors(t).Secret, input)
}

func TestVectorsAreSigned(t *testing.T) {
	for _, x := range readVectors(t).JWT {
		r := goodRequest(t)
		built := Build(r)
		if built.Header != x.Header || built.Payload != x.Payload {
			t.Errorf("%s: %s\n got %s %s\nwant %s %s", x.Name, x.Why, built.Header, built.Payload, x.Header, x.Payload)
		}
		if token := sign(t, r); token != x.Token || built.Token != x.Token {
			t.Errorf("%s: \n got %s\nwant %s", x.Name, token, x.Token)
		}
	}
}

func TestVectorsAreInspected(t *testing.T) {
	v := readVectors(t)
	want := goodRequest(t).Claims
	now := time.Unix(issued+1, 0)
	for _, x := range v.JWT {
		for _, text := range []string{x.Token, workbook + "?:jwt=" + x.Token + "&:embed=true", workbook + "?:embed=true&%3Ajwt=" + x.Token} {
			got := Inspect(Inspection{URL: text, Secret: signer.NewSecret(v.Secret), ClientID: &v.ClientID, Now: &now, UsedJTIs: []string{}})
			if !got.Verdict.Accepted || got.Signature.Valid == nil || !*got.Signature.Valid || *got.Signature.Expected != got.Signature.Given {
				t.Errorf("%s: verdict %+v, signature %+v", x.Name, got.Verdict, got.Signature)
			}
			wantJSON(t, got.Claims, want)
			for _, f := range got.Findings {
				if f.Severity != signer.SeverityInfo {
					t.Errorf("%s: finding %+v", x.Name, f)
				}
			}
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
