package load

import (
	"fmt"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// method says on what and how it was measured.
func (r *Result) method() layout.Section {
	e, m := r.Environment, r.Method
	t := &layout.Table{Left: 2, Head: []string{"what", "value"}}
	t.Add("target", r.Target.String())
	t.Add("connection", r.connection())
	t.Add("load", r.loadModel())
	t.Add("length", fmt.Sprintf("%v%s, after %v of warm-up that is in no figure", time.Duration(m.Duration), r.eachStep(), time.Duration(m.WarmUp)))
	t.Add("timeout", fmt.Sprintf("%v; what ran into it counts with that time", time.Duration(m.Timeout)))
	t.Add("processor", fmt.Sprintf("%s, %d seen, %d used", e.CPU, e.CPUs, e.MaxProcs))
	t.Add("SHA-256 path", e.SHA)
	t.Add("toolchain", fmt.Sprintf("%s %s/%s, revision %s", e.Go, e.GOOS, e.GOARCH, e.Revision))
	return layout.Section{Title: "How this was measured", Table: t}
}

// String names it for a reader.
func (t Target) String() string {
	text := t.Kind + ": " + t.URL
	if t.InProcess {
		return text + ", in this process, which shares its processors with the load generator"
	}
	return text
}

func (r *Result) connection() string {
	text := "HTTP/" + r.Target.HTTP
	switch r.Target.TLS {
	case NotVerified:
		text += " over TLS, THE CERTIFICATE WAS NOT VERIFIED"
	case Verified:
		text += " over TLS, certificate verified"
		if r.Models.Closed != nil {
			text += " (by a request beforehand; hey itself never verifies)"
		}
	}
	if !r.Method.KeepAlive {
		text += ", a new connection for each request"
	}
	return text
}

func (r *Result) loadModel() string {
	m := r.Method
	open := fmt.Sprintf("open loop, %s requests/s%s, %s arrivals", m.Rate, r.searched(), m.Arrivals)
	if m.Arrivals == "poisson" {
		open += fmt.Sprintf(" of seed %d", m.Seed)
	}
	open += fmt.Sprintf(", up to %s at once", figures.Count(m.MaxWorkers))
	closed := fmt.Sprintf("closed loop (hey), %s, %s", r.closedRate(), figures.Plural(m.Connections, "connection"))
	switch m.Model {
	case Closed:
		return closed
	case Both:
		return open + "; then " + closed
	}
	return open
}

// eachStep and searched tell a search from a ramp.
func (r *Result) eachStep() string {
	if r.Capacity == nil {
		return ""
	}
	return " for each step"
}

func (r *Result) searched() string {
	if r.Capacity == nil {
		return ""
	}
	return " searched in steps of one rate"
}

// closedRate is the mean of the schedule: hey knows no other.
func (r *Result) closedRate() string {
	m := r.Models.Closed
	if m == nil || m.Offered == 0 {
		return "as fast as it goes"
	}
	return perSecond(m.Offered) + " requests/s in all"
}

// capacity shows the steps of a search.
func (r *Result) capacity() layout.Section {
	t := &layout.Table{Left: 1, Head: []string{"step", "rate/s", "achieved/s", "p50", "p99", "errors", "verdict"}}
	if r.Capacity == nil {
		return layout.Section{Table: t}
	}
	for i, s := range r.Capacity.Steps {
		verdict := "met"
		if !s.Met {
			verdict = "not met: " + s.Why
		}
		if s.Confirming {
			verdict += " (again)"
		}
		t.Add(fmt.Sprint(i+1), perSecond(s.Rate), perSecond(s.Achieved), figures.Nanoseconds(s.P50), figures.Nanoseconds(s.P99), percent(s.Errors), verdict)
	}
	return layout.Section{Title: "Search for the capacity", Table: t, Notes: []string{r.Capacity.ending()}}
}

func (c *Capacity) ending() string {
	found := fmt.Sprintf("The objective held twice at %s requests/s", perSecond(c.Rate))
	if c.Rate == 0 {
		found = "The objective held twice at none of these rates"
	}
	switch c.LimitedBy {
	case Range:
		return found + ", the end of the range that was searched."
	case Time:
		return found + "; the time was over before the search was."
	case Generator:
		return found + fmt.Sprintf(", and not at %s. There it was not the server alone that could not, but this machine: the capacity of the server is at least this.", perSecond(c.Next))
	}
	if c.Next == 0 {
		return found + "."
	}
	return found + fmt.Sprintf(", and not at %s.", perSecond(c.Next))
}
