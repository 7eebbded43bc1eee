package metrics

import (
	"sync"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// Live is what a load test tells while it runs, once a second. At its end there is
// nothing of it left: the last second says nothing about the test.
type live struct {
	offered, achieved, errors *prometheus.GaugeVec
}

func newLive() live {
	return live{
		offered:  gauges("live_offered_requests_per_second", "Rate at which requests were due in the last second; absent after the end.", "model"),
		achieved: gauges("live_achieved_requests_per_second", "Rate at which requests ended in the last second; absent after the end.", "model"),
		errors:   gauges("live_errors_per_second", "Rate of requests that failed in the last second; absent after the end.", "model"),
	}
}

func (l live) collectors() []prometheus.Collector {
	return []prometheus.Collector{l.offered, l.achieved, l.errors}
}

// Second publishes a point of the series, which is a second, or some in a test of
// hours.
func (l live) Second(model string, p load.Second) {
	for _, other := range []string{load.Open, load.Closed} {
		if other != model {
			l.forget(other)
		}
	}
	l.offered.WithLabelValues(model).Set(p.Offered)
	l.achieved.WithLabelValues(model).Set(p.Achieved)
	l.errors.WithLabelValues(model).Set(float64(p.Errors) / p.Length)
}

func (l live) end() {
	l.forget(load.Open)
	l.forget(load.Closed)
}

// forget takes away what a model that is over had in its last second.
func (l live) forget(model string) {
	for _, g := range []*prometheus.GaugeVec{l.offered, l.achieved, l.errors} {
		g.DeleteLabelValues(model)
	}
}

// sofar are the histograms of a test that goes on, by model. One takes 300 kB, and
// only somebody who scrapes during the test can see it.
type sofar struct {
	mu     sync.Mutex
	models map[string]*hdrhistogram.Histogram
}

// add takes the histogram of a second, and gives a copy of all until then.
func (s *sofar) add(model string, h *hdrhistogram.Histogram) *hdrhistogram.Histogram {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.models[model] == nil {
		s.models[model] = load.NewHistogram()
	}
	s.models[model].Merge(h)
	return s.models[model].Clone()
}
