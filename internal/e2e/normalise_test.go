package e2e

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// awkward are values that encoders and browsers treat in different ways.
func awkward() []string {
	values := []string{"plain", "Team A", "R&D", "Café", "日本語", "a+b", "50%", "a%20b", "“quoted”", "a\u00a0b", "~._-*!()"}
	for c := byte(0x21); c < 0x7f; c++ {
		values = append(values, "x"+string(c)+"y")
	}
	return values
}

// testBrowserNormalises holds what signer says about browsers against a browser:
// the safe dialect is left as it is, and whatever is changed in another dialect
// draws a finding.
func testBrowserNormalises(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	for _, dialect := range signer.Dialects() {
		var urls []string
		var warned []bool
		for _, value := range awkward() {
			built := buildWith(dialect, value)
			urls = append(urls, built.URL)
			warned = append(warned, slices.ContainsFunc(built.Findings, aboutBrowsers))
		}
		for i, sent := range sentBy(p, urls) {
			changed := sent != urls[i]
			if changed && dialect == signer.DialectSafe {
				t.Errorf("safe: the browser makes\n%s of\n%s", sent, urls[i])
			}
			if changed != warned[i] {
				t.Errorf("%s, %q: the browser changes it: %v, signer warns: %v", dialect, awkward()[i], changed, warned[i])
			}
		}
	}
}

func aboutBrowsers(f signer.Finding) bool {
	return f.Code == "browser_rewrites" || f.Code == "fragment"
}

func buildWith(dialect signer.Dialect, value string) signer.Built {
	embed := worked()
	embed.AccountType, embed.Teams = value, []string{"a", value}
	embed.Attributes = []signer.Attribute{{Name: "Region", Values: []string{value}}}
	embed.Controls = []signer.Control{{ID: "Store-Region", Values: []string{value}}, {ID: "Day", Range: &signer.Range{Min: value}}}
	return signer.Build(signer.Request{
		Embed: embed, Dialect: dialect, Nonce: "n", Time: time.Unix(1700000000, 0),
		Credentials: signer.Credentials{Secret: signer.NewSecret("any")},
	})
}

// sentBy gives the texts that the browser would send. A fragment is not sent.
func sentBy(p *page, urls []string) []string {
	p.t.Helper()
	list, err := json.Marshal(urls)
	if err != nil {
		p.t.Fatal(err)
	}
	return eval[[]string](p, string(list)+`.map((text) => {
		const link = document.createElement("a");
		link.href = text;
		return link.href.split("#")[0];
	})`)
}
