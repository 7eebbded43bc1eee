package report

import (
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// verdict is the first line: is it good, and on what ground.
func (r *Report) verdict() string {
	switch {
	case r.OK:
		return "ok: " + strings.Join(r.grounds(), "; ")
	case r.Incomplete:
		return "INCOMPLETE, this is what was measured: " + strings.Join(r.grounds(), "; ")
	default:
		return "NOT OK: " + figures.Plural(len(r.Problems), "problem")
	}
}

// grounds says what was checked and how it came out.
func (r *Report) grounds() []string {
	c := r.Checks
	grounds := []string{"no URL was verified"}
	if c.Verified > 0 || c.Bad > 0 {
		grounds[0] = figures.Plural(c.Verified, "URL") + " verified, " + none(c.Bad, "bad")
	}
	if c.Reopened > 0 {
		grounds = append(grounds, figures.Plural(c.Reopened, "URL")+" opened again, "+none(c.Twice, "accepted"))
	}
	if n, ok := r.allNonces(); ok {
		grounds = append(grounds, figures.Plural(n.Generated, "nonce")+", "+none(int64(n.Duplicates), "twice"))
	}
	if len(r.Limits) > 0 {
		grounds = append(grounds, fmt.Sprintf("%d of %s kept", r.kept(), figures.Plural(len(r.Limits), "limit")))
	}
	return grounds
}

// none writes "none bad" or "3 bad".
func none(n int64, what string) string {
	if n == 0 {
		return "none " + what
	}
	return figures.Count(n) + " " + what
}

func (r *Report) kept() int {
	kept := 0
	for _, l := range r.Limits {
		if l.OK {
			kept++
		}
	}
	return kept
}

func (r *Report) allNonces() (Nonces, bool) {
	for _, n := range r.Nonces {
		if n.Source == AllSources {
			return n, true
		}
	}
	return Nonces{}, false
}

// A reading is how the answer speaks of an engine.
type reading struct{ engine, place, unit, reference string }

func readings() []reading {
	return []reading{
		{"native", "natively", "goroutine", "an HMAC over the same text"},
		{"wazero", "in wazero", "goroutine", "an HMAC in the same guest"},
		{"wazero-interpreter", "interpreted", "goroutine", "an HMAC in the same guest"},
		{"http", "over HTTP", "connection", "a bare handler"},
	}
}

// answers says, a line an engine, how fast it signs.
func (r *Report) answers() []string {
	var lines []string
	for _, reading := range readings() {
		if most, ok := r.busiest(reading.engine, "sign"); ok {
			lines = append(lines, r.answer(reading, most))
		}
	}
	return lines
}

// busiest gives the result of the highest concurrency.
func (r *Report) busiest(engine, operation string) (most Result, found bool) {
	for _, result := range r.Results {
		if result.Engine == engine && result.Operation == operation && result.Concurrency > most.Concurrency {
			most, found = result, true
		}
	}
	return most, found
}

func (r *Report) answer(reading reading, most Result) string {
	line := fmt.Sprintf("%-11s  %6s signed URLs/s on %s", reading.place, figures.Rate(most.OpsPerSecond), figures.Plural(most.Concurrency, reading.unit))
	one, ok := r.Find(reading.engine, "sign", 1)
	if !ok || one.Ratio == nil {
		return line
	}
	line += fmt.Sprintf("; %s each on one, %s × %s", figures.Seconds(one.PerOperation()), figures.Ratio(*one.Ratio), reading.reference)
	if prepared, ok := r.Find(reading.engine, "sign-prepared", 1); ok && prepared.Ratio != nil {
		line += fmt.Sprintf(" (prepared %s ×)", figures.Ratio(*prepared.Ratio))
	}
	return line
}
