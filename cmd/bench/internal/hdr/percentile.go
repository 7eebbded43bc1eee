// Package hdr reads HDR histograms as other tools do.
package hdr

import (
	"math"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Percentile is the least time that no fewer than so many percent of all took no
// longer than, to the three digits of a histogram; 0 of none. The library rounds the
// number of times to the nearest instead of up, which at 99.9 % of 1800 gives a time
// that two took longer than and not one. The HdrHistogram of other languages rounds
// up, and its percentiles are the same as these.
func Percentile(h *hdrhistogram.Histogram, percent float64) int64 {
	const lastDigits = 1e-12 // a whole number stays one, whatever its percentage is in binary
	total := float64(h.TotalCount())
	if total == 0 {
		return 0
	}
	rank := math.Ceil(percent / 100 * total * (1 - lastDigits))
	return h.ValueAtQuantile(min(100, 100*rank/total))
}
