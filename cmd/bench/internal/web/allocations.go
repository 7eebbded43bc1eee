package web

import (
	"context"

	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
)

// allocationRequests is over how many requests allocations are counted.
const allocationRequests = 500

// Allocations counts heap allocations and bytes per request of the whole
// process: client and server. It has no answer when the server is elsewhere.
// The client is net/http's alone, since hey keeps books of its own.
func (e *Engine) Allocations(ctx context.Context, operation string) (allocs, bytes float64, err error) {
	targets, err := e.targets(ctx, operation, allocationRequests*(1+measure.AllocationPasses))
	if err != nil {
		return 0, 0, err
	}
	next, err := handOut(ctx, e.base, targets)
	if err != nil {
		return 0, 0, err
	}
	return measure.Allocations(allocationRequests, func() error {
		for range allocationRequests {
			if err := e.exchange(next()); err != nil {
				return err
			}
		}
		return nil
	})
}
