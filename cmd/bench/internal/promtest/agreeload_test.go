package promtest

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/signer"
)

// agreesWithLoad compares what Prometheus has of a load test by one way with its
// report, at the moment of the last scrape.
func (s scene) agreesWithLoad(t *testing.T, job string) {
	end, found := lastSample(t, s.prometheus, `embedsign_bench_run_last_success_timestamp_seconds{command="load", suite="test", job="`+job+`"}`)
	if !found {
		t.Fatal("no success")
	}
	figure := func(name string) string {
		return fmt.Sprintf(`embedsign_bench_%s{job=%q, command="load", suite="test"}`, name, job)
	}
	want := expectedOfLoad(s.load)
	s.same(t, end.at, figure("http_offered_requests_per_second"), want.offered, "model")
	s.same(t, end.at, figure("http_achieved_requests_per_second"), want.achieved, "model")
	s.same(t, end.at, figure("processors_busy_ratio"), want.busy, "model")
	s.same(t, end.at, figure("http_schedule_missed_total"), want.missed, "model")
	s.same(t, end.at, figure("http_requests_total"), want.requests, "model", "code")
	s.same(t, end.at, "sum by (model) ("+figure("http_failures_total")+")", want.failures, "model")
	s.same(t, end.at, figure("urls_opened_total"), want.opened, "model", "verdict")
	s.same(t, end.at, figure("urls_reopened_total"), map[string]float64{"": want.reopened})
	s.same(t, end.at, figure("urls_accepted_twice_total"), map[string]float64{"": 0})
	s.same(t, end.at, figure("objective_met"), map[string]float64{"p99": 1, "errors": 1}, "figure")
	for _, m := range s.load.Models.All() {
		s.times(t, end.at, job, "http_response_duration_seconds", m.Name, m.Response)
		s.times(t, end.at, job, "http_service_duration_seconds", m.Name, m.Service)
	}
	s.same(t, end.at, strings.Replace(figure("http_send_delay_seconds"), "}", `, quantile="0.99"}`, 1),
		map[string]float64{"open": float64(s.load.Models.Open.SendDelay.P99) / 1e9}, "model")
	s.same(t, end.at, figure("http_send_delay_seconds_count"), map[string]float64{"open": float64(s.load.Models.Open.SendDelay.Samples)}, "model")
	s.same(t, end.at, figure("live_offered_requests_per_second"), nil)
}

// times compares a histogram: the count exactly, the mean to three digits, and the
// median within a bucket.
func (s scene) times(t *testing.T, at float64, job, name, model string, want load.Quantiles) {
	t.Helper()
	labels := fmt.Sprintf(`{job=%q, command="load", suite="test", model=%q}`, job, model)
	name = "embedsign_bench_" + name
	count, sum, buckets, width := name+"_count"+labels, name+"_sum"+labels, name+"_bucket"+labels, classicWidth
	if s.native && job != inFile {
		buckets, width = name+labels, nativeWidth
		count, sum = "histogram_count("+buckets+")", "histogram_sum("+buckets+")"
	}
	s.same(t, at, count, map[string]float64{model: float64(want.Samples)}, "model")
	s.apart(t, at, sum+" / "+count, float64(want.Mean)/1e9, 1.01, 1)
	s.apart(t, at, fmt.Sprintf("histogram_quantile(0.5, %s)", buckets), float64(want.P50)/1e9, width, 2)
}

// apart sees that one series is less than so many steps of a width away from a value.
func (s scene) apart(t *testing.T, at float64, expression string, want, width, steps float64) {
	t.Helper()
	got := query(t, s.prometheus, expression, at)
	if len(got) != 1 {
		t.Errorf("%s: %d series, want 1", expression, len(got))
		return
	}
	if a := math.Abs(math.Log(got[0].value/want)) / math.Log(width); !(a < steps) {
		t.Errorf("%s: %v, want %v: %.1f steps of %v apart", expression, got[0].value, want, a, width)
	}
}

// recordedOfLoad compares what the rules make of the figures with the report.
func (s scene) recordedOfLoad(t *testing.T) {
	for _, m := range s.load.Models.All() {
		for _, job := range []string{pushed, inFile} {
			series := fmt.Sprintf(`embedsign_bench:http_response_duration_seconds:p50{job=%q, model=%q}`, job, m.Name)
			eventually(t, series, func() bool { return len(query(t, s.prometheus, series, 0)) == 1 })
			s.apart(t, 0, series, float64(m.Response.P50)/1e9, classicWidth, 2)
		}
	}
}

// LoadFigures are those of a report, by the labels that Prometheus has for them.
type loadFigures struct {
	offered, achieved, busy, missed map[string]float64
	requests, failures, opened      map[string]float64
	reopened                        float64
}

func expectedOfLoad(r load.Result) loadFigures {
	f := loadFigures{offered: map[string]float64{}, achieved: map[string]float64{}, busy: map[string]float64{}, missed: map[string]float64{},
		requests: map[string]float64{}, failures: map[string]float64{}, opened: map[string]float64{}}
	for _, m := range r.Models.All() {
		f.offered[m.Name], f.achieved[m.Name], f.busy[m.Name] = m.Offered, m.Achieved, m.Busy
		f.missed[m.Name] = float64(m.Missed)
		f.failures[m.Name] = float64(m.Errors)
		answered := int64(0)
		f.requests[m.Name+" 200"] = 0
		for status, n := range m.Statuses {
			answered += n
			f.requests[m.Name+" "+status] = float64(n)
		}
		f.requests[m.Name+" error"] = float64(m.Requests - answered)
		f.opened[m.Name+" "+string(signer.CodeAccepted)] = float64(m.Accepted)
		for code, n := range m.Refused {
			f.opened[m.Name+" "+code] = float64(n)
		}
		f.reopened += float64(m.Reopened)
	}
	return f
}
