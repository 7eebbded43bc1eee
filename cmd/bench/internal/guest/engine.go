package guest

import (
	"context"
	"errors"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
)

// The engines' names in reports.
const (
	Name            = "wazero"
	InterpreterName = "wazero-interpreter"
)

// Operations are what the guest measures.
func Operations() []string { return []string{"sign", "sign-prepared", "verify", "nonce"} }

// An Engine measures a module for one subject and reports to one audit.
type Engine struct {
	Module  *Module
	Subject *subject.Subject
	Audit   *audit.Audit
}

// Operations are the package's.
func (e *Engine) Operations() []string { return Operations() }

// Measure runs one round of an operation, each goroutine with an instance of
// its own that lives as long as the round.
func (e *Engine) Measure(ctx context.Context, operation string, concurrency int, plan measure.Plan) (_ measure.Round, err error) {
	// An instance must outlive a context that is cancelled: it is what finishes
	// the slice under way.
	inside := context.WithoutCancel(ctx)
	instances, err := e.instances(inside, concurrency)
	defer func() { err = errors.Join(err, closeAll(inside, instances)) }()
	if err != nil {
		return measure.Round{}, err
	}
	pairs := make([]measure.Pair, concurrency)
	for i, instance := range instances {
		if pairs[i], err = instance.pair(inside, operation, e.Subject, e.Audit); err != nil {
			return measure.Round{}, err
		}
	}
	return measure.Kernels(ctx, pairs, plan)
}

func (e *Engine) instances(ctx context.Context, n int) (instances []*Instance, err error) {
	for range n {
		i, err := e.Module.Instantiate(ctx)
		if err != nil {
			return instances, err
		}
		instances = append(instances, i)
	}
	return instances, nil
}

func closeAll(ctx context.Context, instances []*Instance) error {
	var errs []error
	for _, i := range instances {
		errs = append(errs, i.Close(ctx))
	}
	return errors.Join(errs...)
}

// allocationCalls is over how many calls allocations are counted. A call does
// one operation, so that what the call itself costs the host is not hidden.
const allocationCalls = 200

// allocationWarmUp operations run before, so that the guest has collected its
// garbage and its memory, which is the host's, has stopped growing.
const allocationWarmUp = 5000

// Allocations counts the host's heap allocations and bytes per call.
func (e *Engine) Allocations(ctx context.Context, operation string) (allocs, bytes float64, err error) {
	instance, err := e.Module.Instantiate(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, instance.Close(ctx)) }()
	kernel, err := instance.kernel(ctx, operation, e.Subject, e.Audit)
	if err != nil {
		return 0, 0, err
	}
	if err := errors.Join(kernel.Draw(), kernel.Run(allocationWarmUp)); err != nil {
		return 0, 0, err
	}
	return measure.Allocations(allocationCalls, func() error { return repeat(kernel, allocationCalls) })
}

func repeat(k measure.Kernel, calls int) error {
	for range calls {
		if err := k.Run(1); err != nil {
			return err
		}
	}
	return nil
}
