package suite

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
	"github.com/embedsign/embedsign/signer"
)

// method is what the report says of the way that figures come about.
func method(c Config) report.Method {
	plan := measure.NewPlan(c.Duration / rounds)
	m := report.Method{
		Duration: c.Duration,
		Rounds:   rounds,
		WarmUp:   plan.WarmUp,
		Slice:    measure.SliceLength,
		Clock:    measure.ClockCost(),
	}
	if c.has(guest.Name) || c.has(guest.InterpreterName) {
		m.Random = string(c.Random)
	}
	if c.has(web.Name) {
		m.Target = report.InProcess
		if c.URL != "" {
			m.Target = c.URL
		}
	}
	return m
}

// start makes the engines ready and plans their series.
func (r *run) start(ctx context.Context) error {
	s, err := subject.New(rand.Reader, subject.Path)
	if err != nil {
		return err
	}
	if err := r.lengths(s); err != nil {
		return err
	}
	for _, name := range r.config.Engines {
		if ctx.Err() != nil {
			return nil
		}
		r.config.Progress.Step("start", name)
		if err := r.startEngine(ctx, name, s); err != nil {
			return failed(name, "", err)
		}
	}
	return nil
}

// lengths notes the size of what native and wazero sign.
func (r *run) lengths(s *subject.Subject) error {
	if len(r.config.Engines) == 1 && r.config.has(web.Name) {
		return nil
	}
	nonce, err := signer.NewNonce(rand.Reader)
	if err != nil {
		return err
	}
	built := s.Built(nonce, time.Now())
	r.report.Method.SignedText, r.report.Method.URL = len(built.SignedText), len(built.URL)
	return nil
}

func (r *run) startEngine(ctx context.Context, name string, s *subject.Subject) error {
	switch name {
	case native.Name:
		r.plan(name, &native.Engine{Subject: s, Audit: r.audit}, native.ReferenceName)
	case guest.Name, guest.InterpreterName:
		return r.startGuest(ctx, name, s)
	case web.Name:
		return r.startWeb(ctx)
	}
	return nil
}

// startGuest compiles signer.wasm, and keeps how long that took.
func (r *run) startGuest(ctx context.Context, name string, s *subject.Subject) error {
	// A runtime outlives a cancelled context: it has to finish what it does.
	inside := context.WithoutCancel(ctx)
	e := &guest.Engine{Subject: s, Audit: r.audit}
	p, err := e.Begin(ctx, r.config.Wasm, guest.Config{Interpreter: name == guest.InterpreterName, Random: r.config.Random})
	if e.Module != nil {
		r.open = append(r.open, func() error { return e.Module.Close(inside) })
	}
	if err != nil {
		return err
	}
	r.phases(name, p)
	if name == guest.Name {
		r.guest = e
		r.metrics.Wasm(p.CompileCold, p.CompileCached, p.Instantiate, p.MemoryBytes)
	}
	r.plan(name, e, native.ReferenceName)
	return nil
}

func (r *run) phases(engine string, p guest.Phases) {
	for _, phase := range []struct {
		name string
		took time.Duration
	}{
		{report.CompileCold, p.CompileCold},
		{report.CompileCached, p.CompileCached},
		{report.Instantiate, p.Instantiate},
		{report.FirstCall, p.FirstCall},
		{report.Steady, p.Steady},
	} {
		if phase.took > 0 {
			r.report.Phases = append(r.report.Phases, report.Phase{Engine: engine, Phase: phase.name, NS: phase.took.Nanoseconds()})
		}
	}
}

func (r *run) startWeb(ctx context.Context) error {
	e, err := web.Open(ctx, r.config.URL, r.audit)
	if err != nil {
		return err
	}
	r.open = append(r.open, e.Close)
	r.web = e
	e.Loaded = r.metrics.Requests
	if len(e.Operations()) < len(web.Operations()) {
		r.report.Method.LeftOut = "open: the signed URLs lead to another server than the one that is measured"
	}
	r.plan(web.Name, e, web.ReferenceName)
	return nil
}
