package guest

import (
	"context"
	"errors"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// doorNonces is how many nonces the door gives at once.
const doorNonces = 10_000

// Nonces asks a fresh instance for n nonces. When the context ends, it gives
// those so far.
func (m *Module) Nonces(ctx context.Context, n int) (*nonceset.Batch, error) {
	batch := nonceset.NewBatch(n)
	err := m.DrawNonces(ctx, n, func(nonce string) error {
		batch.Append(nonce)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return batch, nil
}

// DrawNonces asks a fresh instance for n nonces, and gives each to take, whose
// error ends it. So does the end of the context, which is no error.
func (m *Module) DrawNonces(ctx context.Context, n int, take func(nonce string) error) (err error) {
	// An instance must outlive a context that is cancelled: it finishes its answer.
	inside := context.WithoutCancel(ctx)
	instance, err := m.Instantiate(inside)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, instance.Close(inside)) }()
	for n > 0 && ctx.Err() == nil {
		nonces, err := instance.nonces(inside, min(doorNonces, n))
		if err != nil {
			return err
		}
		for _, nonce := range nonces {
			if err := take(nonce); err != nil {
				return err
			}
		}
		n -= len(nonces)
	}
	return nil
}

// nonces asks for n nonces through the JSON door.
func (i *Instance) nonces(ctx context.Context, n int) ([]string, error) {
	var value struct {
		Nonces []string `json:"nonces"`
	}
	if err := i.ask(ctx, map[string]any{"op": "nonce", "count": n}, &value); err != nil {
		return nil, err
	}
	if len(value.Nonces) != n {
		return nil, errors.New("the guest gave another number of nonces than it was asked for")
	}
	return value.Nonces, nil
}
