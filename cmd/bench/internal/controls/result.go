package controls

import (
	"fmt"
	"io"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// A Result is what a self-test found.
type Result struct {
	Schema      int                     `json:"schema"`
	Environment environment.Environment `json:"environment"`
	Controls    []Outcome               `json:"controls"`
	// Problems names the controls that had the wrong outcome.
	Problems []string `json:"problems"`
	OK       bool     `json:"ok"`
}

// Conclude makes the result of outcomes.
func Conclude(outcomes []Outcome) *Result {
	r := &Result{Schema: 1, Environment: environment.Detect(), Controls: outcomes, Problems: []string{}}
	for _, o := range outcomes {
		switch {
		case o.OK:
		case o.Sound:
			r.Problems = append(r.Problems, fmt.Sprintf("%s: %s: it failed by %s", o.Name, o.Says, first(o.By)))
		case o.Caught:
			r.Problems = append(r.Problems, fmt.Sprintf("%s: %s: it was caught, but by %s alone", o.Name, o.Says, first(o.By)))
		default:
			r.Problems = append(r.Problems, fmt.Sprintf("%s: %s: it was NOT caught", o.Name, o.Says))
		}
	}
	r.OK = len(outcomes) > 0 && len(r.Problems) == 0
	return r
}

// first lists some tests.
func first(tests []string) string {
	const some = 3
	if len(tests) > some {
		return strings.Join(tests[:some], ", ") + fmt.Sprintf(" and %d more", len(tests)-some)
	}
	return strings.Join(tests, ", ")
}

// Text writes the result for a terminal.
func (r *Result) Text(w io.Writer) error {
	t := &layout.Table{Left: 4, Head: []string{"control", "verdict", "what it is", "caught by", "nonces"}}
	broken := 0
	for _, o := range r.Controls {
		verdict := "caught"
		if !o.Caught {
			verdict = "passed"
		}
		if !o.OK {
			verdict += ", WRONG"
		}
		if !o.Sound {
			broken++
		}
		t.Add(o.Name, verdict, o.Says, first(o.By), figures.Count(o.Count))
	}
	answer := fmt.Sprintf("ok: each of %d broken sources was caught, and a sound one passed", broken)
	if !r.OK {
		answer = "FAIL: " + ErrMissed.Error()
	}
	return layout.Document{Heading: "embedsign bench nonces", Answer: answer, Problems: r.Problems,
		Sections: []layout.Section{{Title: "Controls", Table: t}}}.Text(w)
}

// JSON writes the result for programs.
func (r *Result) JSON(w io.Writer) error { return jsonfile.Write(w, r) }
