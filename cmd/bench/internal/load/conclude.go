package load

import (
	"fmt"
	"math"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/busy"
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// Tolerance is by what fraction the achieved rate may be off the offered one, and
// which share of the requests may fail where no objective speaks of errors.
const Tolerance = 0.01

// RateKept reports whether the rate was the offered one. A closed loop without a
// rate has none to keep. What is off by the tolerance exactly, such as 198 requests
// of 200, is within it; its quotient alone would be above, by the last digit.
func (m *Model) RateKept() bool {
	const lastDigits = 1e-9
	return m.Offered == 0 || math.Abs(m.Achieved/m.Offered-1) <= Tolerance+lastDigits
}

// Conclude fills in the problems and OK from the rest.
func (r *Result) Conclude() {
	r.Problems = []string{}
	for _, m := range r.Models.All() {
		r.Problems = append(r.Problems, m.problems(r.hasErrorLimit())...)
	}
	for _, c := range r.Objective {
		if !c.Met {
			r.add("%s: the objective is not met: %s", c.Model, c)
		}
	}
	if c := r.Capacity; c != nil && c.problem(r.goal()) != "" {
		r.add("%s", c.problem(r.goal()))
	}
	if r.Incomplete {
		r.add("interrupted: this is what was measured until then%s", r.leftOut())
	}
	r.OK = len(r.Problems) == 0
}

// leftOut names what was due at the interruption.
func (r *Result) leftOut() string {
	var n int64
	for _, m := range r.Models.All() {
		n += m.LeftOut
	}
	if n == 0 {
		return ""
	}
	return "; in no figure: " + figures.Plural(n, "request") + " due at that moment"
}

// Trouble is the first problem, and how many more there are.
func (r *Result) Trouble() string {
	switch n := len(r.Problems); n {
	case 0:
		return ""
	case 1:
		return r.Problems[0]
	default:
		return fmt.Sprintf("%s (and %d more; see the report)", r.Problems[0], n-1)
	}
}

func (r *Result) add(format string, arguments ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, arguments...))
}

// hasErrorLimit reports whether the objective says which share may fail.
func (r *Result) hasErrorLimit() bool {
	for _, c := range r.Objective {
		if strings.HasPrefix(c.Text, "errors<") {
			return true
		}
	}
	return false
}

func (m Named) problems(errorsAreJudged bool) []string {
	var all []string
	if m.AcceptedTwice > 0 {
		all = append(all, fmt.Sprintf("%s: %d of %d URLs that were opened once more were accepted again", m.Name, m.AcceptedTwice, m.Reopened))
	}
	if m.BadSignatures > 0 {
		all = append(all, fmt.Sprintf("%s: %d signatures were wrong", m.Name, m.BadSignatures))
	}
	if !m.RateKept() {
		all = append(all, m.rateProblem())
	}
	if !errorsAreJudged && share(m.Errors, m.Requests) > Tolerance {
		all = append(all, fmt.Sprintf("%s: %s of the requests failed: %s", m.Name, percent(share(m.Errors, m.Requests)), listed(m.Failures)))
	}
	if m.Requests == 0 {
		all = append(all, fmt.Sprintf("%s: nothing was sent", m.Name))
	}
	return all
}

func (m Named) rateProblem() string {
	text := fmt.Sprintf("%s: %s/s were achieved of %s/s offered, %s", m.Name, perSecond(m.Achieved), perSecond(m.Offered), offBy(m.Achieved/m.Offered-1))
	switch m.LimitedBy {
	case Generator:
		return text + ", and it was not the server alone that could not: " + m.generatorWhy()
	case Server:
		flag := "--max-workers"
		if m.Name == Closed {
			flag = "--connections"
		}
		return text + fmt.Sprintf(": all %d workers were waiting for answers, and the processors of this machine were not all in use; a server that is far away needs more %s", m.Workers, flag)
	}
	return text
}

func (m Named) generatorWhy() string {
	if m.Busy >= busy.Saturated {
		return fmt.Sprintf("the processors of this machine were in use for %s of the time, by this process for %s", known(m.Busy), known(m.Own))
	}
	return "requests were sent late though workers were free"
}

func offBy(fraction float64) string {
	if fraction < 0 {
		return percent(-fraction) + " fewer"
	}
	return percent(fraction) + " more"
}

// Wrong reports whether an answer was wrong in a way that no speed makes good.
func (r *Result) Wrong() bool {
	for _, m := range r.Models.All() {
		if m.AcceptedTwice > 0 || m.BadSignatures > 0 {
			return true
		}
	}
	return false
}

// Undecided reports whether a rate was not reached, and not because of the server
// alone, or a search had no time to find anything.
func (r *Result) Undecided() bool {
	if c := r.Capacity; c != nil {
		return c.LimitedBy == Generator || c.unfinished()
	}
	for _, m := range r.Models.All() {
		if !m.RateKept() && m.LimitedBy == Generator {
			return true
		}
	}
	return false
}
