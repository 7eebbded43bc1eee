//go:build all

package e2e

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// testLatency types into both intents while they hold a URL of 4 KB, and notes
// how long each input event took until the document was updated. It asserts that
// there are figures, not what they are: the machine is shared.
func testLatency(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.intent("check")
	p.set("c-url", longURL(t))
	p.click("#to-build")
	var report strings.Builder
	for _, field := range []string{"f-email", "c-url"} {
		if field == "c-url" {
			p.click("#to-check")
		}
		if size := len(p.text(map[string]string{"f-email": "url", "c-url": "checked"}[field])); size < 4000 {
			t.Fatalf("the URL has only %d bytes", size)
		}
		fmt.Fprintf(&report, "%s: %s\n", field, p.typeAndMeasure(field))
	}
	t.Log("\n" + report.String())
	if err := os.WriteFile(output(t, "latency.txt"), []byte(report.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// typeAndMeasure presses keys in a field and gives quantiles of the measures
// that the page took.
func (p *page) typeAndMeasure(field string) string {
	p.t.Helper()
	p.do(chromedp.Focus(chromedp.CSS("#" + field)))
	eval[any](p, `performance.clearMeasures()`)
	const keys = 120
	for range keys {
		p.do(chromedp.KeyEvent("a"))
	}
	took := eval[[]float64](p, `performance.getEntriesByName("embedsign:update").map((entry) => entry.duration)`)
	if len(took) < keys {
		p.t.Fatalf("%d measures for %d keys", len(took), keys)
	}
	slices.Sort(took)
	at := func(q float64) time.Duration {
		return time.Duration(took[int(q*float64(len(took)-1))] * float64(time.Millisecond)).Round(10 * time.Microsecond)
	}
	return fmt.Sprintf("%d keys, p50 %v, p95 %v, max %v", len(took), at(0.5), at(0.95), at(1))
}

// longURL is a signed URL of a little more than 4 KB, with many controls.
func longURL(t *testing.T) string {
	t.Helper()
	embed := worked()
	for i := range 60 {
		embed.Controls = append(embed.Controls, signer.Control{
			ID: fmt.Sprintf("Control-%d", i), Values: []string{"North & South", "Größe", strings.Repeat("v", 14)},
		})
	}
	url, err := signer.Sign(signer.Request{
		Embed: embed, Nonce: "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11", Time: time.Unix(1700000000, 0),
		Credentials: signer.Credentials{ClientID: vectors.Read(t, "../..").ClientID, Secret: signer.NewSecret("any")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return url
}
