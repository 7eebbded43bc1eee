// Package native measures package signer as compiled for this machine.
package native

import (
	"context"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
)

// Name is the engine's name in reports.
const Name = "native"

// Operations are what it measures.
func Operations() []string { return []string{"sign", "sign-prepared", "verify", "nonce"} }

// An Engine measures for one subject and reports to one audit.
type Engine struct {
	Subject *subject.Subject
	Audit   *audit.Audit
}

// Operations are the package's.
func (e *Engine) Operations() []string { return Operations() }

// Measure runs one round of an operation on as many goroutines as asked for.
func (e *Engine) Measure(ctx context.Context, operation string, concurrency int, plan measure.Plan) (measure.Round, error) {
	pairs := make([]measure.Pair, concurrency)
	for i := range pairs {
		var err error
		if pairs[i], err = e.pair(operation); err != nil {
			return measure.Round{}, err
		}
	}
	return measure.Kernels(ctx, pairs, plan)
}

// allocationOps is over how many operations allocations are counted.
const allocationOps = 1000

// Allocations counts heap allocations and bytes per operation.
func (e *Engine) Allocations(_ context.Context, operation string) (allocs, bytes float64, err error) {
	kernel, err := e.Kernel(operation)
	if err != nil {
		return 0, 0, err
	}
	if err := kernel.Draw(); err != nil {
		return 0, 0, err
	}
	return measure.Allocations(allocationOps, func() error { return kernel.Run(allocationOps) })
}

// pair makes an operation and its reference for one goroutine.
func (e *Engine) pair(operation string) (measure.Pair, error) {
	kernel, err := e.Kernel(operation)
	if err != nil {
		return measure.Pair{}, err
	}
	reference, err := e.Reference()
	return measure.Pair{Operation: kernel, Reference: reference}, err
}

// Reference makes the kernel that the others are compared with, for one
// goroutine; see [ReferenceName].
func (e *Engine) Reference() (measure.Kernel, error) {
	k, err := newReference(e.Subject, e.Audit)
	if err != nil {
		return nil, err
	}
	return k, nil
}

// Kernel makes the kernel of one operation, for one goroutine, with a signer of
// its own.
func (e *Engine) Kernel(operation string) (measure.Kernel, error) {
	switch operation {
	case "sign":
		return newSign(e.Subject, e.Audit)
	case "sign-prepared":
		return newSignPrepared(e.Subject, e.Audit)
	case "verify":
		return newVerify(e.Subject, e.Audit)
	case "nonce":
		return &nonce{audit: e.Audit}, nil
	}
	return nil, fmt.Errorf("operation %q: the native engine does not have it", operation)
}
