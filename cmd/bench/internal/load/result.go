// Package load holds what a load test found, and reads and writes it. It measures
// nothing: the open loop is in package openloop, the closed one in closedloop.
//
// The JSON form is an interface: fields may be added, and keep their meaning.
package load

import (
	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
)

// Schema is the version of the JSON form.
const Schema = 1

// A Result is what one load test found.
type Result struct {
	Schema      int                     `json:"schema"`
	Environment environment.Environment `json:"environment"`
	Method      Method                  `json:"method"`
	Target      Target                  `json:"target"`
	Models      Models                  `json:"models"`
	// Difference explains, where both models were run, why their figures differ.
	Difference string `json:"difference"`
	// Objective holds the conditions with what was found; empty without any.
	Objective []Condition `json:"objective"`
	Capacity  *Capacity   `json:"capacity"`
	// Problems says, a line each, why OK is false.
	Problems []string `json:"problems"`
	// Incomplete: the test was interrupted; the figures are of what came before.
	Incomplete bool `json:"incomplete"`
	OK         bool `json:"ok"`
}

// Models are the load models that were run; nil is one that was not.
type Models struct {
	Open   *Model `json:"open,omitempty"`
	Closed *Model `json:"closed,omitempty"`
}

// All lists the models that were run, with their names, open first.
func (m Models) All() []Named {
	var all []Named
	if m.Open != nil {
		all = append(all, Named{Open, m.Open})
	}
	if m.Closed != nil {
		all = append(all, Named{Closed, m.Closed})
	}
	return all
}

// A Named is a model with its name, [Open] or [Closed].
type Named struct {
	Name string
	*Model
}

// The names of the models, and of both of them in [Method.Model].
const (
	Open   = "open"
	Closed = "closed"
	Both   = "both"
)

// A Method says how the figures came about.
type Method struct {
	// Model is open, closed or both.
	Model string `json:"model"`
	// Rate is the rate as it was asked for: "200", "100..1000", "100:5s,200:5s", or
	// "max", as fast as the connections of a closed loop go.
	Rate     string `json:"rate"`
	Arrivals string `json:"arrivals"` // "constant" or "poisson"
	Seed     uint64 `json:"seed"`
	// Duration is the length of the schedule and WarmUp of what came before it and
	// is in no figure, both in nanoseconds.
	Duration int64 `json:"duration_ns"`
	WarmUp   int64 `json:"warm_up_ns"`
	// Timeout is how long an answer may take, in nanoseconds.
	Timeout int64 `json:"timeout_ns"`
	// MaxWorkers bounds the requests under way in the open loop; Connections is
	// their number in the closed one.
	MaxWorkers  int  `json:"max_workers"`
	Connections int  `json:"connections"`
	KeepAlive   bool `json:"keep_alive"`
	// Objective is what had to hold, as it was asked for; empty if nothing had to.
	Objective string `json:"objective"`
	// Budget is what a search for the capacity may take, in nanoseconds; 0 without.
	Budget int64 `json:"time_budget_ns"`
	// Expected are the statuses of a good answer, where they were given.
	Expected []int `json:"expect_status,omitempty"`
}

// A Target is what was asked.
type Target struct {
	// Kind is sign, open, static or url.
	Kind string `json:"kind"`
	// URL has no query, which may hold a signature; for static it is the base, and
	// Paths are what is asked for in turns.
	URL   string   `json:"url"`
	Paths []string `json:"paths,omitempty"`
	// InProcess: the server shares this process and its processors with the load
	// generator.
	InProcess bool `json:"in_process"`
	// SameMachine: the server shares the processors, as far as addresses tell: both
	// ends of the connection had the same one, or one of the loopback.
	SameMachine bool `json:"same_machine"`
	// HTTP is the version that the server spoke: "1.1" or "2".
	HTTP string `json:"http_version"`
	// TLS is [NoTLS], [Verified] or [NotVerified].
	TLS string `json:"tls"`
}

// The forms of [Target.TLS].
const (
	NoTLS       = "none"
	Verified    = "verified"
	NotVerified = "not verified"
)
