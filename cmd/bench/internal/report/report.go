// Package report holds what a run found and writes it as text, Markdown, JSON
// or in the Go benchmark format. It judges nothing and measures nothing.
//
// The JSON form is an interface: fields may be added, and keep their meaning.
package report

import (
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
)

// Schema is the version of the JSON form.
const Schema = 1

// A Report is what one run found.
type Report struct {
	Schema      int                     `json:"schema"`
	Environment environment.Environment `json:"environment"`
	Method      Method                  `json:"method"`
	Results     []Result                `json:"results"`
	Phases      []Phase                 `json:"phases"`
	Nonces      []Nonces                `json:"nonces"`
	Checks      Checks                  `json:"checks"`
	Limits      []Limit                 `json:"limits"`
	// Problems says, a line each, why OK is false.
	Problems []string `json:"problems"`
	// Incomplete: the run was interrupted or failed, and what follows from it
	// is missing.
	Incomplete bool `json:"incomplete"`
	OK         bool `json:"ok"`
}

// New makes a report without results. Its lists are empty, not nil, so that
// they are lists in JSON too.
func New(e environment.Environment, m Method) *Report {
	return &Report{
		Schema:      Schema,
		Environment: e,
		Method:      m,
		Results:     []Result{},
		Phases:      []Phase{},
		Nonces:      []Nonces{},
		Limits:      []Limit{},
		Problems:    []string{},
	}
}

// A Method says how the figures came about.
type Method struct {
	// Duration is what the slices of each result got, spread over Rounds; WarmUp
	// is what came before in each round.
	Duration time.Duration `json:"duration_ns"`
	Rounds   int           `json:"rounds"`
	WarmUp   time.Duration `json:"warm_up_ns"`
	Slice    time.Duration `json:"slice_ns"`
	// Clock is what a single latency is too long by; 0 if none was sampled.
	Clock time.Duration `json:"clock_ns"`
	// SignedText and URL are lengths in bytes for native and wazero, or 0.
	SignedText int `json:"signed_text_bytes"`
	URL        int `json:"url_bytes"`
	// Random is the source of randomness in WebAssembly: "crypto" or
	// "wazero-default".
	Random string `json:"random"`
	// Target is the server that was measured: "in-process" or its URL; empty
	// without the http engine.
	Target string `json:"target"`
	// LeftOut says what of the target was not measured and why, or is empty.
	LeftOut string `json:"left_out"`
}

// InProcess is the [Method.Target] that is our own server in this process.
const InProcess = "in-process"

// A Result is one operation of one engine at one concurrency. A figure that was
// not measured is nil.
type Result struct {
	Engine    string `json:"engine"`
	Operation string `json:"operation"`
	// Concurrency is the number of goroutines, or of connections for http.
	Concurrency int `json:"concurrency"`
	// Count is the number of operations from which the throughput comes.
	Count        int64    `json:"count"`
	OpsPerSecond float64  `json:"ops_per_second"`
	Latency      *Latency `json:"latency_ns"`
	// Allocs and Bytes are heap allocations per operation: of the process, so
	// for wazero those of the host, and for http those of client and server.
	Allocs *float64 `json:"allocs_per_op"`
	Bytes  *float64 `json:"bytes_per_op"`
	// Ratio is the time of an operation divided by that of a reference
	// operation, the median over all pairs of slices; lower is better. RatioLow
	// and RatioHigh enclose it with 95 % confidence, and are nil where there are
	// too few pairs for that.
	Ratio     *float64 `json:"ratio_to_reference"`
	RatioLow  *float64 `json:"ratio_low"`
	RatioHigh *float64 `json:"ratio_high"`
	Pairs     int      `json:"slice_pairs"`
	Reference string   `json:"reference"`
	// ReferencePerSecond is the throughput of the reference in its slices.
	ReferencePerSecond float64 `json:"reference_ops_per_second"`
	// SetUp is the number of requests left out because they had to open their
	// connection first.
	SetUp int64 `json:"connection_set_ups"`
}

// Latency has quantiles in nanoseconds, the clock's own cost included.
type Latency struct {
	P50     int64 `json:"p50"`
	P90     int64 `json:"p90"`
	P99     int64 `json:"p99"`
	P999    int64 `json:"p999"`
	Max     int64 `json:"max"`
	Samples int64 `json:"samples"`
}

// The phases of a WebAssembly engine.
const (
	CompileCold   = "compile-cold"
	CompileCached = "compile-cached"
	Instantiate   = "instantiate"
	FirstCall     = "first-call"
	Steady        = "steady"
)

// A Phase is one step in the life of a WebAssembly instance.
type Phase struct {
	Engine string `json:"engine"`
	Phase  string `json:"phase"`
	NS     int64  `json:"ns"`
}

// Nonces is what was found among the nonces of one source.
type Nonces struct {
	Source string `json:"source"`
	// Generators is the number of goroutines or instances that drew.
	Generators int `json:"generators"`
	Generated  int `json:"generated"`
	Duplicates int `json:"duplicates"`
	Malformed  int `json:"malformed"`
	// EntropyBits is what no duplicate proves; see [EntropyMeaning].
	EntropyBits float64 `json:"entropy_bits_at_least"`
}

// AllSources is the [Nonces.Source] of the comparison of everything with
// everything.
const AllSources = "all"

// Checks counts what was examined for correctness.
type Checks struct {
	// Verified URLs had a good signature, Bad ones did not, or were refused.
	Verified int64 `json:"urls_verified"`
	Bad      int64 `json:"bad_urls"`
	// Reopened URLs were opened a second time; Twice of them were accepted.
	Reopened int64 `json:"urls_reopened"`
	Twice    int64 `json:"accepted_twice"`
}

// The figures that have limits.
const (
	FigureRatio  = "ratio"
	FigureAllocs = "allocs"
)

// A Limit is one limit and the figure it is held against.
type Limit struct {
	Engine      string  `json:"engine"`
	Operation   string  `json:"operation"`
	Concurrency int     `json:"concurrency"`
	Figure      string  `json:"figure"` // FigureRatio or FigureAllocs
	Max         float64 `json:"max"`
	Value       float64 `json:"value"`
	OK          bool    `json:"ok"`
}

// Find gives the result of an engine's operation at a concurrency.
func (r *Report) Find(engine, operation string, concurrency int) (Result, bool) {
	for _, result := range r.Results {
		if result.Engine == engine && result.Operation == operation && result.Concurrency == concurrency {
			return result, true
		}
	}
	return Result{}, false
}

// PerOperation gives the seconds that one of the goroutines spends on an
// operation.
func (r Result) PerOperation() float64 { return float64(r.Concurrency) / r.OpsPerSecond }

// Wrong reports whether anything that was measured came out wrong: a bad URL,
// one that was accepted twice, a duplicate or malformed nonce.
func (r *Report) Wrong() bool {
	wrong := r.Checks.Bad > 0 || r.Checks.Twice > 0
	for _, n := range r.Nonces {
		wrong = wrong || n.Duplicates > 0 || n.Malformed > 0
	}
	return wrong
}

// Exceeded reports whether a limit was exceeded.
func (r *Report) Exceeded() bool { return r.kept() < len(r.Limits) }
