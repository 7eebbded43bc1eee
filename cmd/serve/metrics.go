package main

import (
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// newRegistry has what /metrics shows beside the metrics of package api: the
// runtime, the process, and what was built.
func newRegistry() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewBuildInfoCollector(),
	)
	if info, ok := debug.ReadBuildInfo(); ok {
		registry.MustRegister(buildInfo(info))
	}
	return registry
}

// buildInfo says what go_build_info of client_golang leaves out: the revision.
func buildInfo(info *debug.BuildInfo) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name:        "embedsign_build_info",
		Help:        "Always 1; the labels say what was built.",
		ConstLabels: prometheus.Labels{"version": info.Main.Version, "revision": revision(info), "goversion": info.GoVersion},
	}, func() float64 { return 1 })
}
