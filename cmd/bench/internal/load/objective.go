package load

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// An Objective is what has to hold, all of it. The zero value asks for nothing.
type Objective []Condition

// ParseObjective reads conditions such as "p99<5ms,errors<0.1%". What can be limited
// is min, mean, p50, p75, p90, p95, p99, p99.9 and max of the response time, and the
// shares of errors and of missed sends. The error quotes the text.
func ParseObjective(text string) (Objective, error) {
	var o Objective
	for part := range strings.SplitSeq(text, ",") {
		c, err := parseCondition(strings.ReplaceAll(part, " ", ""))
		if err != nil {
			return nil, fmt.Errorf("objective %q: %w", part, err)
		}
		o = append(o, c)
	}
	return o, nil
}

func parseCondition(text string) (Condition, error) {
	name, limit, ok := strings.Cut(text, "<")
	if !ok {
		return Condition{}, fmt.Errorf("want a figure, < and a limit, such as p99<5ms")
	}
	c := Condition{Text: text}
	var err error
	switch {
	case isShare(name):
		c.Limit, err = parseShare(limit)
	case isTime(name):
		c.Limit, err = parseTime(limit)
	default:
		return c, fmt.Errorf("want one of p50, p75, p90, p95, p99, p99.9, min, mean, max, errors, missed before the <")
	}
	return c, err
}

func isShare(name string) bool { return name == "errors" || name == "missed" }

func isTime(name string) bool {
	_, ok := Quantiles{}.named(name)
	return ok
}

// parseShare reads a percentage, or a fraction.
func parseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(text, "%")
	x, err := strconv.ParseFloat(number, 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x > 0 && x <= 1) {
		return 0, fmt.Errorf("%q: want a percentage above 0 and up to 100 %%, such as 0.1%%", text)
	}
	return x, nil
}

func parseTime(text string) (float64, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxTime {
		return 0, fmt.Errorf("%q: want a time up to %v, such as 5ms", text, maxTime)
	}
	return float64(d), nil
}

// named gives the figure that an objective calls by a name.
func (q Quantiles) named(name string) (ns int64, ok bool) {
	switch name {
	case "min":
		return q.Min, true
	case "mean":
		return q.Mean, true
	case "p50":
		return q.P50, true
	case "p75":
		return q.P75, true
	case "p90":
		return q.P90, true
	case "p95":
		return q.P95, true
	case "p99":
		return q.P99, true
	case "p99.9", "p999":
		return q.P999, true
	case "max":
		return q.Max, true
	}
	return 0, false
}

// Judge holds a model against the objective. Where nothing was sent, nothing is met.
func (o Objective) Judge(name string, m *Model) []Condition {
	var all []Condition
	for _, c := range o {
		figure, _, _ := strings.Cut(c.Text, "<")
		c.Model = name
		c.Value = m.figure(figure)
		c.Met = m.Requests > 0 && c.Value < c.Limit
		all = append(all, c)
	}
	return all
}

func (m *Model) figure(name string) float64 {
	switch name {
	case "errors":
		return share(m.Errors, m.Requests)
	case "missed":
		return share(m.Missed, m.Requests+m.Missed)
	}
	ns, _ := m.Response.named(name) // [ParseObjective] knows no others
	return float64(ns)
}

func share(part, all int64) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// String writes the condition with what was found, such as "p99 of 7.10 ms, want
// < 5ms".
func (c Condition) String() string {
	name, limit, _ := strings.Cut(c.Text, "<")
	return fmt.Sprintf("%s of %s, want < %s", name, c.found(name), limit)
}
