package baseline

import (
	"fmt"
	"math"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// Pace compares how long the references take with what they took when the result was
// stored, in nanoseconds in the order of these kernels. It gives the one that differs
// most, if that is by more than the tolerance.
//
// The same machine has several paces: with a neighbour on the other half of a core, or
// at another clock rate. They do not leave every ratio alone. On a virtual machine the
// same binary natively took 0.86 times as long to sign as the reference for a while, and
// then 1.17 times: the native reference is nearly all SHA-256, done by a unit of its own
// that the neighbour does not use. In WebAssembly, where the reference is of the same
// instructions as all else, the ratio stayed the same while the times went from 10.7 to
// 17.7 microseconds, so it is that reference which tells the state.
func (b *Baseline) Pace(kernels []string, now []float64, tolerance float64) []gate.Part {
	var differs []gate.Part
	most := math.Log1p(tolerance)
	for i, name := range kernels {
		k, _ := b.kernel(name)
		if by := math.Abs(math.Log(now[i] / k.ReferenceNS)); by > most {
			most = by
			differs = []gate.Part{{
				Name: "time of the reference beside " + name,
				Base: fmt.Sprintf("%.0f ns", k.ReferenceNS), Head: fmt.Sprintf("%.0f ns", now[i]),
			}}
		}
	}
	return differs
}
