package metrics

import (
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// durations shows latencies that were recorded elsewhere. Each histogram has
// classic buckets, which is all that the text format can carry, and native ones,
// which are finer.
type durations struct {
	*constants
	first   float64 // the bound of the first classic bucket, in seconds
	created time.Time
}

// newDurations makes histograms whose classic buckets begin at a time in seconds.
func newDurations(first float64, name, help string, labels ...string) *durations {
	return &durations{constants: newConstants(name, help, labels...), first: first, created: time.Now()}
}

// Each classic bucket ends at twice the time of the one before.
const buckets = 21

// The bounds of the first buckets, in seconds. The fastest operation takes some
// 100 ns and the slowest some milliseconds, which is below the last bound of 0.1 s;
// requests take from some 100 µs to the timeout, which is 10 s if nobody says
// otherwise.
const (
	firstOfOperations = 100e-9
	firstOfRequests   = 10e-6
)

// Native buckets grow by the eighth root of 2, about 9 %.
const nativeSchema = 3

// set takes a copy of a histogram of nanoseconds.
func (d *durations) set(h *hdrhistogram.Histogram, labels ...string) {
	count := uint64(h.TotalCount())
	classic := d.emptyBuckets()
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
			if bound := math.Ldexp(d.first, i); seconds <= bound {
				classic[bound] += uint64(bar.Count)
			}
		}
	}
	fine, err := prometheus.NewConstNativeHistogram(d.desc, count, sum, native, nil, 0, nativeSchema, 0, d.created, labels...)
	if err != nil {
		d.putOr(err, nil, labels...)
		return
	}
	coarse, err := prometheus.NewConstHistogram(d.desc, count, sum, classic, labels...)
	d.putOr(err, both{fine, coarse}, labels...)
}

// emptyBuckets are all classic buckets, also those that nothing will be in.
func (d *durations) emptyBuckets() map[float64]uint64 {
	all := make(map[float64]uint64, buckets)
	for i := range buckets {
		all[math.Ldexp(d.first, i)] = 0
	}
	return all
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
