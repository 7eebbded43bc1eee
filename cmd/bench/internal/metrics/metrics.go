// Package metrics holds what bench exports to Prometheus: [Command] is what all
// of its commands have in common, [Metrics] is what bench run adds, [Load] what
// bench load does and [Nonces] what bench nonces does. What two of them find has one
// name, so that one rule is enough. How they get there is the business of package
// delivery.
//
// Nothing here is called per operation: a counter alone would cost a tenth of
// what the fastest operation takes. Figures are published when a round of
// measuring has ended.
package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// Metrics are what bench run exports. They are safe for concurrent use.
type Metrics struct {
	*Command

	durations  *durations
	operations *prometheus.CounterVec
	ratios     *prometheus.GaugeVec
	requests   *prometheus.CounterVec
	phases     *prometheus.HistogramVec
	nonces     comparison
	verified   signatures
	twice      prometheus.Counter
	compile    *prometheus.GaugeVec
	start      *prometheus.GaugeVec
	memory     *prometheus.GaugeVec
	native     *prometheus.GaugeVec
}

// The outcomes of operations and URLs.
const (
	outcomeOK     = "ok"
	outcomeFailed = "failed"
)

// The codes that are no status: of requests without an answer, and of answers
// whose status is none that HTTP knows. A server elsewhere chooses its statuses,
// and must not choose how many series there are.
const (
	codeError = "error"
	codeOther = "other"
)

// The phases of requests.
const (
	phaseConnect = "connect"
	phaseWrite   = "write"
	phaseWait    = "wait"
	phaseRead    = "read"
)

// New makes the metrics of a run that measures the operations of a plan, by
// engine, and draws nonces from these sources. Counters whose labels are known
// are there with zero from the start, so that a rate over the first event is
// right.
func New(e environment.Environment, plan map[string][]string, sources []string) *Metrics {
	m := &Metrics{
		Command: NewCommand(e),
		durations: newDurations(firstOfOperations, "operation_duration_seconds",
			"Time of single operations, the clock's own cost included, from the sampled phase of the rounds so far.", "operation", "engine", "concurrency"),
		operations: counters("operations_total", "Operations in the slices of the throughput phase, by how they ended.", "operation", "engine", "outcome"),
		ratios:     gauges("reference_ratio", "Time of an operation divided by that of its reference in alternating slices, the median so far.", "operation", "engine", "concurrency"),
		requests:   newRequests("code"),
		phases:     histograms("http_request_duration_seconds", "Time of a phase of those requests: connect, on new connections only, then write, wait for the first byte, and read.", "phase"),
		nonces:     newComparison(),
		verified:   newSignatures(),
		twice:      newTwice(),
		compile:    gauges("wasm_compile_duration_seconds", "Time to compile signer.wasm, with an empty cache (cold) and from the cache (warm).", "cache"),
		start:      gauges("wasm_instantiate_duration_seconds", "Time to start an instance of signer.wasm."),
		memory:     gauges("wasm_memory_bytes", "Memory of a warm instance of signer.wasm."),
		native:     gauges("wasm_native_ratio", "Time to sign a URL in WebAssembly divided by the time natively, on one goroutine; see sha_path of environment_info.", "engine"),
	}
	m.zero(plan, sources)
	return m
}

// Register registers all metrics, which can be in several registries.
func (m *Metrics) Register(r prometheus.Registerer) error {
	if err := m.Command.Register(r); err != nil {
		return err
	}
	return register(r, append(m.nonces.collectors(), m.durations, m.operations, m.ratios, m.requests, m.phases,
		m.verified, m.twice, m.compile, m.start, m.memory, m.native)...)
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
	m.nonces.zero(sources)
	m.verified.zero()
}

// Round publishes a round that has ended; total is the result with it.
func (m *Metrics) Round(engine, operation string, concurrency int, round, total measure.Round) {
	m.operations.WithLabelValues(operation, engine, outcomeOK).Add(float64(round.Operation.Count))
	if len(total.Times) > 0 {
		m.ratios.WithLabelValues(operation, engine, strconv.Itoa(concurrency)).Set(measure.Ratio(total.Times).Median)
	}
	if total.Latency != nil {
		m.durations.set(total.Latency, operation, engine, strconv.Itoa(concurrency))
	}
}

// Failed publishes that an operation could not be done.
func (m *Metrics) Failed(engine, operation string) {
	m.operations.WithLabelValues(operation, engine, outcomeFailed).Inc()
}

// Requests publishes a batch of requests to the measured server.
func (m *Metrics) Requests(o heyload.Outcome) {
	for status, n := range o.Statuses {
		m.requests.WithLabelValues(code(status)).Add(float64(n))
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

func code(status int) string {
	if http.StatusText(status) == "" {
		return codeOther
	}
	return strconv.Itoa(status)
}

// Wasm publishes the life of an instance.
func (m *Metrics) Wasm(cold, cached, instantiate time.Duration, memoryBytes uint32) {
	m.compile.WithLabelValues("cold").Set(cold.Seconds())
	m.compile.WithLabelValues("warm").Set(cached.Seconds())
	m.start.WithLabelValues().Set(instantiate.Seconds())
	m.memory.WithLabelValues().Set(float64(memoryBytes))
}

// End publishes what is known only at the end.
func (m *Metrics) End(r *report.Report, now time.Time) {
	m.nonces.end(r.Nonces)
	m.verified.found(r.Checks.Verified, r.Checks.Bad)
	m.twice.Add(float64(r.Checks.Twice))
	m.compareWithNative(r)
	m.Ended(r.OK, now)
}

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
