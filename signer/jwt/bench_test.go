package jwt

import (
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

func BenchmarkSign(b *testing.B) {
	r := goodRequest(b)
	for b.Loop() {
		if _, err := Sign(r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	token := sign(b, goodRequest(b))
	v := receiver(b)
	v.Ledger = nil
	now := time.Unix(issued, 0)
	for b.Loop() {
		if _, err := v.Verify(b.Context(), token, now); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDoctor looks for the cause of a signature that has none, in a URL of
// some 2 KB, and in one that is nearly as long as a URL may be.
func BenchmarkDoctor(b *testing.B) {
	for name, length := range map[string]int{"2KB": 1000, "54KB": 40_000} {
		b.Run(name, func(b *testing.B) {
			r := goodRequest(b)
			r.Claims.FirstName = strings.Repeat("x", length)
			url := Build(r).URL
			other := signer.NewSecret("another")
			for b.Loop() {
				if got := Inspect(Inspection{URL: url, Secret: other}); got.Causes[0].Proved {
					b.Fatal("proved")
				}
			}
			b.ReportMetric(float64(len(url)), "bytes")
		})
	}
}

// BenchmarkHostileToken reads as many unknown claims as fit into a URL.
func BenchmarkHostileToken(b *testing.B) {
	var payload strings.Builder
	payload.WriteString(`{"a":0`)
	for i := range 4000 {
		payload.WriteString(`,"` + itoa(int64(i)) + `":0`)
	}
	token := forge(b, `{"alg":"HS256"}`, payload.String()+"}")
	for b.Loop() {
		Inspect(Inspection{URL: token, Secret: signer.NewSecret("x")})
	}
}
