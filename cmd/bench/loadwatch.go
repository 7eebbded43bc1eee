package main

import (
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtest"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
)

// models are the load models whose figures a test has, as metrics name them. A search
// has none: each of its steps is a test of its own.
func (l *loading) models() []string {
	switch {
	case l.findCapacity:
		return nil
	case l.model == load.Both:
		return []string{load.Open, load.Closed}
	}
	return []string{l.model}
}

// watch has each second of a test told to those who follow it. Metrics are among them
// only where somebody can scrape during the test: to add up histograms takes a
// millisecond a second, of the processors that the test needs.
func (l *loading) watch(config *loadtest.Config, live *live, log *loadLog, m *metrics.Load) {
	config.Point, config.Histogram = live.point, log.add
	if l.metrics.Address == "" {
		return
	}
	config.Point = func(model string, p load.Second) {
		live.point(model, p)
		m.Second(model, p)
	}
	config.Histogram = func(model string, h *hdrhistogram.Histogram, from, to time.Time) {
		log.add(model, h, from, to)
		m.Histogram(model, h)
	}
}
