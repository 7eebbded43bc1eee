// Package controls has broken sources of nonces, and sees whether a trial catches them: a
// test that passes everything looks just like good news. Each of them is a mistake that
// was made somewhere. One source is sound, which a trial has to let pass.
package controls

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
	"github.com/embedsign/embedsign/signer"
)

// A Control is a source whose answer is known.
type Control struct {
	// Name is short, and Says what is wrong with it.
	Name, Says string
	// Sound: nothing is, so that it must pass.
	Sound bool
	// By is the name or the family of a test that has to be among those that catch it.
	By string
	// Generators are what draws.
	Generators []drawing.Generator
}

// An Outcome is what a trial said of a control.
type Outcome struct {
	Name string `json:"name"`
	Says string `json:"says"`
	// Sound, Caught: what it is, and if a test failed. By names the tests that did.
	Sound  bool     `json:"sound"`
	Caught bool     `json:"caught"`
	By     []string `json:"by"`
	// Count is how many nonces it took.
	Count int `json:"count"`
	// OK: a broken source was caught by a test that is for it, or a sound one passed.
	OK bool `json:"ok"`
}

// Run has a trial examine one control.
func Run(ctx context.Context, c Control) (Outcome, error) {
	source := drawing.Source{Name: c.Name, Generators: c.Generators, AtOnce: len(c.Generators)}
	plan, err := drawing.NewPlan([]drawing.Source{source}, drawing.Room{Memory: memory})
	if err != nil {
		return Outcome{}, fmt.Errorf("%s: %w", c.Name, err)
	}
	r, err := trial.Examine(ctx, trial.Config{Sources: []drawing.Source{source}, Plan: plan})
	if err != nil {
		return Outcome{}, err
	}
	o := Outcome{Name: c.Name, Says: c.Says, Sound: c.Sound, Caught: !r.OK, By: []string{}, Count: source.Count()}
	o.OK = c.Sound && r.OK
	for _, t := range r.Failed() {
		if t.Source != c.Name {
			continue // of all sources, of which there is one
		}
		o.By = append(o.By, t.Name)
		o.OK = o.OK || !c.Sound && (t.Name == c.By || t.Family == c.By)
	}
	return o, nil
}

// memory is what the nonces of a control may take in bytes.
const memory = 256 << 20

// from makes a generator of nonces out of a source of bytes, in the way that URLs get
// theirs.
func from(name string, count int, open func() (io.Reader, error)) drawing.Generator {
	return drawing.Generator{Group: "goroutine", Name: name, Count: count,
		Draw: func(ctx context.Context, n int, take func(string) error) error {
			random, err := open()
			if err != nil {
				return err
			}
			return repeat(ctx, n, take, func() (string, error) { return signer.NewNonce(random) })
		}}
}

// repeat makes n nonces, and looks at the context now and then.
func repeat(ctx context.Context, n int, take func(string) error, next func() (string, error)) error {
	for i := range n {
		if i%10_000 == 0 && ctx.Err() != nil {
			return nil
		}
		nonce, err := next()
		if err != nil {
			return err
		}
		if err := take(nonce); err != nil {
			return err
		}
	}
	return nil
}

// instances is how many nonces each of two WebAssembly instances makes.
const instances = 20_000

// WazeroDefault is signer.wasm as wazero runs it if nobody asks for randomness: each
// instance begins with the same fixed seed. Close it.
func WazeroDefault(ctx context.Context, wasm []byte) (c Control, closing func() error, err error) {
	inside := context.WithoutCancel(ctx)
	m, err := guest.Compile(inside, wasm, guest.Config{Random: guest.WazeroDefault})
	if err != nil {
		return c, nil, err
	}
	c = Control{Name: "wazero-default", Says: "two instances under wazero's default random source", By: evidence.Unique}
	for i := range 2 {
		c.Generators = append(c.Generators, drawing.Generator{Group: "instance", Name: fmt.Sprintf("instance %d", i+1), Count: instances, Draw: m.DrawNonces})
	}
	return c, func() error { return m.Close(inside) }, nil
}

// ErrMissed is a self-test in which a control had another outcome than it should have.
var ErrMissed = errors.New("the test of the tests failed")
