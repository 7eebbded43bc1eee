package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// A comparison is what comparing nonces with one another found, by their source.
type comparison struct {
	generated  *prometheus.CounterVec
	duplicates *prometheus.CounterVec
	malformed  *prometheus.CounterVec
	// Of single sources: all together are not what a URL is signed with.
	entropy *prometheus.GaugeVec
}

func newComparison() comparison {
	return comparison{
		generated:  counters("nonces_generated_total", "Nonces that were drawn and compared with one another.", "source"),
		duplicates: counters("nonce_duplicates_total", "Nonces that repeat an earlier one; source all compares across sources.", "source"),
		malformed:  counters("nonces_malformed_total", "Nonces that are no canonical UUIDv4.", "source"),
		entropy:    gauges("nonce_collision_entropy_bits", "Bits of collision entropy that no duplicate in a source proves; 0 before the check and after a duplicate. "+report.EntropyMeaning, "source"),
	}
}

func (c comparison) collectors() []prometheus.Collector {
	return []prometheus.Collector{c.generated, c.duplicates, c.malformed, c.entropy}
}

// zero makes the series of these sources and of all together.
func (c comparison) zero(sources []string) {
	for _, source := range append([]string{report.AllSources}, sources...) {
		c.generated.WithLabelValues(source)
		c.duplicates.WithLabelValues(source)
		c.malformed.WithLabelValues(source)
	}
	for _, source := range sources {
		c.entropy.WithLabelValues(source)
	}
}

func (c comparison) end(all []report.Nonces) {
	for _, n := range all {
		c.generated.WithLabelValues(n.Source).Add(float64(n.Generated))
		c.duplicates.WithLabelValues(n.Source).Add(float64(n.Duplicates))
		c.malformed.WithLabelValues(n.Source).Add(float64(n.Malformed))
	}
	for _, n := range report.Sources(all) {
		c.entropy.WithLabelValues(n.Source).Set(n.EntropyBits)
	}
}
