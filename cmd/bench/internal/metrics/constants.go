package metrics

import (
	"strings"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// constants shows metrics of one name whose values were found elsewhere, one for
// each set of labels. It is safe for concurrent use.
type constants struct {
	desc *prometheus.Desc

	mu     sync.Mutex
	latest map[string]prometheus.Metric
}

func newConstants(name, help string, labels ...string) *constants {
	return &constants{
		desc:   prometheus.NewDesc(prefix+name, help, labels, nil),
		latest: make(map[string]prometheus.Metric),
	}
}

// Describe implements [prometheus.Collector].
func (c *constants) Describe(descs chan<- *prometheus.Desc) { descs <- c.desc }

// Collect implements [prometheus.Collector].
func (c *constants) Collect(metrics chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range c.latest {
		metrics <- m
	}
}

// put takes the place of what there was with the same labels.
func (c *constants) put(m prometheus.Metric, labels ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latest[strings.Join(labels, "\xff")] = m // no label has this byte, which is not UTF-8
}

// putOr puts a metric, or in its place why there is none, which a scrape then tells.
func (c *constants) putOr(err error, m prometheus.Metric, labels ...string) {
	if err != nil {
		m = prometheus.NewInvalidMetric(c.desc, err)
	}
	c.put(m, labels...)
}
