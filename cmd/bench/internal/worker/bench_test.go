package worker

import (
	"testing"
	"time"
)

// What the gate's budget goes to beside the slices.

// BenchmarkRequest is a way there and back: a request that is refused.
func BenchmarkRequest(b *testing.B) {
	w := startProcess(b, "small")
	for b.Loop() {
		if _, err := w.Slice(b.Context(), "none", 0, 0); err == nil {
			b.Fatal("not refused")
		}
	}
}

// BenchmarkSlice is a slice of 3 ms.
func BenchmarkSlice(b *testing.B) {
	w := startProcess(b, "good")
	if _, err := w.Round(b.Context(), time.Millisecond); err != nil {
		b.Fatal(err)
	}
	for _, kernel := range []string{"native verify", "wazero sign"} {
		b.Run(kernel, func(b *testing.B) {
			for b.Loop() {
				if _, err := w.Slice(b.Context(), kernel, 3*time.Millisecond, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRound makes six kernels anew, without a warm-up worth the name.
func BenchmarkRound(b *testing.B) {
	w := startProcess(b, "good")
	for b.Loop() {
		if _, err := w.Round(b.Context(), 0); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLaunch starts a process that finds compiled code in the cache, and
// ends it after its first round.
func BenchmarkLaunch(b *testing.B) {
	for _, last := range []struct {
		name string
		do   func(*Worker) error
	}{
		{"greeting", func(*Worker) error { return nil }},
		{"round", func(w *Worker) error {
			_, err := w.Round(b.Context(), 0)
			return err
		}},
		{"exact", func(w *Worker) error {
			_, err := w.Exact(b.Context())
			return err
		}},
	} {
		b.Run(last.name, func(b *testing.B) {
			for b.Loop() {
				w := startProcess(b, "good")
				if err := last.do(w); err != nil {
					b.Fatal(err)
				}
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
