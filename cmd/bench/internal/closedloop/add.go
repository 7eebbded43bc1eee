package closedloop

import (
	"cmp"
	"slices"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// add takes what a batch found that took some time.
func (r *run) add(o heyload.Outcome, took time.Duration) {
	if r.config.Batch != nil {
		r.config.Batch(o)
	}
	began := r.found.Elapsed
	r.addExchanges(o.Exchanges)
	failed := 0
	for _, n := range o.Errors { // their texts are not kept: some hold a port, and there are many ports
		failed += n
	}
	if failed > 0 { // hey does not say when, so the batch has to count as a whole
		r.found.Elapsed = max(r.found.Elapsed, began+took)
		r.passed(r.found.Elapsed)
	}
	r.addFailed(failed-o.Timeouts, load.Record)
	r.addFailed(o.Timeouts, r.estimate)
	for status, n := range o.Statuses {
		r.found.Statuses[status] += int64(n)
	}
}

// addExchanges puts the answered requests where they ended, on a scale of time that
// has no pauses.
func (r *run) addExchanges(all []heyload.Exchange) {
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b heyload.Exchange) int { return cmp.Compare(a.Start+a.Latency, b.Start+b.Latency) })
	starts := startsOf(all)
	settled := starts[min(r.config.Connections, len(starts))-1] // later ones find a connection
	base := r.found.Elapsed - starts[0]
	for _, x := range all {
		r.passed(base + x.Start + x.Latency)
		r.addExchange(x)
		if x.Start > settled {
			load.Record(r.found.Settled, x.Latency)
		}
	}
	// A request at a rate stands for the time up to the next one.
	end := max(all[len(all)-1].Start+all[len(all)-1].Latency, starts[len(starts)-1]+r.interval())
	r.found.Elapsed = base + end
}

// startsOf gives when requests were sent, in order.
func startsOf(all []heyload.Exchange) []time.Duration {
	starts := make([]time.Duration, len(all))
	for i, x := range all {
		starts[i] = x.Start
	}
	slices.Sort(starts)
	return starts
}

func (r *run) addExchange(x heyload.Exchange) {
	r.found.Requests++
	r.now.Ended++
	if r.config.Failed(x.Status) {
		r.found.Errors++
		r.now.Errors++
	}
	load.Record(r.found.Service, x.Latency)
	load.Record(r.now.Service, x.Latency)
	r.estimate(r.found.Estimated, x.Latency)
}

// estimate records a time together with what waited behind it.
func (r *run) estimate(h *hdrhistogram.Histogram, d time.Duration) {
	if interval := r.interval(); interval > 0 {
		load.RecordCorrected(h, d, interval)
		return
	}
	load.Record(h, d)
}

// addFailed takes requests of which there is no answer, and no time. Behind one that
// failed otherwise than by its timeout nothing is known to have waited.
func (r *run) addFailed(n int, estimate func(*hdrhistogram.Histogram, time.Duration)) {
	r.found.Requests += int64(n)
	r.found.Errors += int64(n)
	r.now.Ended += int64(n)
	r.now.Errors += int64(n)
	for range n {
		load.Record(r.found.Service, r.config.Timeout)
		load.Record(r.now.Service, r.config.Timeout)
		estimate(r.found.Estimated, r.config.Timeout)
	}
}

// passed ends the intervals that are over at a time.
func (r *run) passed(at time.Duration) {
	for r.config.Interval > 0 && at >= r.now.From+r.config.Interval {
		r.endInterval(r.now.From + r.config.Interval)
	}
}

// endInterval ends the one that is under way, and tells it unless it has no length.
func (r *run) endInterval(at time.Duration) {
	ended := r.now
	ended.To = at
	if r.config.Ended != nil && ended.To > ended.From {
		r.config.Ended(ended)
	}
	ended.Service.Reset()
	r.now = Interval{From: at, Service: ended.Service}
}
