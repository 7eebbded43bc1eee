package metrics

import (
	"math"
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// key are the label values of one latency histogram.
type key struct{ operation, engine, concurrency string }

// durations shows latencies that were recorded elsewhere. Each histogram has
// classic buckets, which is all that the text format can carry, and native ones,
// which are finer.
type durations struct {
	desc    *prometheus.Desc
	created time.Time

	mu     sync.Mutex
	latest map[key]prometheus.Metric
}

func newDurations() *durations {
	return &durations{
		desc: prometheus.NewDesc(prefix+"operation_duration_seconds",
			"Time of single operations, the clock's own cost included, from the sampled phase of the rounds so far.",
			[]string{"operation", "engine", "concurrency"}, nil),
		created: time.Now(),
		latest:  make(map[key]prometheus.Metric),
	}
}

// Describe implements [prometheus.Collector].
func (d *durations) Describe(descs chan<- *prometheus.Desc) { descs <- d.desc }

// Collect implements [prometheus.Collector].
func (d *durations) Collect(metrics chan<- prometheus.Metric) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range d.latest {
		metrics <- m
	}
}

// set takes a copy of a histogram of nanoseconds.
func (d *durations) set(k key, h *hdrhistogram.Histogram) {
	m := d.metric(k, h)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.latest[k] = m
}

// Classic buckets end at 100 ns, 200 ns and so on up to 0.1 s: the fastest
// operation takes some 100 ns, the slowest request some milliseconds.
const (
	firstBucket = 100e-9
	buckets     = 21
)

// Native buckets grow by the eighth root of 2, about 9 %.
const nativeSchema = 3

func (d *durations) metric(k key, h *hdrhistogram.Histogram) prometheus.Metric {
	count := uint64(h.TotalCount())
	classic := make(map[float64]uint64, buckets)
	native := make(map[int]int64)
	sum := 0.0
	for _, bar := range h.Distribution() {
		if bar.Count == 0 {
			continue
		}
		seconds := float64(bar.To) / 1e9
		sum += seconds * float64(bar.Count)
		native[int(math.Ceil(math.Log2(seconds)*(1<<nativeSchema)))] += bar.Count
		for i := range buckets {
			if bound := math.Ldexp(firstBucket, i); seconds <= bound {
				classic[bound] += uint64(bar.Count)
			}
		}
	}
	for i := range buckets { // also those below the fastest
		classic[math.Ldexp(firstBucket, i)] += 0
	}
	labels := []string{k.operation, k.engine, k.concurrency}
	fine, err := prometheus.NewConstNativeHistogram(d.desc, count, sum, native, nil, 0, nativeSchema, 0, d.created, labels...)
	if err != nil {
		return prometheus.NewInvalidMetric(d.desc, err)
	}
	coarse, err := prometheus.NewConstHistogram(d.desc, count, sum, classic, labels...)
	if err != nil {
		return prometheus.NewInvalidMetric(d.desc, err)
	}
	return both{fine, coarse}
}

// both is a native histogram with the buckets of a classic one.
type both struct {
	prometheus.Metric
	classic prometheus.Metric
}

// Write implements [prometheus.Metric].
func (b both) Write(out *dto.Metric) error {
	var classic dto.Metric
	if err := b.classic.Write(&classic); err != nil {
		return err
	}
	if err := b.Metric.Write(out); err != nil {
		return err
	}
	out.Histogram.Bucket = classic.Histogram.Bucket
	return nil
}
