// Package metrics shows a run to Prometheus while it goes on, and until its
// last figures have been scraped.
//
// Nothing here is called per operation: a counter alone would cost a tenth of
// what the fastest operation takes. Figures are published when a round of
// measuring has ended.
package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

const prefix = "embedsign_bench_"

// Metrics are what a run exports. They are safe for concurrent use.
type Metrics struct {
	durations  *durations
	operations *prometheus.CounterVec
	ratios     *prometheus.GaugeVec
	requests   *prometheus.CounterVec
	phases     *prometheus.HistogramVec
	nonces     *prometheus.CounterVec
	duplicates *prometheus.CounterVec
	entropy    prometheus.Gauge
	urls       *prometheus.CounterVec
	twice      prometheus.Counter
	compile    *prometheus.GaugeVec
	start      prometheus.Gauge
	memory     prometheus.Gauge
	native     *prometheus.GaugeVec
	success    prometheus.Gauge
	completion prometheus.Gauge
	stages     *prometheus.GaugeVec
}

// The outcomes of operations and URLs.
const (
	outcomeOK     = "ok"
	outcomeFailed = "failed"
)

// codeError is the code of requests without an answer.
const codeError = "error"

// The phases of requests.
const (
	phaseConnect = "connect"
	phaseWrite   = "write"
	phaseWait    = "wait"
	phaseRead    = "read"
)

// New registers all metrics. Those whose labels are known are there with zero
// from the start, so that a rate over the first event is right.
func New(r prometheus.Registerer, e environment.Environment, plan map[string][]string, sources []string) (*Metrics, error) {
	m := &Metrics{
		durations:  newDurations(),
		operations: counters("operations_total", "Operations in the slices of the throughput phase, by how they ended.", "operation", "engine", "outcome"),
		ratios:     gauges("reference_ratio", "Time of an operation divided by that of its reference in alternating slices, the median so far.", "operation", "engine", "concurrency"),
		requests:   counters("http_requests_total", "Requests of the load to the measured server, warm-up included, by status code; code error stands for those without an answer.", "code"),
		phases:     histograms("http_request_duration_seconds", "Time of a phase of those requests: connect, on new connections only, then write, wait for the first byte, and read.", "phase"),
		nonces:     counters("nonces_generated_total", "Nonces that were drawn and compared with one another.", "source"),
		duplicates: counters("nonce_duplicates_total", "Nonces that repeat an earlier one; source all compares across sources.", "source"),
		entropy:    gauge("nonce_collision_entropy_bits", "Bits of collision entropy that all nonces of the run have at least, with 95 % confidence; 0 before the check and after a duplicate."),
		urls:       counters("urls_verified_total", "Signed URLs that were verified apart from the measured operations.", "outcome"),
		twice:      counter("urls_accepted_twice_total", "Signed URLs that the receiving side accepted more than once."),
		compile:    gauges("wasm_compile_duration_seconds", "Time to compile signer.wasm, with an empty cache (cold) and from the cache (warm).", "cache"),
		start:      gauge("wasm_instantiate_duration_seconds", "Time to start an instance of signer.wasm."),
		memory:     gauge("wasm_memory_bytes", "Memory of a warm instance of signer.wasm."),
		native:     gauges("wasm_native_ratio", "Time to sign a URL in WebAssembly divided by the time natively, on one goroutine; see sha_path of environment_info.", "engine"),
		success:    gauge("run_last_success_timestamp_seconds", "When a run last ended with everything in order, in Unix time; 0 if this one has not."),
		completion: gauge("run_last_completion_timestamp_seconds", "When a run last ended, in Unix time; 0 while this one goes on."),
		stages:     gauges("run_duration_seconds", "Time that a stage of the run took.", "stage"),
	}
	m.zero(plan, sources)
	for _, c := range append(m.collectors(), infos(e)...) {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *Metrics) collectors() []prometheus.Collector {
	return []prometheus.Collector{m.durations, m.operations, m.ratios, m.requests, m.phases, m.nonces, m.duplicates, m.entropy, m.urls,
		m.twice, m.compile, m.start, m.memory, m.native, m.success, m.completion, m.stages}
}

// zero makes the series of counters.
func (m *Metrics) zero(plan map[string][]string, sources []string) {
	for engine, operations := range plan {
		for _, operation := range operations {
			m.operations.WithLabelValues(operation, engine, outcomeOK)
			m.operations.WithLabelValues(operation, engine, outcomeFailed)
		}
	}
	if len(plan["http"]) > 0 {
		m.requests.WithLabelValues("200")
		m.requests.WithLabelValues(codeError)
		for _, phase := range []string{phaseConnect, phaseWrite, phaseWait, phaseRead} {
			m.phases.WithLabelValues(phase)
		}
	}
	for _, source := range append([]string{report.AllSources}, sources...) {
		m.nonces.WithLabelValues(source)
		m.duplicates.WithLabelValues(source)
	}
	m.urls.WithLabelValues(outcomeOK)
	m.urls.WithLabelValues(outcomeFailed)
}

// infos are gauges that are always 1 and say something in their labels.
func infos(e environment.Environment) []prometheus.Collector {
	build := gauges("build_info", "Always 1; the labels say what was built.", "version", "revision", "goversion", "wazero")
	build.WithLabelValues(e.Version, e.Revision, e.Go, e.Wazero).Set(1)
	on := gauges("environment_info", "Always 1; the labels say what it runs on.", "cpu", "sha_path", "goos", "goarch", "gomaxprocs")
	on.WithLabelValues(e.CPU, e.SHA, e.GOOS, e.GOARCH, strconv.Itoa(e.MaxProcs)).Set(1)
	return []prometheus.Collector{build, on}
}

// Round publishes a round that has ended; total is the result with it.
func (m *Metrics) Round(engine, operation string, concurrency int, round, total measure.Round) {
	m.operations.WithLabelValues(operation, engine, outcomeOK).Add(float64(round.Operation.Count))
	if len(total.Times) > 0 {
		m.ratios.WithLabelValues(operation, engine, strconv.Itoa(concurrency)).Set(measure.Ratio(total.Times).Median)
	}
	if total.Latency != nil {
		m.durations.set(key{operation, engine, strconv.Itoa(concurrency)}, total.Latency)
	}
}

// Failed publishes that an operation could not be done.
func (m *Metrics) Failed(engine, operation string) {
	m.operations.WithLabelValues(operation, engine, outcomeFailed).Inc()
}

// Requests publishes a batch of requests to the measured server.
func (m *Metrics) Requests(o heyload.Outcome) {
	for status, n := range o.Statuses {
		m.requests.WithLabelValues(strconv.Itoa(status)).Add(float64(n))
	}
	for _, n := range o.Errors {
		m.requests.WithLabelValues(codeError).Add(float64(n))
	}
	for phase, seconds := range map[string][]float64{
		phaseConnect: o.Phases.Connect, phaseWrite: o.Phases.Write, phaseWait: o.Phases.Wait, phaseRead: o.Phases.Read,
	} {
		observer := m.phases.WithLabelValues(phase)
		for _, s := range seconds {
			observer.Observe(s)
		}
	}
}

// Wasm publishes the life of an instance.
func (m *Metrics) Wasm(cold, cached, instantiate time.Duration, memoryBytes uint32) {
	m.compile.WithLabelValues("cold").Set(cold.Seconds())
	m.compile.WithLabelValues("warm").Set(cached.Seconds())
	m.start.Set(instantiate.Seconds())
	m.memory.Set(float64(memoryBytes))
}

// Stage publishes how long a stage took.
func (m *Metrics) Stage(name string, took time.Duration) {
	m.stages.WithLabelValues(name).Set(took.Seconds())
}

// End publishes what is known only at the end.
func (m *Metrics) End(r *report.Report, now time.Time) {
	for _, n := range r.Nonces {
		m.nonces.WithLabelValues(n.Source).Add(float64(n.Generated))
		m.duplicates.WithLabelValues(n.Source).Add(float64(n.Duplicates))
		if n.Source == report.AllSources {
			m.entropy.Set(n.EntropyBits)
		}
	}
	m.urls.WithLabelValues(outcomeOK).Add(float64(r.Checks.Verified - r.Checks.Bad))
	m.urls.WithLabelValues(outcomeFailed).Add(float64(r.Checks.Bad))
	m.twice.Add(float64(r.Checks.Twice))
	m.compareWithNative(r)
	m.completion.Set(unix(now))
	if r.OK {
		m.success.Set(unix(now))
	}
}

func unix(t time.Time) float64 { return float64(t.UnixMilli()) / 1e3 }

// compareWithNative sets the ratio of WebAssembly to native code.
func (m *Metrics) compareWithNative(r *report.Report) {
	native, ok := r.Find("native", "sign", 1)
	if !ok {
		return
	}
	for _, engine := range []string{"wazero", "wazero-interpreter"} {
		if wasm, ok := r.Find(engine, "sign", 1); ok {
			m.native.WithLabelValues(engine).Set(wasm.PerOperation() / native.PerOperation())
		}
	}
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
}

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + name, Help: help})
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
