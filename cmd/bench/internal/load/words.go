package load

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
)

// percent writes a fraction, such as 4.9 %.
func percent(fraction float64) string {
	switch p := 100 * fraction; {
	case p == 0:
		return "0 %"
	case p < 1:
		return strconv.FormatFloat(p, 'g', 2, 64) + " %"
	default:
		return fmt.Sprintf("%.1f %%", p)
	}
}

// known writes a share of the processors, which is good to a percent; 0 is one that is
// not known.
func known(fraction float64) string {
	switch {
	case fraction <= 0:
		return figures.Absent
	case fraction < 0.01:
		return "under 1 %"
	}
	return fmt.Sprintf("%.0f %%", 100*fraction)
}

// perSecond writes a rate with the digits that tell 198 from 200, and 19 800 from
// 20 000.
func perSecond(rate float64) string {
	if rate < 100 {
		return strconv.FormatFloat(rate, 'g', 3, 64)
	}
	return figures.Count(int64(rate + 0.5))
}

// listed writes counts by name, such as "status 3, timeout 12".
func listed(counts map[string]int64) string {
	if len(counts) == 0 {
		return "none"
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, name+" "+figures.Count(counts[name]))
	}
	return strings.Join(all, ", ")
}

// found writes the value of a condition in the unit of its figure.
func (c Condition) found(name string) string {
	if isShare(name) {
		return percent(c.Value)
	}
	return figures.Nanoseconds(int64(c.Value))
}
