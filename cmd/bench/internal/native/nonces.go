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
	for drawn := range n {
		if drawn%nonceBlock == 0 && ctx.Err() != nil {
			break
		}
		nonce, err := signer.NewNonce(rand.Reader)
		if err != nil {
			return nil, err
		}
		batch.Append(nonce)
	}
	return batch, nil
}
