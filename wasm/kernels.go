package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"time"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/wasm/host"
)

// The codes of the measuring exports.
const (
	kernelOK         int32 = 0
	kernelUnprepared int32 = 1 // prepare has not been called, or has failed
	kernelBadRequest int32 = 2 // prepare: not a build request
	kernelRefused    int32 = 3 // the signer or the verifier refused
)

// kernels run one operation many times inside one call, so that the way in and
// out of the guest does not count.
type kernels struct {
	embed     signer.Embed
	nonce     string
	at        time.Time
	signer    *signer.Signer
	prepared  *signer.Prepared
	verifier  signer.Verifier
	url       string
	text      []byte // the signed text, for the reference
	hash      hash.Hash
	buffer    []byte
	sum       []byte
	available bool
}

// prepare sets up all kernels for a build request in the safe dialect and the
// canonical order.
func (k *kernels) prepare(request []byte) int32 {
	*k = kernels{}
	r, err := readRequest(request)
	if err != nil || r.op != "build" || len(r.order) > 0 || r.dialect != "" && r.dialect != signer.DialectSafe {
		return kernelBadRequest
	}
	b := r.build()
	k.embed, k.nonce, k.at = b.Embed, b.Nonce, b.Time
	built := signer.Build(b)
	k.url, k.text = built.URL, []byte(built.SignedText)
	k.hash = hmac.New(sha256.New, []byte(b.Credentials.Secret.Reveal()))
	key, err := signer.NewKey(b.Credentials.Secret)
	if err != nil {
		return kernelRefused
	}
	k.verifier.Key = func(id string) (*signer.Key, bool) { return key, id == b.Credentials.ClientID }
	if k.signer, err = signer.NewSigner(b.Credentials); err != nil {
		return kernelRefused
	}
	if k.prepared, err = k.signer.Prepare(&k.embed); err != nil {
		return kernelRefused
	}
	k.available = true
	return kernelOK
}

// repeat runs an operation n times and stops at the first failure.
func (k *kernels) repeat(n uint32, operation func() error) int32 {
	if !k.available {
		return kernelUnprepared
	}
	for range n {
		if operation() != nil {
			return kernelRefused
		}
	}
	return kernelOK
}

func (k *kernels) sign(n uint32) int32 {
	return k.repeat(n, func() (err error) {
		k.buffer, err = k.signer.AppendURL(k.buffer[:0], &k.embed, k.nonce, k.at)
		return err
	})
}

func (k *kernels) signPrepared(n uint32) int32 {
	return k.repeat(n, func() (err error) {
		k.buffer, err = k.prepared.AppendURL(k.buffer[:0], k.nonce, k.at)
		return err
	})
}

func (k *kernels) verify(n uint32) int32 {
	// There is no ledger, so nothing to cancel. context.Background has a method
	// with a time in it, for which the linker would keep how times are formatted:
	// 6 KB of what browsers download.
	var none context.Context
	return k.repeat(n, func() error {
		_, err := k.verifier.Verify(none, k.url, k.at)
		return err
	})
}

func (k *kernels) drawNonces(n uint32) int32 {
	return k.repeat(n, func() (err error) {
		k.buffer, err = signer.AppendNonce(k.buffer[:0], host.Random)
		return err
	})
}

// reference is crypto/hmac with a prepared key over the whole signed text.
func (k *kernels) reference(n uint32) int32 {
	return k.repeat(n, func() error {
		k.hash.Reset()
		k.hash.Write(k.text)
		k.sum = k.hash.Sum(k.sum[:0])
		return nil
	})
}
