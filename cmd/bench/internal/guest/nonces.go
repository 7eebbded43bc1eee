package guest

import (
	"context"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// doorNonces is how many nonces the door gives at once.
const doorNonces = 10_000

// Nonces asks a fresh instance for n nonces. When the context ends, it gives
// those so far.
func (m *Module) Nonces(ctx context.Context, n int) (*nonceset.Batch, error) {
	instance, err := m.Instantiate(ctx)
	if err != nil {
		return nil, err
	}
	defer instance.Close(ctx)
	batch := nonceset.NewBatch(n)
	for batch.Len() < n && ctx.Err() == nil {
		if err := instance.nonces(ctx, min(doorNonces, n-batch.Len()), batch); err != nil {
			return nil, err
		}
	}
	return batch, nil
}

func (i *Instance) nonces(ctx context.Context, n int, batch *nonceset.Batch) error {
	var value struct {
		Nonces []string `json:"nonces"`
	}
	if err := i.ask(ctx, map[string]any{"op": "nonce", "count": n}, &value); err != nil {
		return err
	}
	for _, nonce := range value.Nonces {
		batch.Append(nonce)
	}
	return nil
}
