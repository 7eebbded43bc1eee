package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// prefix begins every name.
const prefix = "embedsign_bench_"

// register registers until one cannot be.
func register(r prometheus.Registerer, collectors ...prometheus.Collector) error {
	for _, c := range collectors {
		if err := r.Register(c); err != nil {
			return err
		}
	}
	return nil
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
}

func gauges(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + name, Help: help}, labels)
}

// histograms have classic buckets from 1 µs to 1 s, and native ones that grow by
// a tenth.
func histograms(name, help string, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: prefix + name, Help: help,
		Buckets:                        prometheus.ExponentialBuckets(1e-6, 2, 21),
		NativeHistogramBucketFactor:    1.1,
		NativeHistogramMaxBucketNumber: 160,
		NativeHistogramZeroThreshold:   1e-9,
	}, labels)
}

// truth is how a gauge says yes and no.
func truth(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// inSeconds reads a time as results have it.
func inSeconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
