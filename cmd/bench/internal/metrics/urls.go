package metrics

import "github.com/prometheus/client_golang/prometheus"

// Signatures count signed URLs by whether their signature was right.
type signatures struct{ *prometheus.CounterVec }

func newSignatures() signatures {
	return signatures{counters("urls_verified_total", "Signed URLs that were verified apart from the measured operations.", "outcome")}
}

func (s signatures) zero() {
	s.WithLabelValues(outcomeOK)
	s.WithLabelValues(outcomeFailed)
}

// found adds what was found. Bad also counts what was wrong without having been
// verified as a URL.
func (s signatures) found(verified, bad int64) {
	s.WithLabelValues(outcomeOK).Add(float64(max(0, verified-bad)))
	s.WithLabelValues(outcomeFailed).Add(float64(bad))
}

// newRequests makes a counter that two commands have with labels of their own. Who
// gathers both wants one text for them.
func newRequests(labels ...string) *prometheus.CounterVec {
	return counters("http_requests_total", "Requests to the measured server, by status code; code error stands for those without an answer.", labels...)
}

func newTwice() prometheus.Counter {
	return counter("urls_accepted_twice_total", "Signed URLs that the receiving side accepted more than once.")
}
