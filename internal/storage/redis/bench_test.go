package redis

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/storage/redis/redistest"
	"github.com/embedsign/embedsign/signer"
)

// BenchmarkUse has many callers record nonces in a server that writes each to its disk
// before it answers. Compare with BenchmarkPing, which only goes there and back:
//
//	go test -run xxx -bench . -cpu 64 ./internal/storage/redis
func BenchmarkUse(b *testing.B) {
	s := openFor(b)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			nonce, err := signer.NewNonce(rand.Reader)
			if err == nil {
				_, err = s.Use(b.Context(), "client", nonce, noon.Add(time.Hour), noon)
			}
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkPing is the reference.
func BenchmarkPing(b *testing.B) {
	s := openFor(b)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if err := s.client.Ping(b.Context()).Err(); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func openFor(b *testing.B) *Server {
	b.Helper()
	s, err := Open(b.Context(), "redis://"+redistest.Start(b).Address+"/0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}
