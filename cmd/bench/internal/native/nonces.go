package native

import (
	"context"
	"crypto/rand"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/signer"
)

// nonceBlock is the number of nonces between two looks at the context.
const nonceBlock = 10_000

// Nonces draws n nonces on one goroutine. When the context ends, it gives those
// so far.
func Nonces(ctx context.Context, n int) (*nonceset.Batch, error) {
	batch := nonceset.NewBatch(n)
	err := DrawNonces(ctx, n, func(nonce string) error {
		batch.Append(nonce)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return batch, nil
}

// DrawNonces draws n nonces in the way that URLs get theirs, and gives each to
// take, whose error ends it. So does the end of the context, which is no error.
func DrawNonces(ctx context.Context, n int, take func(nonce string) error) error {
	for drawn := range n {
		if drawn%nonceBlock == 0 && ctx.Err() != nil {
			return nil
		}
		nonce, err := signer.NewNonce(rand.Reader)
		if err != nil {
			return err
		}
		if err := take(nonce); err != nil {
			return err
		}
	}
	return nil
}
