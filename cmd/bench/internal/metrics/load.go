package metrics

import (
	"slices"
	"strings"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// Load are what bench load exports. The figures of a model are there when the test
// has ended; [Load.Second] and [Load.Histogram] are for while it goes on. They are
// safe for concurrent use.
type Load struct {
	*Command
	live
	sofar  sofar
	models []string

	// Of the whole of a model.
	offered, achieved *prometheus.GaugeVec
	busy              *prometheus.GaugeVec
	missed            *prometheus.CounterVec
	response, service *durations
	delay             *constants
	answers           answers

	// Of the whole test. Vectors without labels have no value where there is none.
	objective *prometheus.GaugeVec
	capacity  *prometheus.GaugeVec
}

// NewLoad makes the metrics of a test with these models, none for a search, whose
// steps are in its report. Counters whose labels are known are there with zero from
// the start.
func NewLoad(e environment.Environment, models []string) *Load {
	m := &Load{
		Command:   NewCommand(e),
		live:      newLive(),
		sofar:     sofar{models: make(map[string]*hdrhistogram.Histogram)},
		models:    models,
		offered:   gauges("http_offered_requests_per_second", "Mean rate at which requests were due, over the whole test; 0 for a closed loop without a rate.", "model"),
		achieved:  gauges("http_achieved_requests_per_second", "Mean rate at which requests were sent, over the whole test; for a closed loop, at which they ended.", "model"),
		busy:      gauges("processors_busy_ratio", "Share of the processors in use that bench could have had, 1 being all; near it, this machine may be what is slow and not the server.", "model"),
		missed:    counters("http_schedule_missed_total", "Requests that were due and could not be sent before the end.", "model"),
		response:  newDurations(firstOfRequests, "http_response_duration_seconds", "Time from when a request was due to the end of the answer, failures included; for a closed loop the corrected estimate.", "model"),
		service:   newDurations(firstOfRequests, "http_service_duration_seconds", "Time from when a request was sent to the end of the answer, failures included.", "model"),
		delay:     newConstants("http_send_delay_seconds", "Time from when a request was due until it was sent; the sum is the mean times the count.", "model"),
		answers:   newAnswers(),
		objective: gauges("objective_met", "Whether a condition of the objective was met: 1 or 0; absent without an objective.", "figure"),
		capacity:  gauges("http_capacity_requests_per_second", "Highest rate at which the objective held twice; absent unless it was searched."),
	}
	for _, model := range models {
		m.missed.WithLabelValues(model)
		m.answers.zero(model)
	}
	return m
}

// Register registers all metrics, which can be in several registries.
func (m *Load) Register(r prometheus.Registerer) error {
	if err := m.Command.Register(r); err != nil {
		return err
	}
	own := []prometheus.Collector{m.offered, m.achieved, m.busy, m.missed, m.response, m.service, m.delay, m.objective, m.capacity}
	own = append(own, m.live.collectors()...)
	return register(r, append(own, m.answers.collectors()...)...)
}

// Histogram publishes the times until now, given those of another second: from when
// requests were due, for a closed loop from when they were sent. What was never sent
// comes with the end. The steps of a search are not added up.
func (m *Load) Histogram(model string, second *hdrhistogram.Histogram) {
	if !slices.Contains(m.models, model) {
		return
	}
	times := m.response
	if model == load.Closed {
		times = m.service
	}
	times.set(m.sofar.add(model, second), model)
}

// End publishes what a test found; nil is one that could not be done.
func (m *Load) End(r *load.Result, now time.Time) {
	m.live.end()
	if r == nil {
		m.Ended(false, now)
		return
	}
	for _, model := range r.Models.All() {
		m.model(model)
	}
	m.judged(r.Objective)
	if c := r.Capacity; c != nil {
		m.capacity.WithLabelValues().Set(c.Rate)
	}
	m.Ended(r.OK, now)
}

func (m *Load) model(of load.Named) {
	m.offered.WithLabelValues(of.Name).Set(of.Offered)
	m.achieved.WithLabelValues(of.Name).Set(of.Achieved)
	m.busy.WithLabelValues(of.Name).Set(of.Busy)
	m.missed.WithLabelValues(of.Name).Add(float64(of.Missed))
	m.setEncoded(m.response, of.ResponseHDR, of.Name)
	m.setEncoded(m.service, of.ServiceHDR, of.Name)
	if of.SendDelay != nil {
		m.setDelay(*of.SendDelay, of.Name)
	}
	m.answers.end(of)
	m.Stage(of.Name, inSeconds(of.Elapsed))
}

// setEncoded takes a histogram as the result has it, so that both have the same
// figures.
func (m *Load) setEncoded(d *durations, text, model string) {
	h, err := load.Decoded(text)
	if err != nil {
		d.putOr(err, nil, model)
		return
	}
	d.set(h, model)
}

// setDelay makes a summary: of the delay a result has quantiles only.
func (m *Load) setDelay(q load.Quantiles, model string) {
	quantiles := map[float64]float64{}
	for quantile, ns := range map[float64]int64{0.5: q.P50, 0.75: q.P75, 0.9: q.P90, 0.95: q.P95, 0.99: q.P99, 0.999: q.P999, 1: q.Max} {
		quantiles[quantile] = float64(ns) / 1e9
	}
	sum := float64(q.Mean) / 1e9 * float64(q.Samples)
	summary, err := prometheus.NewConstSummary(m.delay.desc, uint64(q.Samples), sum, quantiles, model)
	m.delay.putOr(err, summary, model)
}

// judged publishes the conditions, each under its figure, of which there are few.
// Two limits of one figure are met when both are.
func (m *Load) judged(conditions []load.Condition) {
	met := make(map[string]bool)
	for _, c := range conditions {
		figure, _, _ := strings.Cut(c.Text, "<")
		before, known := met[figure]
		met[figure] = c.Met && (before || !known)
	}
	for figure, yes := range met {
		m.objective.WithLabelValues(figure).Set(truth(yes))
	}
}
