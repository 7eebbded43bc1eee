package api

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/signer"
)

// metrics are what a [Server] exports. Every label has a closed set of values,
// and all but the latency of routes are there with zero from the start, so that
// a rate over the first event is right.
type metrics struct {
	signed       *prometheus.CounterVec
	opens        map[signer.Code]prometheus.Counter
	ledgerErrors prometheus.Counter
	durations    *prometheus.HistogramVec
}

func newMetrics(registerer prometheus.Registerer, users []signer.Preset, ledger signer.Ledger) (*metrics, error) {
	opens := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "embedsign_embed_opens_total",
		Help: "Signed URLs that the receiving side judged, by verdict.",
	}, []string{"verdict"})
	m := &metrics{
		signed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "embedsign_signed_urls_total",
			Help: "URLs that the signing API made, by user.",
		}, []string{"user"}),
		opens: make(map[signer.Code]prometheus.Counter),
		ledgerErrors: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "embedsign_ledger_errors_total",
			Help: "Signed URLs that could not be judged because the ledger of used nonces failed.",
		}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "embedsign_http_request_duration_seconds",
			Help: "Time from the start of the handler to the end of its answer, by route and class of the status.",
			// The handlers take from some ten microseconds on.
			Buckets: []float64{25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 10e-3, 100e-3, 1},
		}, []string{"route", "code"}),
	}
	for _, code := range signer.Codes() {
		m.opens[code] = opens.WithLabelValues(string(code))
	}
	for _, preset := range users {
		m.signed.WithLabelValues(preset.ID)
	}
	errs := []error{
		registerer.Register(opens),
		registerer.Register(m.signed),
		registerer.Register(m.ledgerErrors),
		registerer.Register(m.durations),
	}
	if sized, ok := ledger.(interface{ Len() int }); ok {
		errs = append(errs, registerer.Register(ledgerSize(sized.Len)))
	}
	return m, errors.Join(errs...)
}

func ledgerSize(length func() int) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "embedsign_ledger_nonces",
		Help: "Used nonces that the ledger remembers.",
	}, func() float64 { return float64(length()) })
}

// routeDurations are the histograms of one route, by the first digit of the
// status: found once, so that a request pays for the observation alone.
type routeDurations [6]prometheus.Observer

func (m *metrics) durationsOf(route string) routeDurations {
	var durations routeDurations
	for digit, class := range []string{2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx"} {
		if class != "" {
			durations[digit] = m.durations.WithLabelValues(route, class)
		}
	}
	return durations
}

func (d routeDurations) observe(status int, elapsed time.Duration) {
	d[status/100].Observe(elapsed.Seconds())
}
