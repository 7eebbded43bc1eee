package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
)

// newReferences makes a reference beside each kernel. A kernel's guest may be
// slower than the next for as long as it lives, so its reference is in the same.
func (s *server) newReferences(ctx context.Context, r *round, warmUp time.Duration) (map[string]ready, error) {
	made := make(map[string]measure.Kernel)
	for _, name := range kernelNames() {
		var err error
		if i := r.instances[name]; i != nil {
			made[name], err = i.Kernel(ctx, "reference", s.subject, s.audit)
		} else {
			made[name], err = s.native().Reference()
		}
		if err != nil {
			return nil, fmt.Errorf("reference of %s: %w", name, err)
		}
	}
	return warmed(made, warmUp)
}

func (s *server) native() *native.Engine { return &native.Engine{Subject: s.subject, Audit: s.audit} }
