package main

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtest"
	"github.com/embedsign/embedsign/cmd/bench/internal/schedule"
)

// A loading is the flags of bench load.
type loading struct {
	target, url          string
	clientID, secretFile string

	model, rate, arrivals   string
	duration, warmUp        time.Duration
	seed                    uint64
	maxWorkers, connections int

	timeout                time.Duration
	http, expect           string
	noKeepAlive, tls       bool
	ca                     string
	insecure               bool
	objective              string
	findCapacity           bool
	budget                 time.Duration
	hdrLog, format, output string
	metrics                metricsFlags
}

// A loadPlan is what the flags say.
type loadPlan struct {
	schedule  schedule.Schedule
	unpaced   bool
	low, high float64 // of a search
	objective load.Objective
	target    loadtarget.Config
}

// unpaced is the rate of a closed loop that is to go as fast as it can.
const unpaced = "max"

// capacityRange is what is searched where no range is given.
const capacityRange = "100..100000"

// The bounds of what a test can do with.
const (
	maxAtOnce      = 20_000 // each connection takes some 50 kB
	minLoadTime    = 10 * time.Millisecond
	maxLoadTimeout = 10 * time.Minute
)

// check looks at what the flags say before anything is started.
func (l *loading) check(flags *pflag.FlagSet) (loadPlan, error) {
	for flag, choices := range loadChoices() {
		value := flags.Lookup(flag).Value.String()
		if !slices.Contains(choices, value) && !(flag == "target" && value == "") {
			return loadPlan{}, usage("--%s %q: want one of %s", flag, value, strings.Join(choices, ", "))
		}
	}
	if err := l.checkNumbers(); err != nil {
		return loadPlan{}, err
	}
	var p loadPlan
	for _, step := range []func(*pflag.FlagSet, *loadPlan) error{l.planObjective, l.planRate, l.planTarget, l.checkTogether} {
		if err := step(flags, &p); err != nil {
			return loadPlan{}, err
		}
	}
	return p, nil
}

func (l *loading) checkNumbers() error {
	switch {
	case l.duration < minLoadTime || l.duration > schedule.MaxDuration:
		return usage("--duration %v: want %v to %v", l.duration, minLoadTime, schedule.MaxDuration)
	case l.warmUp < 0 || l.warmUp > schedule.MaxDuration:
		return usage("--warm-up %v: want 0 to %v", l.warmUp, schedule.MaxDuration)
	case l.timeout < time.Millisecond || l.timeout > maxLoadTimeout:
		return usage("--timeout %v: want 1ms to %v", l.timeout, maxLoadTimeout)
	case l.maxWorkers < 1 || l.maxWorkers > maxAtOnce:
		return usage("--max-workers %d: want 1 to %d", l.maxWorkers, maxAtOnce)
	case l.connections < 1 || l.connections > maxAtOnce:
		return usage("--connections %d: want 1 to %d", l.connections, maxAtOnce)
	}
	return nil
}

func (l *loading) planObjective(_ *pflag.FlagSet, p *loadPlan) (err error) {
	if l.objective == "" {
		if l.findCapacity {
			return usage("--find-capacity: want an --objective, such as p99<5ms,errors<0.1%%")
		}
		return nil
	}
	if p.objective, err = load.ParseObjective(l.objective); err != nil {
		return usage("--objective: %w", err)
	}
	return nil
}

// planRate makes the schedule, or the range of a search.
func (l *loading) planRate(flags *pflag.FlagSet, p *loadPlan) (err error) {
	rate, duration := l.rate, l.duration
	if strings.Contains(rate, ":") {
		if flags.Changed("duration") {
			return usage("--rate %q and --duration: the steps have durations of their own", rate)
		}
		duration = 0
	}
	switch {
	case l.findCapacity:
		return l.planSearch(flags, p)
	case rate == unpaced && l.model != load.Closed:
		return usage("--rate max: an open loop has to know when requests are due; want a rate, or --model closed")
	case rate == unpaced:
		p.unpaced = true
		rate = "100" // for the length alone, in which there has to be a request
	}
	if p.schedule.Phases, err = schedule.Parse(rate, duration); err != nil {
		return usage("--%w", err)
	}
	p.schedule.Arrivals, p.schedule.Seed = schedule.Arrivals(l.arrivals), l.seed
	return nil
}

// planSearch has steps of the duration each.
func (l *loading) planSearch(flags *pflag.FlagSet, p *loadPlan) (err error) {
	if !flags.Changed("rate") {
		l.rate = capacityRange
	}
	if p.low, p.high, err = schedule.ParseRange(l.rate); err != nil {
		return usage("--%w", err)
	}
	if least := 2 * (l.duration + l.warmUp + l.timeout/4); l.budget < least {
		return usage("--time-budget %v: want at least %v, for two steps", l.budget, least)
	}
	p.schedule = schedule.Schedule{
		Phases:   []schedule.Phase{{From: p.low, To: p.low, Length: l.duration}},
		Arrivals: schedule.Arrivals(l.arrivals), Seed: l.seed,
	}
	return nil
}

// config makes the configuration of a test.
func (l *loading) config(p loadPlan, target *loadtarget.Target) loadtest.Config {
	return loadtest.Config{
		Target: target, Schedule: p.schedule, Unpaced: p.unpaced,
		Environment: environment.Detect(), Objective: p.objective,
		HTTP2: l.http == "2", Method: load.Method{
			Model: l.model, Rate: l.rate, Arrivals: l.arrivals, Seed: l.seed,
			Duration: p.schedule.Duration().Nanoseconds(), WarmUp: l.warmUp.Nanoseconds(), Timeout: l.timeout.Nanoseconds(),
			MaxWorkers: l.maxWorkers, Connections: l.connections, KeepAlive: !l.noKeepAlive,
			Objective: l.objective, Budget: l.searchTime().Nanoseconds(), Expected: p.target.Expected,
		},
	}
}

// searchTime is the time for a search; 0 if there is none.
func (l *loading) searchTime() time.Duration {
	if l.findCapacity {
		return l.budget
	}
	return 0
}
