package load

import (
	"strings"
	"testing"
	"time"
)

// times are quantiles that are all the same.
func times(d time.Duration, samples int64) Quantiles {
	ns := d.Nanoseconds()
	return Quantiles{Min: ns, Mean: ns, P50: ns, P75: ns, P90: ns, P95: ns, P99: ns, P999: ns, Max: ns, Samples: samples}
}

// pair is an open and a closed model with the same short times.
func pair() (open, closed *Model) {
	quick := times(time.Millisecond, 1000)
	open = &Model{Offered: 200, Achieved: 200, Requests: 1000, Workers: 3, Response: quick, Service: quick, SendDelay: new(Quantiles)}
	closed = &Model{Offered: 200, Achieved: 200, Requests: 1000, Workers: 10, Response: quick, Service: quick, Answers: Answers{Statuses: map[string]int64{"200": 1000}}}
	return open, closed
}

func TestExplain(t *testing.T) {
	const stall = 490 * time.Millisecond
	for name, row := range map[string]struct {
		change    func(open, closed *Model)
		want, not string
	}{
		"alike": {func(_, _ *Model) {}, "They are alike from p50 to p99: no request waited for long", "left out"},
		// A server that freezes, asked by so many workers that no request is sent late.
		"a stall": {func(open, closed *Model) {
			open.Response.P99, open.Service.P99, open.Workers = stall.Nanoseconds(), stall.Nanoseconds(), 101
			closed.Response = Quantiles{P99: (stall - 9*time.Millisecond).Nanoseconds(), Samples: 1098}
		}, "The closed loop left out 98 requests", "under way at once"},
		"waited": {func(open, _ *Model) {
			open.Response.P99 = stall.Nanoseconds()
			open.SendDelay = &Quantiles{P99: stall.Nanoseconds()}
		}, "because requests had to wait, in the open loop 490 ms", "left out"},
		"crowded": {func(open, _ *Model) {
			open.Response.P99, open.Service.P99, open.Workers = stall.Nanoseconds(), stall.Nanoseconds(), 101
		}, "the open loop had up to 101 requests under way at once and the closed loop never more than 10", "left out"},
		"slower at first": {func(open, _ *Model) {
			open.Response.P99, open.Service.P99 = stall.Nanoseconds(), stall.Nanoseconds()
		}, "server or machine may have been slower", "under way at once"},
		"bursts": {func(_, closed *Model) { closed.Service.P99 = stall.Nanoseconds() }, "At p99 the closed loop is slower by a factor of 490.0: its 10 workers send in bursts", ""},
		"connections": {func(_, closed *Model) {
			settled := closed.Service
			closed.Settled, closed.Service.P95 = &settled, stall.Nanoseconds()
		}, "At p95 the closed loop is slower by a factor of 490.0: hey has its 10 workers connect at the same moment, anew for each batch. Without the first request of each it is 1.00 ms.", "bursts"},
		"connections and bursts": {func(_, closed *Model) {
			settled := times(4*time.Millisecond, 1000)
			closed.Settled, closed.Service.P99 = &settled, stall.Nanoseconds()
		}, "Without the first request of each it is 4.00 ms. What is left comes from bursts", ""},
		"no answers": {func(_, closed *Model) {
			closed.Service.P99, closed.Statuses["200"] = stall.Nanoseconds(), 980
		}, "20 requests of it got no answer, and count with the whole timeout", "bursts"},
		"too few without an answer": {func(_, closed *Model) {
			closed.Service.P95, closed.Statuses["200"] = stall.Nanoseconds(), 980
		}, "bursts", "no answer"},
		// The same p99, and yet the closed loop sent half of what it was to send.
		"a rate that was not kept": {func(_, closed *Model) {
			closed.Achieved, closed.Requests, closed.Response.Samples = 110, 303, 1114
		}, "The closed loop left out 114 requests that would have been due while its workers waited for an answer; its estimate adds them. It achieved 110/s of 200/s", "nothing"},
		"other than p99": {func(open, _ *Model) {
			open.Response.P90, open.Service.P90, open.Workers = stall.Nanoseconds(), stall.Nanoseconds(), 101
		}, "p90 of the open loop is 490 ms, of the closed one 1.00 ms, and 1.00 ms by the estimate. At p90 they differ by a factor of 490.0", "alike"},
		// What the timers of the open loop cost is no difference of the models.
		"timers": {func(open, closed *Model) {
			*open, *closed = *withTimes(open, 300*time.Microsecond), *withTimes(closed, 150*time.Microsecond)
		}, "They are alike", "factor"},
	} {
		open, closed := pair()
		row.change(open, closed)
		got := Explain(open, closed, 10)
		if !strings.HasPrefix(got, "p99 of the open loop is ") || !strings.Contains(got, row.want) || row.not != "" && strings.Contains(got, row.not) {
			t.Errorf("%s: %q, want %q and not %q", name, got, row.want, row.not)
		}
	}
	_, closed := pair()
	if got := Explain(&Model{}, closed, 1); got != "" {
		t.Errorf("%q of nothing", got)
	}
}

func withTimes(m *Model, d time.Duration) *Model {
	m.Response, m.Service = times(d, 1000), times(d, 1000)
	return m
}
