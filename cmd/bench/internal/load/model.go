package load

// A Model is what one load model found.
//
// Each request that was sent is counted once in Requests, and with the time that
// passed in both histograms, whether it was answered, failed, or ran into the
// timeout. One that was due and could not be sent before the end is in Missed; in
// Response it counts with its wait until the end, which is less than it would have
// been, and in Service not at all.
type Model struct {
	// Offered is the mean rate of the schedule; for a closed loop the rate that its
	// connections were to keep together, or 0 without one.
	Offered float64 `json:"offered_per_second"`
	// Achieved is what was sent before the end, by the length of the schedule; for a
	// closed loop the requests that ended, by the time that they took.
	Achieved float64 `json:"achieved_per_second"`
	// Good is Achieved without the requests that failed.
	Good float64 `json:"good_per_second"`
	// Elapsed is from the beginning of the schedule until the last answer, in
	// seconds. For a closed loop it is without the pauses between batches, which are
	// Paused, in seconds too.
	Elapsed  float64 `json:"elapsed_seconds"`
	Paused   float64 `json:"paused_seconds,omitempty"`
	Requests int64   `json:"requests"`
	// Errors counts the requests with no answer, or not the expected one.
	Errors int64 `json:"errors"`
	Missed int64 `json:"missed"`
	// LeftOut were due at Ctrl-C and not sent because of it; they are in no figure.
	LeftOut int64 `json:"left_out,omitempty"`
	// Workers is the most requests that were under way at once, or for a closed
	// loop the number of connections.
	Workers int `json:"workers"`
	// Response is from the intended time of sending until the end of the answer.
	// For a closed loop it is an estimate, as Estimate says.
	Response Quantiles `json:"response_ns"`
	Estimate bool      `json:"response_is_estimate"`
	// Service is from the actual time of sending until the end of the answer.
	Service Quantiles `json:"service_ns"`
	// Settled is Service without the first requests of each batch of a closed loop,
	// one for each connection, which open them. It is nil for the open loop, and
	// where every request opens one.
	Settled *Quantiles `json:"settled_ns,omitempty"`
	// SendDelay is from the intended until the actual time of sending. It is nil for
	// a closed loop, which has no intended times.
	SendDelay *Quantiles `json:"send_delay_ns"`
	// LimitedBy says what kept the offered rate from being reached, and is empty if
	// it was: [Server], [Generator].
	LimitedBy string `json:"limited_by"`
	// Busy is the share of the processors that were in use, 1 being all: of a server
	// on this machine that of the whole machine, or of this process if that was
	// allowed less; of one elsewhere that of this process, with what it would have
	// used and had to wait for. Own is what this process alone used.
	Busy float64 `json:"processors_busy"`
	Own  float64 `json:"processors_own"`

	Answers
	Seconds []Second `json:"seconds"`
	// ResponseHDR and ServiceHDR are the histograms, in nanoseconds, as HdrHistogram
	// writes them: V2, compressed, base64.
	ResponseHDR string `json:"response_hdr"`
	ServiceHDR  string `json:"service_hdr"`
}

// The forms of [Model.LimitedBy].
const (
	Server    = "server"
	Generator = "generator"
)

// Answers says what became of requests.
type Answers struct {
	// Statuses counts answers by HTTP status, Failures what is in Errors by kind.
	Statuses map[string]int64 `json:"statuses"`
	Failures map[string]int64 `json:"failures"`
	// Accepted and Refused count opened URLs, the latter by code; the code is
	// [NoCode] where the answer has none that can be read.
	Accepted int64            `json:"accepted"`
	Refused  map[string]int64 `json:"refused"`
	// Reopened counts accepted URLs that were opened once more, apart from the
	// load, AcceptedTwice those among them that were accepted again.
	Reopened      int64 `json:"reopened"`
	AcceptedTwice int64 `json:"accepted_twice"`
	// Verified counts signatures that were checked, BadSignatures those that were
	// wrong.
	Verified      int64 `json:"verified"`
	BadSignatures int64 `json:"bad_signatures"`
}

// The kinds of [Answers.Failures].
const (
	FailedTimeout     = "timeout"       // no answer in time
	FailedConnect     = "connect"       // no connection
	FailedTLS         = "tls"           // a connection, but no secure one
	FailedBroken      = "broken"        // the connection ended before the answer did
	FailedStatus      = "status"        // not the status that was expected
	FailedRefused     = "refused"       // a fresh URL that was not accepted
	FailedAnswer      = "answer"        // not what the signing API has to answer
	FailedSignature   = "bad signature" // a URL of the signing API that does not verify
	FailedInterrupted = "interrupted"   // under way at Ctrl-C
)

// NoCode is the key in [Answers.Refused] of a refusal without a code.
const NoCode = "unknown"

// Quantiles of a histogram in nanoseconds, to three significant digits.
type Quantiles struct {
	Min     int64 `json:"min"`
	Mean    int64 `json:"mean"`
	P50     int64 `json:"p50"`
	P75     int64 `json:"p75"`
	P90     int64 `json:"p90"`
	P95     int64 `json:"p95"`
	P99     int64 `json:"p99"`
	P999    int64 `json:"p999"`
	Max     int64 `json:"max"`
	Samples int64 `json:"samples"`
}

// A Second is a point of the series: what happened within one second of the run, or
// within some when the run is longer than [MaxPoints] seconds.
type Second struct {
	// At is the beginning, in seconds since that of the run, Length its length.
	At     float64 `json:"at"`
	Length float64 `json:"length"`
	// Offered and Achieved are rates per second of what was due and what ended.
	Offered  float64 `json:"offered_per_second"`
	Achieved float64 `json:"achieved_per_second"`
	// P50, P99 and Max are times of what ended in it, in nanoseconds; 0 if nothing
	// did. In the open loop they are response times, and those that were missed count
	// when the schedule ends; in the closed loop they are service times.
	P50    int64 `json:"p50"`
	P99    int64 `json:"p99"`
	Max    int64 `json:"max"`
	Errors int64 `json:"errors"`
}

// MaxPoints bounds the series.
const MaxPoints = 3600

// A Condition is one part of an objective, such as p99<5ms.
type Condition struct {
	Text string `json:"text"`
	// Model says of which model the figure is.
	Model string `json:"model"`
	// Limit and Value are nanoseconds for times and fractions for errors and missed.
	Limit float64 `json:"limit"`
	Value float64 `json:"value"`
	Met   bool    `json:"met"`
}
