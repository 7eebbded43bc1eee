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
		return c.ground(r.goal())
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
