// Package baseline is a stored result of the signer's speed, with which a later
// build is compared where the commit that it was measured of cannot be built.
//
// No time is stored, since a time belongs to a machine and a moment, but how long
// each kernel takes in relation to a reference of the same engine, measured in turns
// with it. Even that ratio is another one on another processor:
// signing one text cost 0.40, 0.28 and 0.26 times a SHA-256 of one kilobyte on the
// three code paths of the same machine. So a file has a [Key], and is compared with
// nothing of another one.
package baseline

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
)

// Schema is the version of the file's form.
const Schema = 1

// A Baseline is what a file holds.
type Baseline struct {
	Schema int `json:"schema"`
	Key    Key `json:"key"`
	// Revision is the commit that was measured, or empty; Dirty says that the tree
	// had changes beyond it.
	Revision string `json:"revision"`
	Dirty    bool   `json:"dirty"`
	// Exact are the figures without noise.
	Exact gate.Figures `json:"exact"`
	// Kernels are the others.
	Kernels []Kernel `json:"kernels"`
}

// A Kernel is what was measured of one of them.
type Kernel struct {
	Name string `json:"name"`
	// LogRatios are, of each launch, the logarithm of the time per operation divided
	// by the reference's.
	LogRatios []float64 `json:"log_ratios"`
	// ReferenceNS is the median time of the reference in nanoseconds. It says in which
	// state the machine was; see [Baseline.Pace].
	ReferenceNS float64 `json:"reference_ns"`
}

// MinLaunches is the least that a baseline has: with fewer than six values no
// interval of ranks holds their middle with 95 % confidence, be it as wide as all of
// them.
const MinLaunches = 6

// maxLogRatio is a factor of a million, which no machine makes of a ratio.
const maxLogRatio = 14

// maxReference is a second, for what takes less than a microsecond natively.
const maxReference = 1e9

// Read reads a file that has all of these kernels. Whatever is missing in it or
// makes no sense is an error of one line.
func Read(r io.Reader, kernels []string) (*Baseline, error) {
	var b Baseline
	if err := jsonfile.Read(r, &b); err != nil {
		return nil, fmt.Errorf("not a baseline, which --save-baseline writes: %w", err)
	}
	return &b, b.check(kernels)
}

func (b *Baseline) check(kernels []string) error {
	if b.Schema != Schema {
		return fmt.Errorf("not a baseline, or one of another version: schema %d, want %d", b.Schema, Schema)
	}
	if err := b.Key.Check(); err != nil {
		return err
	}
	if err := b.Exact.Check(kernels); err != nil {
		return err
	}
	if b.Exact.Brotli <= 0 {
		return errors.New("exact figures without signer.wasm in bytes, brotli")
	}
	for _, name := range kernels {
		k, err := b.kernel(name)
		if err != nil {
			return err
		}
		if err := k.check(); err != nil {
			return fmt.Errorf("kernel %q: %w", name, err)
		}
	}
	return nil
}

func (b *Baseline) kernel(name string) (Kernel, error) {
	i := slices.IndexFunc(b.Kernels, func(k Kernel) bool { return k.Name == name })
	if i < 0 {
		return Kernel{}, fmt.Errorf("no kernel %q in it; save another one with --save-baseline", name)
	}
	return b.Kernels[i], nil
}

func (k *Kernel) check() error {
	if len(k.LogRatios) < MinLaunches {
		return fmt.Errorf("%d launches: want at least %d", len(k.LogRatios), MinLaunches)
	}
	if !(k.ReferenceNS > 0 && k.ReferenceNS <= maxReference) {
		return fmt.Errorf("reference of %v ns: want above 0 and at most %v", k.ReferenceNS, float64(maxReference))
	}
	for i, ratio := range k.LogRatios {
		if !(math.Abs(ratio) <= maxLogRatio) {
			return fmt.Errorf("launch %d: log-ratio %v: want a number between -%d and %d", i+1, ratio, maxLogRatio, maxLogRatio)
		}
	}
	return nil
}

// LogRatios gives those of the kernels, in this order, of a baseline that was read
// for them.
func (b *Baseline) LogRatios(kernels []string) [][]float64 {
	all := make([][]float64, len(kernels))
	for i, name := range kernels {
		k, _ := b.kernel(name)
		all[i] = k.LogRatios
	}
	return all
}

// Write writes what Read reads. It refuses what Read would refuse.
func (b *Baseline) Write(w io.Writer) error {
	var names []string
	for _, k := range b.Kernels {
		names = append(names, k.Name)
	}
	if err := b.check(names); err != nil {
		return err
	}
	return jsonfile.Write(w, b)
}
