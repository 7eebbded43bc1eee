package load

import (
	"fmt"
	"strings"
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
	if m.Objective != "" {
		t.Add("objective", m.Objective+r.searchTime())
	}
	if len(m.Expected) > 0 {
		t.Add("good answers", "status "+strings.Trim(fmt.Sprint(m.Expected), "[]"))
	}
	t.Add("processor", fmt.Sprintf("%s, %d seen, %d used", e.CPU, e.CPUs, e.MaxProcs))
	t.Add("SHA-256 path", e.SHA)
	t.Add("toolchain", fmt.Sprintf("%s %s/%s, revision %s", e.Go, e.GOOS, e.GOARCH, e.Revision))
	return layout.Section{Title: "How this was measured", Table: t}
}

// String names it for a reader.
func (t Target) String() string {
	text := t.Kind + ": " + t.URL
	if len(t.Paths) > 0 {
		text += ", " + strings.Join(t.Paths, " and ") + " in turns, their times together"
	}
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
	} else if r.Target.HTTP == "2" {
		text += "; requests at the same time share connections"
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
	closed := fmt.Sprintf("closed loop (hey), %s, %s", r.closedRate(), r.closedWidth())
	switch m.Model {
	case Closed:
		return closed
	case Both:
		return open + "; then " + closed
	}
	return open
}

// closedWidth says how many requests there are at a time. HTTP/2 has them share
// connections, of which there are fewer.
func (r *Result) closedWidth() string {
	if r.Target.HTTP == "2" {
		return figures.Plural(r.Method.Connections, "request") + " at a time"
	}
	return figures.Plural(r.Method.Connections, "connection")
}

// searchTime is the time for a search.
func (r *Result) searchTime() string {
	if r.Capacity == nil {
		return ""
	}
	return fmt.Sprintf(", searched for up to %v", time.Duration(r.Method.Budget))
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
