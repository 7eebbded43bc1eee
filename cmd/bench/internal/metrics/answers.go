package metrics

import (
	"slices"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/signer"
)

// Answers are what became of the requests of a load test.
type answers struct {
	requests *prometheus.CounterVec
	failures *prometheus.CounterVec
	opened   *prometheus.CounterVec
	reopened prometheus.Counter
	verified signatures
	twice    prometheus.Counter
}

func newAnswers() answers {
	return answers{
		requests: newRequests("model", "code"),
		failures: counters("http_failures_total", "Requests without an answer, or not with the expected one, by kind.", "model", "kind"),
		opened:   counters("urls_opened_total", "Fresh signed URLs that the receiving side judged, by verdict.", "model", "verdict"),
		reopened: counter("urls_reopened_total", "Signed URLs that were opened once more, apart from the load, to see if they are accepted twice."),
		verified: newSignatures(),
		twice:    newTwice(),
	}
}

func (a answers) collectors() []prometheus.Collector {
	return []prometheus.Collector{a.requests, a.failures, a.opened, a.reopened, a.verified, a.twice}
}

func (a answers) zero(model string) {
	a.requests.WithLabelValues(model, "200")
	a.requests.WithLabelValues(model, codeError)
	for _, kind := range failures() {
		a.failures.WithLabelValues(model, kind)
	}
	a.opened.WithLabelValues(model, string(signer.CodeAccepted))
	a.verified.zero()
}

// failures are the kinds of failures.
func failures() []string {
	return []string{
		load.FailedTimeout, load.FailedConnect, load.FailedTLS, load.FailedBroken, load.FailedStatus,
		load.FailedRefused, load.FailedAnswer, load.FailedSignature, load.FailedInterrupted,
	}
}

// end adds what a model found.
func (a answers) end(m load.Named) {
	unanswered := m.Requests
	for status, n := range m.Statuses {
		unanswered -= n
		a.requests.WithLabelValues(m.Name, codeOf(status)).Add(float64(n))
	}
	a.requests.WithLabelValues(m.Name, codeError).Add(float64(max(0, unanswered)))
	for kind, n := range m.Failures {
		a.failures.WithLabelValues(m.Name, kind).Add(float64(n))
	}
	a.opened.WithLabelValues(m.Name, string(signer.CodeAccepted)).Add(float64(m.Accepted))
	for verdict, n := range m.Refused {
		a.opened.WithLabelValues(m.Name, verdictOf(verdict)).Add(float64(n))
	}
	a.reopened.Add(float64(m.Reopened))
	a.twice.Add(float64(m.AcceptedTwice))
	a.verified.found(m.Verified, m.BadSignatures)
}

// codeOf reads a status as a result has it.
func codeOf(status string) string {
	n, err := strconv.Atoi(status)
	if err != nil {
		return codeOther
	}
	return code(n)
}

// verdictOf is the code of a refusal. A server elsewhere chooses its codes, and must
// not choose how many series there are.
func verdictOf(refusal string) string {
	if !slices.Contains(signer.Codes(), signer.Code(refusal)) {
		return codeOther
	}
	return refusal
}
