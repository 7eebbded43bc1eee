package signer

import (
	"crypto/hmac"
	"crypto/sha256"
	"testing"
	"time"
)

func benchRequest(b *testing.B) (*Signer, *Embed) {
	s, err := NewSigner(Credentials{ClientID: "ba6609d000daf9196fd3dbf1b878a452ddaf27fcbf028ff7df23aab9fa9cb607", Secret: NewSecret("ef36b2852ae4a84225ec63a994730763d8381f3cf402a853c6139fdb4a8f15b64e9a74b02b007c6afb038218361ba6a39b6b3801d3c0511d2ff1a7bbf8c7c397")})
	if err != nil {
		b.Fatal(err)
	}
	e := Presets()[0].Embed
	e.Path = "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST"
	return s, &e
}

const n1 = "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11"

func BenchmarkSign(b *testing.B) {
	s, e := benchRequest(b)
	var buf []byte
	var err error
	at := time.Unix(1700000000, 0)
	b.ReportAllocs()
	for b.Loop() {
		if buf, err = s.AppendURL(buf[:0], e, n1, at); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(buf)), "bytes")
}

func BenchmarkSignPrepared(b *testing.B) {
	s, e := benchRequest(b)
	p, err := s.Prepare(e)
	if err != nil {
		b.Fatal(err)
	}
	var buf []byte
	at := time.Unix(1700000000, 0)
	b.ReportAllocs()
	for b.Loop() {
		if buf, err = p.AppendURL(buf[:0], n1, at); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReference(b *testing.B) {
	s, e := benchRequest(b)
	buf, _ := s.AppendURL(nil, e, n1, time.Unix(1700000000, 0))
	text := buf[:len(buf)-len(signatureName)-64]
	h := hmac.New(sha256.New, []byte("ef36b2852ae4a84225ec63a994730763d8381f3cf402a853c6139fdb4a8f15b64e9a74b02b007c6afb038218361ba6a39b6b3801d3c0511d2ff1a7bbf8c7c397"))
	var sum []byte
	b.ReportAllocs()
	for b.Loop() {
		h.Reset()
		h.Write(text)
		sum = h.Sum(sum[:0])
	}
	b.ReportMetric(float64(len(text)), "bytes")
}
