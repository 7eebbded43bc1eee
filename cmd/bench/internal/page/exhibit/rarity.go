package exhibit

import (
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// fewBeyond is below how many values beyond it a quantile is marked: of so few the
// next run has others.
const fewBeyond = 10

// rare is true for a percentile of which there are few values beyond.
func rare(percentile float64, samples int64) bool {
	return samples > 0 && float64(samples)*(100-percentile)/100 < fewBeyond-1e-9 // binary fractions
}

// A rarity writes quantiles, and remembers if it had to mark one.
type rarity struct{ used bool }

// cell writes a quantile, with a star where it is rare.
func (r *rarity) cell(ns int64, percentile float64, samples int64) string {
	text := figures.Nanoseconds(ns)
	if !rare(percentile, samples) {
		return text
	}
	r.used = true
	return text + "*"
}

// cells writes all of a time, and the number of samples. The longest is what it is,
// whatever the number.
func (r *rarity) cells(t timing) []string {
	q := t.quantiles
	if q.Samples == 0 {
		return append(slices.Repeat([]string{figures.Absent}, 9), "0")
	}
	cells := []string{figures.Nanoseconds(q.Min), figures.Nanoseconds(q.Mean)}
	for _, p := range t.percentiles() {
		cells = append(cells, r.cell(p.ns, p.percentile, q.Samples))
	}
	return append(cells, figures.Nanoseconds(q.Max), figures.Count(q.Samples))
}

// notes explain the star, if there is one.
func (r *rarity) notes() []string {
	if !r.used {
		return nil
	}
	return []string{"* fewer than ten took longer: the next run may give quite another figure. p99 needs 1 000 requests, p99.9 needs 10 000."}
}
