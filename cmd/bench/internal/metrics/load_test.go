package metrics

import (
	"math"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

func registered(t *testing.T, m interface {
	Register(prometheus.Registerer) error
}) *prometheus.Registry {
	t.Helper()
	registry := prometheus.NewRegistry()
	if err := m.Register(registry); err != nil {
		t.Fatal(err)
	}
	return registry
}

// milliseconds records times.
func milliseconds(t *testing.T, all ...time.Duration) (h *hdrhistogram.Histogram, text string) {
	t.Helper()
	h = load.NewHistogram()
	for _, d := range all {
		load.Record(h, d*time.Millisecond)
	}
	text, err := load.Encoded(h)
	if err != nil {
		t.Fatal(err)
	}
	return h, text
}

// loaded is what a load test could have found.
func loaded(t *testing.T) *prometheus.Registry {
	t.Helper()
	m := NewLoad(environment.Environment{}, []string{load.Open, load.Closed})
	second, _ := milliseconds(t, 7)
	m.Second(load.Open, load.Second{Length: 2, Offered: 3, Achieved: 1, Errors: 1})
	m.Histogram(load.Open, second)
	_, response := milliseconds(t, 1, 2, 3000)
	_, service := milliseconds(t, 1, 1)
	r := &load.Result{OK: true,
		Models: load.Models{
			Open: &load.Model{Offered: 200, Achieved: 150, Busy: 0.5, Elapsed: 1.5, Requests: 10, Missed: 4, ResponseHDR: response, ServiceHDR: service,
				SendDelay: &load.Quantiles{Mean: 2_000_000, P50: 1_000_000, P99: 9_000_000, Samples: 10},
				Answers: load.Answers{Statuses: map[string]int64{"200": 5, "403": 2, "299": 1}, Failures: map[string]int64{load.FailedTimeout: 2, load.FailedSignature: 1},
					Accepted: 5, Refused: map[string]int64{"nonce_reused": 1, "of its own": 2, load.NoCode: 3}, Reopened: 4, AcceptedTwice: 1, Verified: 8, BadSignatures: 1}},
			Closed: &load.Model{Requests: 1, ResponseHDR: response, ServiceHDR: service,
				Answers: load.Answers{Statuses: map[string]int64{"200": 1}, Verified: 2, AcceptedTwice: 2, Reopened: 3}},
		},
		Objective: []load.Condition{{Text: "p99<1ms"}, {Text: "p99<5ms", Met: true}, {Text: "errors<1%", Met: true}},
	}
	m.End(r, time.Unix(1_700_000_000, 0))
	return registered(t, m)
}

func TestLoadByValue(t *testing.T) {
	got := values(t, loaded(t))
	for series, want := range map[string]float64{
		`http_offered_requests_per_second{open}`:       200,
		`http_achieved_requests_per_second{open}`:      150,
		`http_offered_requests_per_second{closed}`:     0,
		`processors_busy_ratio{open}`:                  0.5,
		`http_schedule_missed_total{open}`:             4,
		`http_schedule_missed_total{closed}`:           0,
		`http_response_duration_seconds_count{open}`:   3,
		`http_response_duration_seconds_count{closed}`: 3,
		`http_service_duration_seconds_count{open}`:    2,
		`http_send_delay_seconds_count{open}`:          10,
		`http_send_delay_seconds_sum{open}`:            0.02,
		`http_requests_total{200,open}`:                5,
		`http_requests_total{403,open}`:                2,
		`http_requests_total{other,open}`:              1,
		`http_requests_total{error,open}`:              2,
		`http_requests_total{200,closed}`:              1,
		`http_requests_total{error,closed}`:            0,
		`http_failures_total{timeout,open}`:            2,
		`http_failures_total{bad signature,open}`:      1,
		`http_failures_total{tls,closed}`:              0,
		`urls_opened_total{open,accepted}`:             5,
		`urls_opened_total{open,nonce_reused}`:         1,
		`urls_opened_total{open,other}`:                5,
		`urls_reopened_total{}`:                        7,
		`urls_accepted_twice_total{}`:                  3,
		`urls_verified_total{ok}`:                      9,
		`urls_verified_total{failed}`:                  1,
		`objective_met{p99}`:                           0,
		`objective_met{errors}`:                        1,
		`run_duration_seconds{open}`:                   1.5,
		`run_last_success_timestamp_seconds{}`:         1.7e9,
	} {
		if value, ok := got[series]; !ok || math.Abs(value-want) > 1e-9 {
			t.Errorf("%s is %v (there: %v), want %v", series, value, ok, want)
		}
	}
	for _, absent := range []string{`live_offered_requests_per_second{open}`, `http_capacity_requests_per_second{}`, `http_send_delay_seconds_count{closed}`} {
		if value, ok := got[absent]; ok {
			t.Errorf("%s is %v, want none", absent, value)
		}
	}
}

// TestLoadWhileItRuns has two seconds of each model, and no end.
func TestLoadWhileItRuns(t *testing.T) {
	m := NewLoad(environment.Environment{}, []string{load.Open, load.Closed})
	registry := registered(t, m)
	two, _ := milliseconds(t, 1, 2)
	for _, model := range []string{load.Open, load.Closed} {
		m.Histogram(model, two)
		m.Histogram(model, two)
		m.Second(model, load.Second{Length: 2, Offered: 3, Achieved: 1, Errors: 1})
	}
	got := values(t, registry)
	for series, want := range map[string]float64{
		`live_offered_requests_per_second{closed}`:    3,
		`live_achieved_requests_per_second{closed}`:   1,
		`live_errors_per_second{closed}`:              0.5,
		`http_response_duration_seconds_count{open}`:  4,
		`http_service_duration_seconds_count{closed}`: 4,
	} {
		if got[series] != want {
			t.Errorf("%s is %v, want %v", series, got[series], want)
		}
	}
	for _, absent := range []string{`live_offered_requests_per_second{open}`, `http_offered_requests_per_second{open}`, `http_service_duration_seconds_count{open}`, `run_last_completion_timestamp_seconds{}`} {
		if value, ok := got[absent]; ok {
			t.Errorf("%s is %v, want none", absent, value)
		}
	}
	m.End(nil, time.Unix(1_700_000_000, 0))
	got = values(t, registry)
	if _, ok := got[`run_last_success_timestamp_seconds{}`]; ok || got[`run_last_completion_timestamp_seconds{}`] != 1.7e9 {
		t.Errorf("a test that could not be done: %v", got)
	}
}

// A search has a capacity, and no counts: they are of many rates.
func TestSearchHasNoCounts(t *testing.T) {
	m := NewLoad(environment.Environment{}, nil)
	registry := registered(t, m)
	one, _ := milliseconds(t, 1)
	m.Histogram(load.Open, one)
	m.End(&load.Result{Capacity: &load.Capacity{Rate: 400}}, time.Unix(1_700_000_000, 0))
	got := values(t, registry)
	if got[`http_capacity_requests_per_second{}`] != 400 {
		t.Errorf("%v", got)
	}
	for _, absent := range []string{`http_requests_total{200,open}`, `http_schedule_missed_total{open}`, `http_response_duration_seconds_count{open}`, `http_offered_requests_per_second{open}`} {
		if value, ok := got[absent]; ok {
			t.Errorf("%s is %v, want none", absent, value)
		}
	}
}

// What cannot be read is told by the scrape, not left out.
func TestDamagedHistogramIsTold(t *testing.T) {
	m := NewLoad(environment.Environment{}, []string{load.Open})
	m.End(&load.Result{Models: load.Models{Open: &load.Model{ResponseHDR: "?", ServiceHDR: "?"}}}, time.Now())
	if _, err := registered(t, m).Gather(); err == nil {
		t.Error("no error")
	}
}
