package load

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// times shows the quantiles of each model.
func (r *Result) times() layout.Section {
	t := &layout.Table{Left: 2, Head: []string{"model", "time", "min", "p50", "p75", "p90", "p95", "p99", "p99.9", "max"}}
	rare := false
	for _, m := range r.Models.All() {
		for _, k := range m.kinds() {
			rare = k.addTo(t, m.Name) || rare
		}
	}
	return layout.Section{Title: "Times", Table: t, Notes: r.timeNotes(rare)}
}

// A kind is one kind of time of a model.
type kind struct {
	name string
	Quantiles
}

func (m Named) kinds() []kind {
	response := "response"
	if m.Estimate {
		response = "response (estimate)"
	}
	all := []kind{{response, m.Response}, {"service", m.Service}}
	if m.Settled != nil {
		all = append(all, kind{"  connected", *m.Settled})
	}
	if m.SendDelay != nil {
		all = append(all, kind{"send delay", *m.SendDelay})
	}
	return all
}

// A percentile is one that reports show: its name, and how many of 1000 values lie
// beyond it.
type percentile struct {
	name   string
	beyond int64
}

func shown() []percentile {
	return []percentile{{"p50", 500}, {"p75", 250}, {"p90", 100}, {"p95", 50}, {"p99", 10}, {"p99.9", 1}}
}

// of reads it off, in nanoseconds.
func (p percentile) of(q Quantiles) int64 {
	ns, _ := q.named(p.name) // [shown] has no others
	return ns
}

// few is how many values have to lie beyond a quantile for it to mean something; the
// 99.9th percentile of 400 values is just their maximum.
const few = 10

// addTo adds a row, in which quantiles with few values beyond them are marked, and
// reports whether there were any.
func (k kind) addTo(t *layout.Table, model string) (rare bool) {
	row := []string{model, k.name, figures.Nanoseconds(k.Min)}
	for _, p := range shown() {
		text := figures.Nanoseconds(p.of(k.Quantiles))
		if k.Samples*p.beyond < few*1000 {
			text, rare = text+"*", true
		}
		row = append(row, text)
	}
	t.Add(append(row, figures.Nanoseconds(k.Max))...)
	return rare
}

// timeNotes say how to read the times.
func (r *Result) timeNotes(rare bool) []string {
	notes := []string{
		"response: from when the request was due until its answer had ended. service: from when it was sent. send delay: the difference, that is how late it was sent; where the server keeps up it is what the timers and this machine cost, and no response time is below it.",
	}
	if m := r.Models.Closed; m != nil {
		notes = append(notes, m.estimateNote(), settledNote(m))
	}
	if rare {
		notes = append(notes, fmt.Sprintf("*: fewer than %d took longer, so that it says little more than the maximum.", few))
	}
	for _, m := range r.Models.All() {
		if failed := share(m.Errors, m.Requests); failed > Tolerance {
			notes = append(notes, fmt.Sprintf("%s of the requests of the %s loop failed, and its times are theirs too: a failure may take less time than an answer, or more.", percent(failed), m.Name))
		}
	}
	notes = append(notes, r.Difference)
	return written(notes)
}

// estimateNote says what was added to the times of a closed loop.
func (m *Model) estimateNote() string {
	switch {
	case m.Offered == 0:
		return "estimate: the same as the service times, as a closed loop without a rate is never late."
	case m.Response.Samples == m.Service.Samples:
		return "estimate: the same as the service times. No correction was needed: no request outlasted the distance of its worker's requests."
	}
	return fmt.Sprintf("estimate: the service times of the closed loop, and behind each one that is longer than the distance of its worker's requests those that would have waited for it, %s. It is computed, and not measured.",
		figures.Plural(m.Response.Samples-m.Service.Samples, "request"))
}

func settledNote(m *Model) string {
	if m.Settled == nil {
		return ""
	}
	return fmt.Sprintf("connected: service of what was answered, without the first %s of each batch of hey, which open the connections, all at the same moment.", figures.Plural(m.Workers, "request"))
}

// written leaves out what is empty.
func written(notes []string) []string {
	var all []string
	for _, note := range notes {
		if note != "" {
			all = append(all, note)
		}
	}
	return all
}
