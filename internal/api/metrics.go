package api

import (
	"errors"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/signer"
)

// metrics are what a [Server] exports. Every label has a closed set of values,
// and all series are there with zero from the start, so that a rate over the first
// event is right.
type metrics struct {
	signed          *prometheus.CounterVec
	signingFailures prometheus.Counter
	opens           map[signer.Code]prometheus.Counter
	ledgerErrors    prometheus.Counter
	requests        *prometheus.CounterVec
	durations       *prometheus.HistogramVec
}

func newMetrics(config Config) (*metrics, error) {
	opens := counters("embed_opens_total", "Signed URLs that the receiving side judged, by verdict.", "verdict")
	m := &metrics{
		signed:          counters("signed_urls_total", "URLs that the signing API made, by user.", "user"),
		signingFailures: counter("signing_failures_total", "URLs that the signing API should have made and could not."),
		opens:           make(map[signer.Code]prometheus.Counter),
		ledgerErrors:    counter("ledger_errors_total", "Signed URLs that could not be judged because the ledger of used nonces failed."),
		requests:        counters("http_requests_total", "Requests that were answered, by route and class of the status.", "route", "code"),
		durations:       newDurations(),
	}
	for _, code := range slices.Concat(signer.Codes(), config.MoreVerdicts) {
		m.opens[code] = opens.WithLabelValues(string(code))
	}
	for _, preset := range config.Users {
		m.signed.WithLabelValues(preset.ID)
	}
	collectors := append(ledgerSizes(config), opens, m.signed, m.signingFailures, m.ledgerErrors, m.requests, m.durations)
	var errs []error
	for _, c := range collectors {
		errs = append(errs, config.Registerer.Register(c))
	}
	return m, errors.Join(errs...)
}

const prefix = "embedsign_"

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
}

// newDurations has classic buckets, which is all that the text format can carry,
// and native ones, which grow by a tenth and which a Prometheus that knows them
// asks for.
func newDurations() *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: prefix + "http_request_duration_seconds",
		Help: "Time from the start of the handler to the end of its answer, by route and class of the status.",
		// The handlers take from some ten microseconds on.
		Buckets:                        []float64{25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 10e-3, 100e-3, 1},
		NativeHistogramBucketFactor:    1.1,
		NativeHistogramMaxBucketNumber: 160,
		NativeHistogramZeroThreshold:   1e-9,
	}, []string{"route", "code"})
}

// ledgerSizes says how full the ledger is, as far as it tells.
func ledgerSizes(config Config) []prometheus.Collector {
	var sizes []prometheus.Collector
	if sized, ok := config.Ledger.(interface{ Len() int }); ok {
		sizes = append(sizes, gauge("ledger_nonces", "Used nonces that the ledger remembers.", sized.Len))
	}
	if config.Capacity > 0 {
		sizes = append(sizes, gauge("ledger_capacity_nonces", "Used nonces for which the ledger has room. A full one refuses every URL.",
			func() int { return config.Capacity }))
	}
	return sizes
}

func gauge(name, help string, value func() int) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: prefix + name, Help: help}, func() float64 { return float64(value()) })
}

// An answered is what is known of the answers of one route with one class of
// status.
type answered struct {
	requests prometheus.Counter
	duration prometheus.Observer
}

// routeMetrics are those of one route, by the first digit of the status: found
// once, so that a request pays for the counting alone. The counter is there beside
// the histogram because a Prometheus that takes the native one has no _count.
type routeMetrics [6]answered

func (m *metrics) of(route string) routeMetrics {
	var all routeMetrics
	for digit, class := range []string{2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx"} {
		if class != "" {
			all[digit] = answered{m.requests.WithLabelValues(route, class), m.durations.WithLabelValues(route, class)}
		}
	}
	return all
}

func (m *routeMetrics) observe(status int, elapsed time.Duration) {
	class := m[status/100]
	class.requests.Inc()
	class.duration.Observe(elapsed.Seconds())
}
