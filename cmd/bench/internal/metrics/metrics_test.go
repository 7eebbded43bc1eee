package metrics

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// published is what a run could have found.
func published(t *testing.T) *prometheus.Registry {
	t.Helper()
	registry := prometheus.NewRegistry()
	e := environment.Environment{Go: "go1.26.8", CPU: "EPYC", SHA: "sha-ni", GOOS: "linux", GOARCH: "amd64",
		MaxProcs: 2, Version: "v1.0.0", Revision: "abc", Wazero: "v1.12.0"}
	m := New(e, map[string][]string{"native": {"sign"}, "wazero": {"sign"}, "http": {"sign"}}, []string{"native", "wazero"})
	if err := m.Register(registry); err != nil {
		t.Fatal(err)
	}
	latency := measure.NewHistogram()
	for _, d := range []time.Duration{150, 150, 250, 5000} {
		measure.Record(latency, d)
	}
	round := measure.Round{Latency: latency, Throughput: measure.Throughput{
		Operation: measure.Side{Count: 1000, Elapsed: time.Second}, Times: []measure.Times{{Operation: 3, Reference: 2}, {Operation: 1, Reference: 1}, {Operation: 4, Reference: 2}}}}
	m.Round("native", "sign", 2, round, round)
	m.Failed("wazero", "sign")
	m.Requests(heyload.Outcome{Statuses: map[int]int{200: 5, 403: 2, 999: 1, 298: 2}, Errors: map[string]int{"refused": 1, "reset": 3},
		Phases: heyload.Phases{Connect: []float64{1e-4}, Write: []float64{1e-6, 2e-6}, Wait: []float64{3e-5}, Read: []float64{1e-6}}})
	m.Wasm(time.Second, 250*time.Millisecond, 4*time.Millisecond, 1<<20)
	m.Stage("native", 2*time.Second)
	m.End(&report.Report{
		OK: true,
		Nonces: []report.Nonces{{Source: "native", Generated: 90, Duplicates: 1, Malformed: 4, EntropyBits: 9.5},
			{Source: report.AllSources, Generated: 100, Duplicates: 2, EntropyBits: 10.5}},
		Checks: report.Checks{Verified: 10, Bad: 3, Twice: 1},
		Results: []report.Result{{Engine: "native", Operation: "sign", Concurrency: 1, OpsPerSecond: 3e6},
			{Engine: "wazero", Operation: "sign", Concurrency: 1, OpsPerSecond: 1.5e5}},
	}, time.Unix(1_700_000_000, 0))
	return registry
}

func TestMetricsByValue(t *testing.T) {
	registry := published(t)
	text := func(lines ...string) *strings.Reader { return strings.NewReader(strings.Join(lines, "\n") + "\n") }
	want := text(
		`# HELP embedsign_bench_operations_total Operations in the slices of the throughput phase, by how they ended.`,
		`# TYPE embedsign_bench_operations_total counter`,
		`embedsign_bench_operations_total{engine="http",operation="sign",outcome="failed"} 0`,
		`embedsign_bench_operations_total{engine="http",operation="sign",outcome="ok"} 0`,
		`embedsign_bench_operations_total{engine="native",operation="sign",outcome="failed"} 0`,
		`embedsign_bench_operations_total{engine="native",operation="sign",outcome="ok"} 1000`,
		`embedsign_bench_operations_total{engine="wazero",operation="sign",outcome="failed"} 1`,
		`embedsign_bench_operations_total{engine="wazero",operation="sign",outcome="ok"} 0`)
	if err := testutil.GatherAndCompare(registry, want, prefix+"operations_total"); err != nil {
		t.Error(err)
	}
	got := values(t, registry)
	for series, want := range map[string]float64{
		`build_info{go1.26.8,abc,v1.0.0,v1.12.0}`:         1,
		`environment_info{EPYC,amd64,2,linux,sha-ni}`:     1,
		`reference_ratio{2,native,sign}`:                  1.5,
		`http_requests_total{200}`:                        5,
		`http_requests_total{403}`:                        2,
		`http_requests_total{other}`:                      3,
		`http_requests_total{error}`:                      4,
		`http_request_duration_seconds_count{connect}`:    1,
		`http_request_duration_seconds_count{write}`:      2,
		`http_request_duration_seconds_count{wait}`:       1,
		`http_request_duration_seconds_count{read}`:       1,
		`nonces_generated_total{native}`:                  90,
		`nonces_generated_total{wazero}`:                  0,
		`nonces_generated_total{all}`:                     100,
		`nonce_duplicates_total{native}`:                  1,
		`nonce_duplicates_total{all}`:                     2,
		`nonces_malformed_total{native}`:                  4,
		`nonces_malformed_total{all}`:                     0,
		`nonce_collision_entropy_bits{native}`:            9.5,
		`nonce_collision_entropy_bits{wazero}`:            0,
		`urls_verified_total{ok}`:                         7,
		`urls_verified_total{failed}`:                     3,
		`urls_accepted_twice_total{}`:                     1,
		`wasm_compile_duration_seconds{cold}`:             1,
		`wasm_compile_duration_seconds{warm}`:             0.25,
		`wasm_instantiate_duration_seconds{}`:             0.004,
		`wasm_memory_bytes{}`:                             1 << 20,
		`wasm_native_ratio{wazero}`:                       20,
		`run_duration_seconds{native}`:                    2,
		`run_last_success_timestamp_seconds{}`:            1.7e9,
		`run_last_completion_timestamp_seconds{}`:         1.7e9,
		`operation_duration_seconds_count{2,native,sign}`: 4,
	} {
		value, ok := got[series]
		if !ok || math.Abs(value-want) > 1e-9 {
			t.Errorf("%s is %v (there: %v), want %v", series, value, ok, want)
		}
	}
}

// values gathers series as name{label values, by label name}.
func values(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]float64)
	for _, f := range families {
		name := strings.TrimPrefix(f.GetName(), prefix)
		for _, m := range f.Metric {
			var labels []string
			for _, l := range m.Label {
				labels = append(labels, l.GetValue())
			}
			series := "{" + strings.Join(labels, ",") + "}"
			switch {
			case m.Counter != nil:
				got[name+series] = m.Counter.GetValue()
			case m.Gauge != nil:
				got[name+series] = m.Gauge.GetValue()
			case m.Histogram != nil:
				got[name+"_count"+series] = float64(m.Histogram.GetSampleCount())
			case m.Summary != nil:
				got[name+"_count"+series] = float64(m.Summary.GetSampleCount())
				got[name+"_sum"+series] = m.Summary.GetSampleSum()
			}
		}
	}
	return got
}

// TestHistogramHasBothForms checks bucket by bucket: 150, 150, 250 and 5000 ns.
func TestHistogramHasBothForms(t *testing.T) {
	families, err := published(t).Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != prefix+"operation_duration_seconds" {
			continue
		}
		h := f.Metric[0].Histogram
		want := map[float64]uint64{100e-9: 0, 200e-9: 2, 400e-9: 3, 3200e-9: 3, 6400e-9: 4}
		for _, b := range h.Bucket {
			if n, ok := want[b.GetUpperBound()]; ok && n != b.GetCumulativeCount() {
				t.Errorf("up to %v s: %d, want %d", b.GetUpperBound(), b.GetCumulativeCount(), n)
			}
			delete(want, b.GetUpperBound())
		}
		if len(want) > 0 || len(h.Bucket) != buckets {
			t.Errorf("%d classic buckets, without %v", len(h.Bucket), want)
		}
		if h.GetSchema() != nativeSchema || len(h.PositiveSpan) == 0 {
			t.Errorf("no native buckets: %v", h)
		}
		if sum := h.GetSampleSum(); math.Abs(sum-5550e-9) > 10e-9 {
			t.Errorf("sum %v, want 5.55e-06", sum)
		}
		return
	}
	t.Error("no histogram")
}

func TestLint(t *testing.T) {
	for name, of := range map[string]struct {
		registry *prometheus.Registry
		families int
	}{"run": {published(t), 20}, "load": {loaded(t), 19}, "nonces": {compared(t), 12}} {
		t.Run(name, func(t *testing.T) { lint(t, of.registry, of.families) })
	}
}

func lint(t *testing.T, registry *prometheus.Registry, want int) {
	problems, err := testutil.GatherAndLint(registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		// The linter takes bits for an amount of data. Entropy is a logarithm,
		// and nobody counts it in bytes.
		if p.Metric != prefix+"nonce_collision_entropy_bits" {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families { // the linter passes an empty help
		if f.GetHelp() == "" || !strings.HasPrefix(f.GetName(), prefix) {
			t.Errorf("%s: help %q", f.GetName(), f.GetHelp())
		}
	}
	if len(families) != want {
		t.Errorf("%d families, want all %d", len(families), want)
	}
}

// A run that failed tells when it ended, and not when one last succeeded, unless
// that is known from before.
func TestLastSuccessStays(t *testing.T) {
	for name, known := range map[string]time.Time{"unknown": {}, "known": time.Unix(1_600_000_000, 0)} {
		registry := prometheus.NewRegistry()
		m := New(environment.Environment{}, nil, nil)
		if err := m.Register(registry); err != nil {
			t.Fatal(err)
		}
		if !known.IsZero() {
			m.Succeeded(known)
		}
		if _, ok := values(t, registry)[`run_last_completion_timestamp_seconds{}`]; ok {
			t.Errorf("%s: the run has ended before it has", name)
		}
		m.End(&report.Report{Checks: report.Checks{Bad: 1}}, time.Unix(1_700_000_000, 0))
		got := values(t, registry)
		if got[`run_last_completion_timestamp_seconds{}`] != 1.7e9 {
			t.Errorf("%s: %v", name, got)
		}
		success, ok := got[`run_last_success_timestamp_seconds{}`]
		if ok == known.IsZero() || ok && success != 1.6e9 {
			t.Errorf("%s: last success %v (there: %v)", name, success, ok)
		}
		if got[`urls_verified_total{failed}`] != 1 || got[`urls_verified_total{ok}`] != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
