package exhibit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

func probability(p *float64) string {
	return figures.Optional(p, func(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) })
}

// groups shows who drew, and which files were merged.
func (n trials) groups() page.Section {
	t := &layout.Table{Left: 2, Head: []string{"source", "from", "number", "nonces"}}
	for _, s := range n {
		for _, g := range s.result.Groups {
			t.Add(s.of(g.Source), g.Group, figures.Count(g.Generators), figures.Count(g.Generated))
		}
		for _, m := range s.result.Merged {
			t.Add(s.of(m.Source), m.File, figures.Absent, figures.Count(m.Count))
		}
	}
	return page.Section{Title: "Who drew", Table: t, Notes: []string{
		"Each generator begins with a state of its own, and could begin with the same one as another by mistake; within one that never shows.",
	}}
}

func (n trials) method() page.Section { return methodSection(n, trialFacts) }

func trialFacts(r *trial.Result) []fact {
	m := r.Method
	all := append(machine(r.Environment), fact{"alpha", strconv.FormatFloat(m.Alpha, 'g', 3, 64), false})
	if m.Count > 0 {
		all = append(all,
			fact{"asked of each source", figures.Plural(m.Count, "nonce"), false},
			fact{"goroutines", figures.Count(m.Goroutines), false},
			fact{"http target", m.Target, false},
		)
	}
	return append(all,
		fact{"left out", strings.Join(m.LeftOut, "; "), false},
		fact{"drawing", fmt.Sprintf("%.1f s", m.Drawing), false},
		fact{"comparing", fmt.Sprintf("%.1f s", m.Comparing), false},
		fact{"memory limit", fmt.Sprintf("%d MiB, %d MiB went to files", m.Memory>>20, m.Spilled>>20), false},
	)
}
