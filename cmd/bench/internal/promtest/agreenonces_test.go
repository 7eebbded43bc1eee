package promtest

import (
	"fmt"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// agreesWithNonces compares what Prometheus has of bench nonces by one way with its
// report, at the moment of the last scrape.
func (s scene) agreesWithNonces(t *testing.T, job string) {
	end, found := lastSample(t, s.prometheus, `embedsign_bench_run_last_success_timestamp_seconds{command="nonces", suite="test", job="`+job+`"}`)
	if !found {
		t.Fatal("no success")
	}
	figure := func(name string) string {
		return fmt.Sprintf(`embedsign_bench_%s{job=%q, command="nonces", suite="test"}`, name, job)
	}
	generated, drawn, zeros, bits := map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, n := range s.nonces.Nonces {
		generated[n.Source] = float64(n.Generated)
		zeros[n.Source] = 0
		if n.Source != report.AllSources {
			drawn[n.Source] = float64(n.Generated)
			bits[n.Source] = n.EntropyBits
		}
	}
	s.same(t, end.at, figure("nonces_generated_total"), generated, "source")
	s.same(t, end.at, figure("nonces_drawn_total"), drawn, "source")
	s.same(t, end.at, figure("nonce_duplicates_total"), zeros, "source")
	s.same(t, end.at, figure("nonces_malformed_total"), zeros, "source")
	s.same(t, end.at, figure("nonce_collision_entropy_bits"), bits, "source")
	s.same(t, end.at, figure("nonce_tests_total"), s.verdicts(), "family", "verdict")
	s.same(t, end.at, figure("urls_verified_total"), map[string]float64{"ok": generated["http"], "failed": 0}, "outcome")
}

// verdicts counts the tests of the report, also those of which there is none.
func (s scene) verdicts() map[string]float64 {
	counts := make(map[string]float64)
	for _, family := range evidence.Families() {
		counts[family+" "+evidence.Pass] = 0
		counts[family+" "+evidence.Fail] = 0
	}
	for _, test := range s.nonces.Tests {
		counts[test.Family+" "+test.Verdict]++
	}
	return counts
}
