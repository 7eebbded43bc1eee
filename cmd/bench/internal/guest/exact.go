package guest

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tetratelabs/wazero"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
)

// What is here is the same in each run of the same module, so that two modules
// are compared exactly.

// Exports lists the functions that the module exports, in order of their names.
func (m *Module) Exports() []string {
	return slices.Sorted(maps.Keys(m.compiled.ExportedFunctions()))
}

// memoryOps is how often each operation runs before memory is counted: enough
// for several garbage collections in the guest.
const memoryOps = 2000

// MemoryPages counts the pages of 64 KiB that a fresh instance has after 2000 of
// each operation.
//
// A guest has no other source of chance than what it asks its host for. So this
// one gets what must not be signed with: wazero's own random source and clock,
// which begin in the same way each time, and credentials, nonce and time that do
// not change.
func (m *Module) MemoryPages(ctx context.Context) (pages int, err error) {
	instance, err := m.instantiate(ctx, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, instance.Close(ctx)) }()
	s, err := subject.New(rand.NewChaCha8([32]byte{}), subject.Path)
	if err != nil {
		return 0, err
	}
	if err := instance.ready(ctx, s, "00000000-0000-4000-8000-000000000000", time.Unix(1_700_000_000, 0)); err != nil {
		return 0, err
	}
	a := new(audit.Audit)
	for _, operation := range Operations() {
		kernel, err := instance.kernel(ctx, operation, s, a)
		if err != nil {
			return 0, err
		}
		if err := kernel.Run(memoryOps); err != nil {
			return 0, err
		}
	}
	if _, evidence := a.Result(); len(evidence) > 0 {
		return 0, errors.New(evidence[0])
	}
	return int(instance.MemoryBytes() / wasmPage), nil
}

const wasmPage = 64 << 10
