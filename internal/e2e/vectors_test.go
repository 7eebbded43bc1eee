package e2e

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// ask puts a question to the signer of the page.
func ask[T any](p *page, op string, request map[string]any) T {
	p.t.Helper()
	text, err := json.Marshal(request)
	if err != nil {
		p.t.Fatal(err)
	}
	return eval[T](p, `import("./app.js").then(({ engine }) => engine.signer.ask("`+op+`", `+string(text)+`))`)
}

// askAll puts many questions about one thing, in one go.
func askAll[T any](p *page, op string, requests []map[string]any) []T {
	p.t.Helper()
	text, err := json.Marshal(requests)
	if err != nil {
		p.t.Fatal(err)
	}
	answers := eval[[]T](p, `import("./app.js").then(({ engine }) => `+string(text)+`.map((request) => engine.signer.ask("`+op+`", request)))`)
	if len(answers) != len(requests) {
		p.t.Fatalf("%d answers to %d requests", len(answers), len(requests))
	}
	return answers
}

// testVectors builds and inspects every vector with the module of the page.
func testVectors(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	p := newPage(t, browser)
	p.open(serve(t, nil))
	for _, vector := range v.HMAC {
		built := ask[signer.Built](p, "build", map[string]any{
			"embed": vector.Embed, "dialect": vector.Dialect, "order": vector.Order,
			"nonce": vector.Nonce, "time": vector.Time,
			"credentials": map[string]string{"client_id": v.ClientID, "secret": v.Secret},
		})
		if built.URL != vector.URL || built.SignedText != vector.SignedText || built.Signature != vector.Signature {
			t.Errorf("%s: built\n%s\nwant\n%s", vector.Name, built.URL, vector.URL)
		}
		inspected := ask[signer.Inspected](p, "inspect", map[string]any{"url": vector.URL, "secret": v.Secret})
		if inspected.Signature.Valid == nil || !*inspected.Signature.Valid {
			t.Errorf("%s: the signature is not found valid", vector.Name)
		}
	}
}

// testVectorsInCheck pastes every vector into Check, as a person would.
func testVectorsInCheck(t *testing.T, browser context.Context) {
	v := vectors.Read(t, "../..")
	p := newPage(t, browser)
	p.open(serve(t, nil) + "#check")
	p.set("c-secret", v.Secret)
	p.set("c-now", "1700000001")
	for _, vector := range v.HMAC {
		p.set("c-url", vector.URL+"\n") // as it comes from a terminal
		if got := p.verdict(); got != "accepted" {
			t.Errorf("%s: %s: %s", vector.Name, got, p.text("verdict"))
		}
		if got := p.text("checked"); got != vector.URL {
			t.Errorf("%s: the ribbon reads\n%s\nwant\n%s", vector.Name, got, vector.URL)
		}
		if got := eval[string](p, `document.querySelector("#compare [data-slot=expected]").textContent`); got != vector.Signature {
			t.Errorf("%s: expected signature %s, want %s", vector.Name, got, vector.Signature)
		}
	}
}

// verdict gives "accepted", "refused" or "unknown".
func (p *page) verdict() string {
	p.t.Helper()
	return eval[string](p, `document.getElementById("verdict").dataset.verdict`)
}
