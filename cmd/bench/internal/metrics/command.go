package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
)

// LastSuccess is the name of the gauge that a run which failed leaves as it was.
// Whoever keeps the figures of the run before looks for it there.
const LastSuccess = prefix + "run_last_success_timestamp_seconds"

// A Command is what every command of bench exports: what was built and what it
// runs on, how long its stages took, and when it ended.
type Command struct {
	build, on *prometheus.GaugeVec
	stages    *prometheus.GaugeVec
	// Without labels; a vector, because it has no value until it is given one.
	success, completion *prometheus.GaugeVec
}

// NewCommand makes the metrics of a command that runs in an environment.
func NewCommand(e environment.Environment) *Command {
	c := &Command{
		build:      gauges("build_info", "Always 1; the labels say what was built.", "version", "revision", "goversion", "wazero"),
		on:         gauges("environment_info", "Always 1; the labels say what it runs on.", "cpu", "sha_path", "goos", "goarch", "gomaxprocs"),
		stages:     gauges("run_duration_seconds", "Time that a stage of the run took.", "stage"),
		success:    gauges("run_last_success_timestamp_seconds", "When a run last ended with everything in order, in Unix time; absent where none is known to have."),
		completion: gauges("run_last_completion_timestamp_seconds", "When a run last ended, well or not, in Unix time; absent while the first one goes on."),
	}
	c.build.WithLabelValues(e.Version, e.Revision, e.Go, e.Wazero).Set(1)
	c.on.WithLabelValues(e.CPU, e.SHA, e.GOOS, e.GOARCH, strconv.Itoa(e.MaxProcs)).Set(1)
	return c
}

// Register registers all metrics, which can be in several registries.
func (c *Command) Register(r prometheus.Registerer) error {
	return register(r, c.build, c.on, c.stages, c.success, c.completion)
}

// Stage publishes how long a stage took.
func (c *Command) Stage(name string, took time.Duration) {
	c.stages.WithLabelValues(name).Set(took.Seconds())
}

// Succeeded publishes when an earlier run ended with everything in order.
func (c *Command) Succeeded(at time.Time) { c.success.WithLabelValues().Set(unix(at)) }

// Ended publishes the end of the run, and whether everything is in order. If not,
// the last success stays what it was: absent, unless [Command.Succeeded] knew one.
func (c *Command) Ended(ok bool, now time.Time) {
	c.completion.WithLabelValues().Set(unix(now))
	if ok {
		c.Succeeded(now)
	}
}

func unix(t time.Time) float64 { return float64(t.UnixMilli()) / 1e3 }
