package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// A comparison is of the two models at the same rate.
type comparison struct {
	open, closed *Model
	connections  int
}

// Explain says why the two models differ, or that they do not, with their numbers.
func Explain(open, closed *Model, connections int) string {
	if open.Requests == 0 || closed.Requests == 0 || closed.Service.P99 == 0 {
		return ""
	}
	c := comparison{open, closed, connections}
	return strings.Join(append(c.numbers(), c.why()...), " ")
}

// A place is a percentile at which the models are compared.
type place struct {
	percentile
	open, sent, estimate int64 // open loop: from when due, from when sent; closed loop: estimate
	closed, settled      int64 // closed loop: all, and without the first of each worker
}

// places lists them, p99 first, at which people look first. Beyond p99.9 there are too
// few for a comparison.
func (c comparison) places() []place {
	settled := c.closed.Service
	if c.closed.Settled != nil {
		settled = *c.closed.Settled
	}
	var all []place
	for _, p := range slices.Backward(shown()) {
		if p.name != "p99.9" {
			all = append(all, place{p, p.of(c.open.Response), p.of(c.open.Service), p.of(c.closed.Response), p.of(c.closed.Service), p.of(settled)})
		}
	}
	return all
}

// differing is the first place at which the models differ.
func (c comparison) differing() (place, bool) {
	for _, p := range c.places() {
		if !alike(p.open, p.closed) {
			return p, true
		}
	}
	return place{}, false
}

// Two times count as alike within maxAlike, by which two runs of the same model on a
// shared machine differ, or within what a timer of the open loop was late by at p99.
const (
	maxAlike = 1.5
	timer    = 250_000 // ns
)

func alike(a, b int64) bool {
	low, high := min(a, b), max(a, b)
	return high-low <= timer || float64(high) <= maxAlike*float64(low)
}

func (c comparison) numbers() []string {
	all := []string{fmt.Sprintf("p99 of the open loop is %s, from when a request was due; that of the closed loop %s, from when it was sent, and %s by its corrected estimate.",
		figures.Nanoseconds(c.open.Response.P99), figures.Nanoseconds(c.closed.Service.P99), figures.Nanoseconds(c.closed.Response.P99))}
	if p, differ := c.differing(); differ && p.name != "p99" {
		all = append(all, fmt.Sprintf("%s of the open loop is %s, of the closed one %s, and %s by the estimate.",
			p.name, figures.Nanoseconds(p.open), figures.Nanoseconds(p.closed), figures.Nanoseconds(p.estimate)))
	}
	return all
}

// omitted is how many requests would have been due while the workers of the closed
// loop waited for an answer: those that the estimate has beside what was measured.
func (c comparison) omitted() int64 { return c.closed.Response.Samples - c.closed.Service.Samples }

func (c comparison) why() []string {
	p, differ := c.differing()
	switch {
	case !differ && c.omitted() == 0 && c.closed.RateKept():
		return []string{fmt.Sprintf("They are alike from p50 to p99: no request waited for long, %s at p99 before it was sent, so there was nothing for the closed loop to leave out.", figures.Nanoseconds(c.open.SendDelay.P99))}
	case !differ:
		return append([]string{"They are alike from p50 to p99."}, c.shortfall()...)
	case p.open > p.closed:
		return append([]string{c.openSlower(p)}, c.shortfall()...)
	default:
		return append([]string{c.closedSlower(p)}, c.shortfall()...)
	}
}

// shortfall says what the closed loop did not send.
func (c comparison) shortfall() []string {
	var all []string
	if n := c.omitted(); n > 0 {
		all = append(all, fmt.Sprintf("The closed loop left out %s that would have been due while its workers waited for an answer; its estimate adds them.", figures.Plural(n, "request")))
	}
	if m := c.closed; !m.RateKept() {
		all = append(all, fmt.Sprintf("It achieved %s/s of %s/s: what it did not send is in none of its own times.", perSecond(m.Achieved), perSecond(m.Offered)))
	}
	return all
}

// openSlower finds the reason in what the figures themselves say.
func (c comparison) openSlower(p place) string {
	text := fmt.Sprintf("At %s they differ by a factor of %.1f", p.name, float64(p.open)/float64(p.closed))
	switch {
	case c.omitted() > 0 && alike(p.open, p.estimate):
		return text + ", since whoever of the closed loop's " + figures.Plural(c.connections, "worker") + " waited for an answer sent nothing meanwhile, and so none of the others who would have come and waited too."
	case !alike(p.open, p.sent):
		return text + fmt.Sprintf(" because requests had to wait, in the open loop %s at p99 before they were sent: whoever of the closed loop's %s waited for an answer sent nothing meanwhile, so that this wait is in none of its times.",
			figures.Nanoseconds(c.open.SendDelay.P99), figures.Plural(c.connections, "worker"))
	case c.open.Workers > c.connections:
		return text + fmt.Sprintf(" though hardly any request was sent late: the open loop had up to %s under way at once and the closed loop never more than %s, so that the server had more to do at the same moment.",
			figures.Plural(c.open.Workers, "request"), figures.Count(c.connections))
	}
	return text + ", and neither waiting nor more requests at once explain it. They ran one after the other: server or machine may have been slower the first time."
}

func (c comparison) closedSlower(p place) string {
	text := fmt.Sprintf("At %s the closed loop is slower by a factor of %.1f", p.name, float64(p.closed)/float64(p.open))
	workers := figures.Plural(c.connections, "worker")
	switch {
	case c.unanswered()*1000 >= c.closed.Requests*p.beyond:
		return text + fmt.Sprintf(": %s of it got no answer, and count with the whole timeout, since hey does not tell how long they took.", figures.Plural(c.unanswered(), "request"))
	case !alike(p.settled, p.closed):
		text += fmt.Sprintf(": hey has its %s connect at the same moment, anew for each batch. Without the first request of each it is %s.", workers, figures.Nanoseconds(p.settled))
		if alike(p.open, p.settled) {
			return text
		}
		return text + " What is left comes from bursts: they send at the ticks of clocks that began together, and the open loop spreads its requests."
	}
	return text + fmt.Sprintf(": its %s send in bursts, all at the ticks of clocks that began together, and the open loop spreads its requests.", workers)
}

// unanswered counts requests of the closed loop of which only the end is known.
func (c comparison) unanswered() int64 {
	var answered int64
	for _, n := range c.closed.Statuses {
		answered += n
	}
	return c.closed.Requests - answered
}
