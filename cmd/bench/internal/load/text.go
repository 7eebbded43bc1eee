package load

import (
	"fmt"
	"io"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// JSON writes the result for programs.
func (r *Result) JSON(w io.Writer) error { return jsonfile.Write(w, r) }

// Text writes the result for a terminal. The first line is the answer.
func (r *Result) Text(w io.Writer) error { return r.Document().Text(w) }

// Document is the result for people.
func (r *Result) Document() layout.Document {
	d := layout.Document{
		Heading: "embedsign bench load", Answer: r.Headline(),
		Sections: []layout.Section{r.capacity(), r.times(), r.rates(), r.answers(), r.objective(), r.method()},
	}
	if len(r.Problems) > 1 { // a single one is in the answer
		d.Problems = r.Problems
	}
	return d
}

func (r *Result) times() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"model", "time", "min", "p50", "p75", "p90", "p95", "p99", "p99.9", "max"}}
	for _, m := range r.Models.All() {
		add := func(what string, q Quantiles) {
			row := []string{m.Name, what}
			for _, ns := range []int64{q.Min, q.P50, q.P75, q.P90, q.P95, q.P99, q.P999, q.Max} {
				row = append(row, figures.Nanoseconds(ns))
			}
			t.Add(row...)
		}
		add(m.responseName(), m.Response)
		add("service", m.Service)
		if m.SendDelay != nil {
			add("send delay", *m.SendDelay)
		}
	}
	notes := []string{
		"response: from when the request was due until its answer had ended. service: from when it was sent. send delay: the difference, that is how late it was sent; where the server keeps up it is what the timers and this machine cost, and no response time is below it.",
	}
	if r.Models.Closed != nil {
		notes = append(notes, "estimate: the service times of the closed loop, and behind each one that is longer than the distance of its connection's requests those that would have waited for it. It is computed, and not measured.")
	}
	if r.Difference != "" {
		notes = append(notes, r.Difference)
	}
	return layout.Section{Title: "Times", Table: t, Notes: notes}
}

func (m Named) responseName() string {
	if m.Estimate {
		return "response (estimate)"
	}
	return "response"
}

func (r *Result) rates() layout.Section {
	t := &layout.Table{Left: 1, Head: []string{"model", "offered/s", "achieved/s", "requests", "errors", "missed", "at once", "processors"}}
	for _, m := range r.Models.All() {
		offered, missed, busy := figures.Absent, figures.Absent, figures.Absent
		if m.Offered > 0 {
			offered = perSecond(m.Offered)
		}
		if m.Name == Open {
			missed = figures.Count(m.Missed)
		}
		if m.Busy > 0 {
			busy = fmt.Sprintf("%s, own %s", percent(m.Busy), percent(m.Own))
		}
		t.Add(m.Name, offered, perSecond(m.Achieved), figures.Count(m.Requests), figures.Count(m.Errors), missed, figures.Count(m.Workers), busy)
	}
	return layout.Section{Title: "Rates", Table: t, Notes: []string{
		"missed: due, and not sent before the end, because all workers were waiting; they count in the response time with their wait until then. at once: the most requests that were under way. processors: how much of them was in use, and by this process alone.",
	}}
}

func (r *Result) answers() layout.Section {
	t := &layout.Table{Left: 3, Head: []string{"model", "what", "count"}}
	for _, m := range r.Models.All() {
		t.Add(m.Name, "answers by status", listed(m.Statuses))
		if m.Errors > 0 {
			t.Add(m.Name, "errors by kind", listed(m.Failures))
		}
		if m.Accepted > 0 || len(m.Refused) > 0 {
			t.Add(m.Name, "URLs accepted", figures.Count(m.Accepted))
			t.Add(m.Name, "refused by code", listed(m.Refused))
			t.Add(m.Name, "opened once more", figures.Count(m.Reopened)+", of which accepted "+figures.Count(m.AcceptedTwice))
		}
		if m.Verified > 0 {
			t.Add(m.Name, "signatures verified", figures.Count(m.Verified)+", of which wrong "+figures.Count(m.BadSignatures))
		}
	}
	return layout.Section{Title: "Answers", Table: t}
}

func (r *Result) objective() layout.Section {
	t := &layout.Table{Left: 4, Head: []string{"model", "objective", "found", "verdict"}}
	for _, c := range r.Objective {
		verdict := "met"
		if !c.Met {
			verdict = "NOT MET"
		}
		name, _, _ := strings.Cut(c.Text, "<")
		t.Add(c.Model, c.Text, c.found(name), verdict)
	}
	return layout.Section{Title: "Objective", Table: t}
}
