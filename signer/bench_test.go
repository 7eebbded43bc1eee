package signer

import (
	"crypto/hmac"
	"crypto/sha256"
	"testing"
)

// These benchmarks are for working on the package: compare their ratios, in one
// run. The harness in cmd/bench measures in alternating slices.

func BenchmarkSign(b *testing.B) {
	r := goodRequest(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Sign(r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSigner(b *testing.B) {
	r := goodRequest(b)
	s, err := NewSigner(r.Credentials)
	if err != nil {
		b.Fatal(err)
	}
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		if buffer, err = s.AppendURL(buffer[:0], &r.Embed, r.Nonce, r.Time); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPrepared(b *testing.B) {
	r := goodRequest(b)
	s, err := NewSigner(r.Credentials)
	if err != nil {
		b.Fatal(err)
	}
	p, err := s.Prepare(&r.Embed)
	if err != nil {
		b.Fatal(err)
	}
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		if buffer, err = p.AppendURL(buffer[:0], r.Nonce, r.Time); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	r, v := goodRequest(b), receiver(b)
	v.Ledger = nil
	url := Build(r).URL
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Verify(b.Context(), url, r.Time); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReference is crypto/hmac over the same text, the key prepared.
func BenchmarkReference(b *testing.B) {
	r := goodRequest(b)
	text := []byte(Build(r).SignedText)
	h := hmac.New(sha256.New, []byte(r.Credentials.Secret.Reveal()))
	var sum []byte
	b.ReportAllocs()
	for b.Loop() {
		h.Reset()
		h.Write(text)
		sum = h.Sum(sum[:0])
	}
}
