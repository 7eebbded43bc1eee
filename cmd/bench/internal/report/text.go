package report

import (
	"io"

	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// Text writes the report for a terminal. The first lines are the answer.
func (r *Report) Text(w io.Writer) error { return r.Document().Text(w) }

// Markdown writes the report for a pull request or a job summary.
func (r *Report) Markdown(w io.Writer) error { return r.Document().Markdown(w) }

// Document is the report for people.
func (r *Report) Document() layout.Document {
	return layout.Document{
		Heading: "embedsign bench", Answer: r.verdict(), Problems: r.Problems, Lines: r.answers(),
		Sections: []layout.Section{r.throughput(), r.latency(), r.phases(), r.nonces(), r.limits(), r.method()},
	}
}
