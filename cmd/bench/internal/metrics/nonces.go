package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/controls"
	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// Nonces are what bench nonces exports. They are safe for concurrent use.
type Nonces struct {
	*Command

	sources  []string
	drawn    *prometheus.CounterVec
	nonces   comparison
	verified signatures
	tests    *prometheus.CounterVec
	controls *prometheus.GaugeVec
}

// NewNonces makes the metrics of a command that compares nonces of these sources.
// The files of a merge are none: their names are the user's, and would be labels
// without bound. So there is all alone.
func NewNonces(e environment.Environment, sources []string) *Nonces {
	m := NewSelfTest(e)
	m.sources = sources
	for _, source := range sources {
		m.drawn.WithLabelValues(source)
	}
	m.nonces.zero(sources)
	for _, family := range evidence.Families() {
		m.tests.WithLabelValues(family, evidence.Pass)
		m.tests.WithLabelValues(family, evidence.Fail)
	}
	return m
}

// NewSelfTest makes the metrics of a self-test. It says nothing about our nonces, so
// it has none of their series, not even with zero: at a gateway they would take the
// place of those of a real run.
func NewSelfTest(e environment.Environment) *Nonces {
	return &Nonces{
		Command:  NewCommand(e),
		drawn:    counters("nonces_drawn_total", "Well-formed nonces that were drawn so far, to be compared when all of them are.", "source"),
		nonces:   newComparison(),
		verified: newSignatures(),
		tests:    counters("nonce_tests_total", "Tests that the nonces were put to, by what they ask (unique, form, balance, birthday) and the verdict.", "family", "verdict"),
		controls: gauges("nonce_control_ok", "Whether a broken source was caught by a test that is for it, or a sound one passed: 1 or 0.", "control"),
	}
}

// Register registers all metrics, which can be in several registries.
func (m *Nonces) Register(r prometheus.Registerer) error {
	if err := m.Command.Register(r); err != nil {
		return err
	}
	return register(r, append(m.nonces.collectors(), m.drawn, m.verified, m.tests, m.controls)...)
}

// Drawn publishes that a source has drawn so many more. It is called for thousands
// at once.
func (m *Nonces) Drawn(source string, n int) {
	m.drawn.WithLabelValues(source).Add(float64(n))
}

// Compared publishes what a trial found.
func (m *Nonces) Compared(r *trial.Result) {
	m.nonces.end(slices.DeleteFunc(slices.Clone(r.Nonces), func(n report.Nonces) bool {
		return n.Source != report.AllSources && !slices.Contains(m.sources, n.Source)
	}))
	for _, t := range r.Tests {
		m.tests.WithLabelValues(t.Family, t.Verdict).Inc()
	}
	if r.Method.Drawing > 0 {
		m.Stage("draw", inSeconds(r.Method.Drawing))
	}
	m.Stage("compare", inSeconds(r.Method.Comparing))
}

// Verified publishes what was found of the URLs that nonces came in.
func (m *Nonces) Verified(c report.Checks) { m.verified.found(c.Verified, c.Bad) }

// Tested publishes what a self-test found.
func (m *Nonces) Tested(r *controls.Result) {
	for _, c := range r.Controls {
		m.controls.WithLabelValues(c.Name).Set(truth(c.OK))
	}
}
