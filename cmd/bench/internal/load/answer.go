package load

import (
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// Headline is the first line: is it good, and what was found.
func (r *Result) Headline() string {
	switch {
	case r.OK:
		return "ok: " + r.grounds()
	case r.Incomplete:
		return "INCOMPLETE, this is what was measured: " + r.grounds()
	default:
		return "NOT OK: " + strings.Join(r.Problems[:1], "")
	}
}

// grounds says in short what was found.
func (r *Result) grounds() string {
	if c := r.Capacity; c != nil {
		return c.ground()
	}
	var all []string
	for _, m := range r.Models.All() {
		all = append(all, m.ground())
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, "; ")
}

func (c *Capacity) ground() string {
	text := fmt.Sprintf("the objective holds up to %s requests/s", perSecond(c.Rate))
	switch c.LimitedBy {
	case Range:
		return text + ", the end of the range"
	case Time:
		return text + " at least; the time was over before the search was"
	}
	return text
}

func (m Named) ground() string {
	what, times := "response time", m.Response
	if m.Name == Closed {
		what, times = "service time", m.Service
	}
	return fmt.Sprintf("%s loop, %s/s%s, %s, %s; %s p50 %s, p99 %s", m.Name, perSecond(m.Achieved), m.offered(),
		figures.Plural(m.Requests, "request"), failed(m.Errors), what, figures.Nanoseconds(times.P50), figures.Nanoseconds(times.P99))
}

func (m Named) offered() string {
	if m.Offered == 0 {
		return ""
	}
	return " of " + perSecond(m.Offered) + "/s offered"
}

func failed(n int64) string {
	if n == 0 {
		return "none failed"
	}
	return figures.Count(n) + " failed"
}

// Explain says why the two models differ, or that they do not, with their numbers.
func Explain(open, closed *Model, connections int) string {
	responded, served := open.Response.P99, closed.Service.P99
	if open.Requests == 0 || closed.Requests == 0 || served == 0 {
		return ""
	}
	numbers := fmt.Sprintf("p99 of the open loop is %s, from when a request was due; that of the closed loop %s, from when it was sent, and %s by its corrected estimate.",
		figures.Nanoseconds(responded), figures.Nanoseconds(served), figures.Nanoseconds(closed.Response.P99))
	return numbers + " " + why(open, closed, float64(responded)/float64(served), connections)
}

// maxAlike is the ratio of two p99 up to which they count as alike: two runs of the
// same model on a shared machine differ by as much.
const maxAlike = 1.5

func why(open, closed *Model, ratio float64, connections int) string {
	switch {
	case ratio > maxAlike && open.Response.P99 > int64(maxAlike*float64(open.Service.P99)):
		return fmt.Sprintf("They differ by a factor of %.1f because requests had to wait, in the open loop %s at p99 before they were sent: whoever of the closed loop's %s waited for an answer sent nothing meanwhile, so that this wait is in none of its times.",
			ratio, figures.Nanoseconds(open.SendDelay.P99), figures.Plural(connections, "connection"))
	case ratio > maxAlike:
		return fmt.Sprintf("They differ by a factor of %.1f though hardly any request was sent late: the open loop had up to %s under way at once and the closed loop never more than %s, so that the server had more to do at the same moment.",
			ratio, figures.Plural(open.Workers, "request"), figures.Count(connections))
	case ratio < 1/maxAlike:
		return fmt.Sprintf("The closed loop is slower by a factor of %.1f: its %s send in bursts, all at the ticks of clocks that began together, and the open loop spreads its requests.",
			1/ratio, figures.Plural(connections, "connection"))
	}
	return fmt.Sprintf("They are alike: no request waited for long, %s at p99 before it was sent, so there was nothing for the closed loop to leave out.", figures.Nanoseconds(open.SendDelay.P99))
}
