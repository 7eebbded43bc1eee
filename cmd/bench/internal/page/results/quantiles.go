package results

import (
	"errors"
	"fmt"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// A quantile is one of a time, with the name of its field.
type quantile struct {
	field string
	ns    int64
}

func listed(q load.Quantiles) []quantile {
	return []quantile{{"min", q.Min}, {"mean", q.Mean}, {"p50", q.P50}, {"p75", q.P75}, {"p90", q.P90},
		{"p95", q.P95}, {"p99", q.P99}, {"p999", q.P999}, {"max", q.Max}}
}

// agree holds quantiles against the histogram that they were read off. Tables show the
// one and plots the other: of two that differ, one is wrong, and nobody knows which.
func agree(q load.Quantiles, h *hdrhistogram.Histogram) error {
	of := listed(load.QuantilesOf(h))
	for i, given := range listed(q) {
		if given.ns != of[i].ns {
			return fmt.Errorf("%s: %s, but the histogram beside it has %s", given.field, exactly(given.ns), exactly(of[i].ns))
		}
	}
	return nil
}

// exactly writes a time for people, and as it is in the file.
func exactly(ns int64) string { return fmt.Sprintf("%d (%s)", ns, figures.Nanoseconds(ns)) }

// checkDelay looks at the send delay, which has no histogram: all but the mean go up.
func checkDelay(q *load.Quantiles) error {
	if q == nil {
		return nil
	}
	last := quantile{}
	for _, x := range listed(*q) {
		if x.field == "mean" {
			continue
		}
		if x.ns < last.ns {
			return fmt.Errorf("%s is less than %s", x.field, last.field)
		}
		last = x
	}
	if q.Mean < q.Min || q.Mean > q.Max {
		return errors.New("mean is not between min and max")
	}
	return nil
}

// checkSecond refuses what no part of a run is.
func checkSecond(s load.Second) error {
	switch {
	case s.At < 0 || s.Length <= 0 || s.Offered < 0 || s.Achieved < 0 || s.Errors < 0:
		return errors.New("want times and counts, and a length above 0")
	case s.P50 < 0 || s.P99 < s.P50 || s.Max < s.P99:
		return errors.New("want p50, p99 and max to go up")
	}
	return nil
}
