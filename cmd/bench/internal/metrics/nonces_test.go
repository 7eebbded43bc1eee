package metrics

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/controls"
	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// compared is what a trial could have found, beside a source that is a file.
func compared(t *testing.T) *prometheus.Registry {
	t.Helper()
	m := NewNonces(environment.Environment{}, []string{"native", "http"})
	m.Drawn("native", 40)
	m.Drawn("native", 50)
	m.Verified(report.Checks{Verified: 7, Bad: 2})
	m.Compared(&trial.Result{Method: trial.Method{Drawing: 2, Comparing: 0.5},
		Nonces: []report.Nonces{{Source: "native", Generated: 90, Duplicates: 1, Malformed: 4, EntropyBits: 9.5}, {Source: "a.run", Generated: 10, EntropyBits: 4},
			{Source: report.AllSources, Generated: 100, Duplicates: 2, EntropyBits: 10.5}},
		Tests: []evidence.Test{{Family: evidence.Balance, Verdict: evidence.Pass}, {Family: evidence.Balance, Verdict: evidence.Pass}, {Family: evidence.Unique, Verdict: evidence.Fail}},
	})
	m.Ended(true, time.Unix(1_700_000_000, 0))
	return registered(t, m)
}

func TestNoncesByValue(t *testing.T) {
	got := values(t, compared(t))
	for series, want := range map[string]float64{
		`nonces_drawn_total{native}`:           90,
		`nonces_drawn_total{http}`:             0,
		`nonces_generated_total{native}`:       90,
		`nonces_generated_total{http}`:         0,
		`nonces_generated_total{all}`:          100,
		`nonce_duplicates_total{all}`:          2,
		`nonces_malformed_total{native}`:       4,
		`nonce_collision_entropy_bits{native}`: 9.5,
		`nonce_collision_entropy_bits{http}`:   0,
		`nonce_tests_total{balance,pass}`:      2,
		`nonce_tests_total{unique,fail}`:       1,
		`nonce_tests_total{birthday,fail}`:     0,
		`urls_verified_total{ok}`:              5,
		`urls_verified_total{failed}`:          2,
		`run_duration_seconds{draw}`:           2,
		`run_duration_seconds{compare}`:        0.5,
		`run_last_success_timestamp_seconds{}`: 1.7e9,
	} {
		if value, ok := got[series]; !ok || value != want {
			t.Errorf("%s is %v (there: %v), want %v", series, value, ok, want)
		}
	}
	for _, series := range []string{`nonces_generated_total{a.run}`, `nonce_collision_entropy_bits{a.run}`, `nonce_collision_entropy_bits{all}`} {
		if value, ok := got[series]; ok {
			t.Errorf("%s is there, with %v", series, value)
		}
	}
}

// A self-test has no nonces of ours, not even none.
func TestSelfTestByValue(t *testing.T) {
	m := NewSelfTest(environment.Environment{})
	registry := registered(t, m)
	m.Tested(&controls.Result{Controls: []controls.Outcome{{Name: "stuck-bit", OK: true}, {Name: "sound"}}})
	m.Ended(false, time.Unix(1_700_000_000, 0))
	got := values(t, registry)
	if len(got) != 5 || got[`nonce_control_ok{stuck-bit}`] != 1 || got[`run_last_completion_timestamp_seconds{}`] != 1.7e9 {
		t.Errorf("%v", got)
	}
	if sound, ok := got[`nonce_control_ok{sound}`]; !ok || sound != 0 {
		t.Errorf("sound is %v (there: %v), want 0", sound, ok)
	}
}
