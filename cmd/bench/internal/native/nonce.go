package native

import (
	"crypto/rand"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/signer"
)

// nonce draws nonces from the operating system.
type nonce struct {
	audit *audit.Audit
	text  []byte
}

func (k *nonce) Draw() error { return nil }

func (k *nonce) Run(n int) (err error) {
	for range n {
		if k.text, err = signer.AppendNonce(k.text[:0], rand.Reader); err != nil {
			return err
		}
	}
	return nil
}

func (k *nonce) Check() {
	if err := signer.CheckNonceForm(string(k.text)); err != nil {
		k.audit.Wrong("native nonce", err)
	}
}
