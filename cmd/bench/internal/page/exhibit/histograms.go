package exhibit

import (
	"cmp"
	"math"
	"slices"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/hdr"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// perHalving is how many points a line by percentile has from one percentile to that
// of half as many: from 50 to 75, from 75 to 87.5, and so on.
const perHalving = 4

// percentilePoints reads a histogram at percentiles that grow closer towards 100,
// and at those that people speak of, which are marked. The last point is the longest
// of n, at the percentile beyond which there is one in n.
func percentilePoints(h *hdrhistogram.Histogram) []plot.Point {
	last := beyond(h.TotalCount())
	var points []plot.Point
	add := func(percentile float64, marked bool) {
		if percentile < last {
			points = append(points, plot.Point{X: percentile, Y: float64(hdr.Percentile(h, percentile)), Marked: marked})
		}
	}
	for rest := 100.0; 100-rest < last; rest /= 2 {
		for i := range perHalving {
			add(100-rest+float64(i)*rest/(2*perHalving), rest == 50 && i == 0)
		}
	}
	for rest := 10.0; 100-rest < last && rest > 0.005; rest /= 10 {
		add(math.Round((100-rest)*1e4)/1e4, true)
	}
	slices.SortFunc(points, func(a, b plot.Point) int { return cmp.Compare(a.X, b.X) })
	return append(points, plot.Point{X: last, Y: float64(h.Max()), Marked: true})
}

// perDecade is how many steps a factor of ten has.
const perDecade = 20

// histogramPoints gives the share of all values within each step, in percent, from the
// first step with a value to the last.
func histogramPoints(h *hdrhistogram.Histogram) []plot.Point {
	counts := make(map[int]int64)
	first, last := math.MaxInt, math.MinInt
	for _, bar := range h.Distribution() {
		if bar.Count == 0 {
			continue
		}
		// The middle decides: a bar of the histogram is a hundred times narrower.
		step := int(math.Floor(perDecade * math.Log10(max(1, float64(bar.From+bar.To)/2))))
		counts[step] += bar.Count
		first, last = min(first, step), max(last, step)
	}
	var points []plot.Point
	for step := first; step <= last; step++ {
		points = append(points, plot.Point{
			X: edge(step), End: edge(step + 1),
			Y: 100 * float64(counts[step]) / float64(h.TotalCount()),
		})
	}
	return points
}

func edge(step int) float64 { return math.Pow(10, float64(step)/perDecade) }
