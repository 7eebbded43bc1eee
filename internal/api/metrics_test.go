package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

// measured is a server whose clock moves 3 ms each time it is read.
func measured(t *testing.T, ledger signer.Ledger) (*api.Server, *prometheus.Registry) {
	registry := prometheus.NewRegistry()
	now := begin
	server := newServer(t, func(c *api.Config) {
		c.Registerer = registry
		c.Ledger = ledger
		c.Clock = func() time.Time {
			now = now.Add(3 * time.Millisecond)
			return now
		}
	})
	return server, registry
}

func TestCountersStartAtZero(t *testing.T) {
	_, registry := measured(t, nil)
	var want strings.Builder
	want.WriteString("# HELP embedsign_embed_opens_total Signed URLs that the receiving side judged, by verdict.\n# TYPE embedsign_embed_opens_total counter\n")
	for _, code := range signer.Codes() {
		want.WriteString(`embedsign_embed_opens_total{verdict="` + string(code) + "\"} 0\n")
	}
	want.WriteString(`# HELP embedsign_ledger_errors_total Signed URLs that could not be judged because the ledger of used nonces failed.
# TYPE embedsign_ledger_errors_total counter
embedsign_ledger_errors_total 0
# HELP embedsign_ledger_capacity_nonces Used nonces for which the ledger has room. A full one refuses every URL.
# TYPE embedsign_ledger_capacity_nonces gauge
embedsign_ledger_capacity_nonces 1.048576e+06
# HELP embedsign_signing_failures_total URLs that the signing API should have made and could not.
# TYPE embedsign_signing_failures_total counter
embedsign_signing_failures_total 0
# HELP embedsign_ledger_nonces Used nonces that the ledger remembers.
# TYPE embedsign_ledger_nonces gauge
embedsign_ledger_nonces 0
# HELP embedsign_signed_urls_total URLs that the signing API made, by user.
# TYPE embedsign_signed_urls_total counter
embedsign_signed_urls_total{user="creator"} 0
embedsign_signed_urls_total{user="viewer"} 0
embedsign_signed_urls_total{user="viewer-plus"} 0
`)
	compare(t, registry, want.String(), "embedsign_embed_opens_total", "embedsign_ledger_errors_total", "embedsign_ledger_nonces",
		"embedsign_ledger_capacity_nonces", "embedsign_signed_urls_total", "embedsign_signing_failures_total")
}

func TestCountersCount(t *testing.T) {
	server, registry := measured(t, nil)
	url := signedURL(t, server, "creator")
	signedURL(t, server, "creator")
	signedURL(t, server, "viewer-plus")
	get(server, url, "")
	get(server, url, "")
	get(server, url, "")
	get(server, strings.Replace(url, "Creator", "Admin", 1), "")
	expect := map[string]float64{
		`embedsign_signed_urls_total{user="creator"}`:              2,
		`embedsign_signed_urls_total{user="viewer"}`:               0,
		`embedsign_signed_urls_total{user="viewer-plus"}`:          1,
		`embedsign_embed_opens_total{verdict="accepted"}`:          1,
		`embedsign_embed_opens_total{verdict="nonce_reused"}`:      2,
		`embedsign_embed_opens_total{verdict="invalid_signature"}`: 1,
		`embedsign_embed_opens_total{verdict="unknown_client"}`:    0,
		`embedsign_ledger_nonces`:                                  1,
		`embedsign_ledger_errors_total`:                            0,
	}
	text := exposition(t, registry)
	for series, value := range expect {
		if got := sample(t, text, series); got != value {
			t.Errorf("%s = %v, want %v", series, got, value)
		}
	}
}

func TestLedgerErrorsCount(t *testing.T) {
	server, registry := measured(t, signer.NewMemoryLedger(0))
	get(server, signedURL(t, server, "viewer"), "")
	text := exposition(t, registry)
	if got := sample(t, text, "embedsign_ledger_errors_total"); got != 1 {
		t.Errorf("%v errors, want 1", got)
	}
	if got := sample(t, text, `embedsign_embed_opens_total{verdict="accepted"}`); got != 0 {
		t.Errorf("%v accepted, want 0", got)
	}
}

// A sign request reads the clock three times: 6 ms pass from first to last. A
// request that is refused before signing reads it twice: 3 ms.
func TestDurations(t *testing.T) {
	server, registry := measured(t, nil)
	get(server, "/api/embed-url", "")
	get(server, "/api/embed-url", "")
	get(server, "/api/embed-url?user=nobody", "")
	do(server, http.MethodPost, "/embed/1-abc", "")
	get(server, "/api/nothing", "")
	text := exposition(t, registry)
	for _, want := range []struct {
		labels     string
		count, sum float64
	}{
		{`code="2xx",route="sign"`, 2, 0.012},
		{`code="4xx",route="sign"`, 1, 0.003},
		{`code="5xx",route="sign"`, 0, 0},
		{`code="4xx",route="embed"`, 1, 0.003},
		{`code="4xx",route="other"`, 1, 0.003},
	} {
		const name = "embedsign_http_request_duration_seconds"
		count, sum := sample(t, text, name+"_count{"+want.labels+"}"), sample(t, text, name+"_sum{"+want.labels+"}")
		requests := sample(t, text, "embedsign_http_requests_total{"+want.labels+"}")
		if count != want.count || sum != want.sum || requests != want.count {
			t.Errorf("%s: %v requests (%v counted) in %v s, want %v in %v", want.labels, count, requests, sum, want.count, want.sum)
		}
	}
	if got := sample(t, text, `embedsign_http_request_duration_seconds_bucket{code="2xx",route="sign",le="0.0025"}`); got != 0 {
		t.Errorf("%v requests of 6 ms are in the bucket up to 2.5 ms", got)
	}
}

func TestSigningFailuresCount(t *testing.T) {
	registry := prometheus.NewRegistry()
	server := newServer(t, func(c *api.Config) {
		c.Registerer = registry
		c.Random = strings.NewReader("") // no nonce can be drawn
	})
	if answer := get(server, "/api/embed-url", ""); answer.Code != http.StatusInternalServerError {
		t.Fatalf("status %d", answer.Code)
	}
	text := exposition(t, registry)
	if got := sample(t, text, "embedsign_signing_failures_total"); got != 1 {
		t.Errorf("%v failures, want 1", got)
	}
}

// A Prometheus that asks for them gets native buckets beside the classic ones.
func TestDurationsHaveBothForms(t *testing.T) {
	server, registry := measured(t, nil)
	get(server, "/api/embed-url", "")
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() != "embedsign_http_request_duration_seconds" {
			continue
		}
		for _, m := range family.GetMetric() {
			h := m.GetHistogram()
			if h.GetSampleCount() == 0 {
				continue
			}
			if len(h.GetBucket()) != 10 || len(h.GetPositiveSpan()) == 0 || h.GetSchema() != 3 {
				t.Errorf("%d classic buckets, native ones of schema %d: %v", len(h.GetBucket()), h.GetSchema(), h.GetPositiveSpan())
			}
			return
		}
	}
	t.Error("no histogram")
}

func TestMetricsAreInGoodForm(t *testing.T) {
	_, registry := measured(t, nil)
	problems, err := testutil.GatherAndLint(registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Errorf("%s: %s", problem.Metric, problem.Text)
	}
	families, err := registry.Gather()
	if err != nil || len(families) != 8 {
		t.Fatalf("%d metrics (%v), want 8", len(families), err)
	}
	series := 0
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "embedsign_") || family.GetHelp() == "" {
			t.Errorf("%s: prefix or help is missing", family.GetName())
		}
		series += len(family.GetMetric())
	}
	if series > 50 {
		t.Errorf("%d label sets, budget 50", series)
	}
}

func TestMetricsCannotBeRegisteredTwice(t *testing.T) {
	registry := prometheus.NewRegistry()
	newServer(t, func(c *api.Config) { c.Registerer = registry })
	_, err := api.New(api.Config{
		Credentials: signer.Credentials{ClientID: testClientID, Secret: signer.NewSecret(testSecret)},
		EmbedPath:   testOrigin + "/embed/1-abCDEFG2hIjKLMnopqrST",
		Registerer:  registry,
	})
	if err == nil {
		t.Error("two servers share the same counters")
	}
}
