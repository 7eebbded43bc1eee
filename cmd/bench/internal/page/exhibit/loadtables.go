package exhibit

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
)

// rate writes requests per second with the digits that tell 19 800 from 20 000.
func rate(perSecond float64) string {
	if perSecond < 100 {
		return strconv.FormatFloat(perSecond, 'g', 3, 64)
	}
	return figures.Count(int64(perSecond + 0.5))
}

func percent(fraction float64) string {
	return strconv.FormatFloat(100*fraction, 'g', 3, 64) + " %"
}

// answers counts what became of the requests, by kind.
func (l loads) answers() page.Section {
	t := &layout.Table{Left: 3, Head: []string{"model", "what", "which", "count"}}
	for _, s := range l {
		for _, m := range s.result.Decoded {
			name := s.of(m.Name)
			counted(t, name, "status", m.Statuses)
			counted(t, name, "error", m.Failures)
			if m.Accepted > 0 {
				t.Add(name, "URL", "accepted", figures.Count(m.Accepted))
			}
			counted(t, name, "URL refused", m.Refused)
			if m.Reopened > 0 {
				t.Add(name, "URL opened once more", "accepted again", fmt.Sprintf("%s of %s", figures.Count(m.AcceptedTwice), figures.Count(m.Reopened)))
			}
			if m.Verified > 0 {
				t.Add(name, "signature verified", "wrong", fmt.Sprintf("%s of %s", figures.Count(m.BadSignatures), figures.Count(m.Verified)))
			}
		}
	}
	return page.Section{Title: "Answers", Table: t}
}

// counted adds a row for each kind, in order.
func counted(t *layout.Table, model, what string, counts map[string]int64) {
	for _, which := range slices.Sorted(maps.Keys(counts)) {
		t.Add(model, what, which, figures.Count(counts[which]))
	}
}

func (l loads) objective() page.Section {
	t := &layout.Table{Left: 2, Head: []string{"model", "objective", "found", "verdict"}}
	for _, s := range l {
		for _, c := range s.result.Objective {
			verdict := "met"
			if !c.Met {
				verdict = "NOT MET"
			}
			t.Add(s.of(c.Model), c.Text, found(c), verdict)
		}
	}
	return page.Section{Title: "Objective", Table: t}
}

// found writes the value of a condition: its limit is a time, or below 1 a fraction.
func found(c load.Condition) string {
	if c.Limit <= 1 {
		return percent(c.Value)
	}
	return figures.Nanoseconds(int64(c.Value))
}

func (l loads) method() page.Section {
	return methodSection(l, loadFacts)
}

// loadFacts lists how a load test came about.
func loadFacts(r *results.Load) []fact {
	m, t := r.Method, r.Target
	return append(machine(r.Environment),
		fact{"target", target(t), true},
		fact{"HTTP version", t.HTTP, true},
		fact{"TLS", t.TLS, true},
		fact{"keep-alive", yes(m.KeepAlive), true},
		fact{"load model", m.Model, false},
		fact{"objective", m.Objective, r.Capacity != nil},
		fact{"time for the search", budget(m.Budget), false},
		fact{"rate", m.Rate + " requests/s", true},
		fact{"arrivals", m.Arrivals, true},
		fact{"connections of the closed loop", strconv.Itoa(m.Connections), r.Models.Closed != nil},
		fact{"most at once in the open loop", strconv.Itoa(m.MaxWorkers), false},
		fact{"length", time.Duration(m.Duration).String(), false},
		fact{"warm-up", time.Duration(m.WarmUp).String() + ", in no figure", false},
		fact{"timeout", time.Duration(m.Timeout).String(), false},
	)
}

// budget writes a time in nanoseconds; without one it is empty.
func budget(ns int64) string {
	if ns == 0 {
		return ""
	}
	return time.Duration(ns).String()
}

// target names what was asked. A server in the process gets another port each time.
func target(t load.Target) string {
	if t.InProcess {
		return t.Kind + ", a server in the process of the load generator, which shares its processors"
	}
	return t.Kind + ", " + t.URL
}
