package promtest

import (
	"fmt"
	"math"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// agrees compares what Prometheus has of bench by one way with bench's report, at
// the moment of the last scrape: what was scraped from bench itself is gone since.
func (s scene) agrees(t *testing.T, job string) {
	end, found := lastSample(t, s.prometheus, `embedsign_bench_run_last_success_timestamp_seconds{command="run", suite="test", job="`+job+`"}`)
	if !found {
		t.Fatal("no success")
	}
	figure := func(name, matchers string) string {
		return fmt.Sprintf(`embedsign_bench_%s{job=%q, command="run", suite="test"%s}`, name, job, matchers)
	}
	want := expected(s.report)
	s.same(t, end.at, "sum by (engine, operation) ("+figure("operations_total", `, outcome="ok"`)+")", want.counts, "engine", "operation")
	s.same(t, end.at, "sum by (engine, operation) ("+figure("operations_total", `, outcome="failed"`)+")", want.zeros, "engine", "operation")
	s.same(t, end.at, figure("reference_ratio", ""), want.ratios, "engine", "operation", "concurrency")
	s.same(t, end.at, figure("nonces_generated_total", ""), want.nonces, "source")
	s.same(t, end.at, figure("nonce_duplicates_total", ""), want.duplicates, "source")
	s.same(t, end.at, figure("nonces_malformed_total", ""), want.malformed, "source")
	s.same(t, end.at, figure("nonce_collision_entropy_bits", ""), want.entropy, "source")
	s.same(t, end.at, figure("urls_verified_total", ""), want.verified, "outcome")
	s.same(t, end.at, figure("urls_accepted_twice_total", ""), map[string]float64{"": float64(s.report.Checks.Twice)})
	s.same(t, end.at, figure("wasm_compile_duration_seconds", ""), want.compile, "cache")
	s.same(t, end.at, figure("wasm_native_ratio", ""), want.native, "engine")
	s.latencies(t, end.at, job, figure, want)
}

// latencies compares the histograms: counts exactly, quantiles within a bucket.
func (s scene) latencies(t *testing.T, at float64, job string, figure func(name, matchers string) string, want figures) {
	labels := []string{"engine", "operation", "concurrency"}
	native := s.native && job != inFile // a file carries no native histogram
	name, count := "operation_duration_seconds", figure("operation_duration_seconds_count", "")
	buckets := figure(name+"_bucket", "")
	width := classicWidth
	if native {
		buckets, count, width = figure(name, ""), "histogram_count("+figure(name, "")+")", nativeWidth
	}
	s.same(t, at, count, want.samples, labels...)
	for _, q := range []float64{0.5, 0.9, 0.99} {
		s.near(t, query(t, s.prometheus, fmt.Sprintf("histogram_quantile(%v, %s)", q, buckets), at), want, q, width)
	}
}

// The bounds of a bucket divided by each other.
const (
	classicWidth = 2.0
	nativeWidth  = 1.0905077326652577 // the eighth root of 2
)

// enough samples above a quantile lie so near to one another that it does not
// matter whether the rank of the quantile is rounded up or down.
const enough = 50

// near compares quantiles in seconds, of the results that have enough samples. A
// rank that is rounded otherwise can lead to the next bucket.
func (s scene) near(t *testing.T, got []point, want figures, quantile, width float64) {
	t.Helper()
	compared := 0
	for _, p := range got {
		result := p.key("engine", "operation", "concurrency")
		if want.samples[result]*(1-quantile) < enough {
			continue
		}
		compared++
		expected := want.quantiles[quantile][result]
		if apart := math.Abs(math.Log(p.value/expected)) / math.Log(width); !(apart < 2) {
			t.Errorf("%s: quantile %v is %v s, want %v s: %.1f buckets apart", result, quantile, p.value, expected, apart)
		}
	}
	// Those of http, and some of wazero, have fewer samples.
	if len(got) != len(want.samples) || compared < 4 {
		t.Errorf("%d quantiles %v, of which %d were compared; want %d", len(got), quantile, compared, len(want.samples))
	}
}

// same compares the answer to a question with what it has to be, by labels.
func (s scene) same(t *testing.T, at float64, expression string, want map[string]float64, labels ...string) {
	t.Helper()
	got := query(t, s.prometheus, expression, at)
	if len(got) != len(want) {
		t.Errorf("%s: %d series, want %d", expression, len(got), len(want))
	}
	for _, p := range got {
		expected, ok := want[p.key(labels...)]
		if !ok || p.value != expected {
			t.Errorf("%s: %q is %v, want %v", expression, p.key(labels...), p.value, expected)
		}
	}
}

// Figures are those of a report, by the labels that Prometheus has for them.
type figures struct {
	counts, zeros, ratios, samples         map[string]float64
	nonces, duplicates, malformed, entropy map[string]float64
	verified, compile, native              map[string]float64
	quantiles                              map[float64]map[string]float64 // seconds
}

func expected(r report.Report) figures {
	f := figures{counts: map[string]float64{}, zeros: map[string]float64{}, ratios: map[string]float64{}, samples: map[string]float64{},
		nonces: map[string]float64{}, duplicates: map[string]float64{}, malformed: map[string]float64{}, entropy: map[string]float64{},
		verified: map[string]float64{"ok": float64(r.Checks.Verified), "failed": 0},
		compile:  map[string]float64{}, native: map[string]float64{},
		quantiles: map[float64]map[string]float64{0.5: {}, 0.9: {}, 0.99: {}}}
	for _, x := range r.Results {
		operation := x.Engine + " " + x.Operation
		result := fmt.Sprint(operation, " ", x.Concurrency)
		f.counts[operation] += float64(x.Count)
		f.zeros[operation] = 0
		f.ratios[result] = *x.Ratio
		f.samples[result] = float64(x.Latency.Samples)
		f.quantiles[0.5][result] = float64(x.Latency.P50) / 1e9
		f.quantiles[0.9][result] = float64(x.Latency.P90) / 1e9
		f.quantiles[0.99][result] = float64(x.Latency.P99) / 1e9
	}
	for _, n := range r.Nonces {
		f.nonces[n.Source] = float64(n.Generated)
		f.duplicates[n.Source] = float64(n.Duplicates)
		f.malformed[n.Source] = float64(n.Malformed)
		if n.Source != report.AllSources {
			f.entropy[n.Source] = n.EntropyBits
		}
	}
	for _, p := range r.Phases {
		switch p.Phase {
		case report.CompileCold:
			f.compile["cold"] = float64(p.NS) / 1e9
		case report.CompileCached:
			f.compile["warm"] = float64(p.NS) / 1e9
		}
	}
	wasm, _ := r.Find("wazero", "sign", 1)
	native, _ := r.Find("native", "sign", 1)
	f.native["wazero"] = wasm.PerOperation() / native.PerOperation()
	return f
}

// reopened is how many URLs a run opens three times each, of which one time is
// good.
const reopened = 50

// agreesWithServe compares both ends of the same requests: what bench says that it
// sent, and what serve says that it answered. Beside the load, bench asks for a URL
// and opens it to learn what answers look like, asks for those that it opens three
// times, and for those whose nonces it compares.
func (s scene) agreesWithServe(t *testing.T) {
	sent, found := lastSample(t, s.prometheus, `embedsign_bench_http_requests_total{job="promtest", command="run", code="200"}`)
	if !found {
		t.Fatal("bench does not say how many requests it sent")
	}
	if s.report.Checks.Reopened != reopened {
		t.Errorf("%d URLs were opened again, want %d", s.report.Checks.Reopened, reopened)
	}
	nonces := 0.0
	for _, n := range s.report.Nonces {
		if n.Source == "http" {
			nonces = float64(n.Generated)
		}
	}
	signed := sent.value + nonces + reopened + 1
	requests := func(route string) string {
		return `embedsign_http_requests_total{job="embedsign-serve", route="` + route + `", code="2xx"}`
	}
	s.same(t, 0, `embedsign_signed_urls_total{user="viewer"}`, map[string]float64{"": signed})
	s.same(t, 0, requests("sign"), map[string]float64{"": signed})
	s.same(t, 0, requests("embed")+` == ignoring(route, code, verdict) embedsign_embed_opens_total{verdict="accepted"}`,
		map[string]float64{"": s.accepted(t)})
	s.same(t, 0, `embedsign_embed_opens_total{verdict="nonce_reused"}`, map[string]float64{"": 2 * reopened})
	s.same(t, 0, `sum(embedsign_embed_opens_total{verdict!~"accepted|nonce_reused"})`, map[string]float64{"": 0})
	s.same(t, 0, `embedsign_ledger_nonces`, map[string]float64{"": s.accepted(t)})
	const duration = "embedsign_http_request_duration_seconds"
	count := duration + `_count{route="sign", code="2xx"}`
	if s.native {
		count = `histogram_count(` + duration + `{route="sign", code="2xx"})`
	}
	s.same(t, 0, count, map[string]float64{"": signed})
}

// accepted is how many URLs serve opened.
func (s scene) accepted(t *testing.T) float64 {
	t.Helper()
	accepted, found := lastSample(t, s.prometheus, `embedsign_embed_opens_total{verdict="accepted"}`)
	if !found || accepted.value <= reopened+1 {
		t.Errorf("%v URLs were opened (there: %v)", accepted.value, found)
	}
	return accepted.value
}

// recorded compares what the rules make of the figures with the report.
func (s scene) recorded(t *testing.T) {
	want := expected(s.report)
	for quantile, name := range map[float64]string{0.5: "p50", 0.99: "p99"} {
		for job, native := range map[string]bool{pushed: s.native, inFile: false} {
			series := `embedsign_bench:operation_duration_seconds:` + name + `{job="` + job + `"}`
			eventually(t, series, func() bool { return len(query(t, s.prometheus, series, 0)) == len(want.samples) })
			width := classicWidth
			if native {
				width = nativeWidth
			}
			s.near(t, query(t, s.prometheus, series, 0), want, quantile, width)
		}
	}
	s.recordedOfLoad(t)
	const p99 = `job_route:embedsign_http_request_duration_seconds:p99_rate5m{route="sign"}`
	eventually(t, p99, func() bool { return len(query(t, s.prometheus, p99+" > 0 < 1", 0)) == 1 })
}
