package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/checkout"
	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/progress"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// gateError is the chance of a wrong FAIL, and of a wrong PASS, over all kernels
// and looks.
const gateError = 0.05

// gateKernels are what a gate measures.
func gateKernels() []string {
	return []string{"native sign", "native sign-prepared", "native verify", "native nonce", "wazero sign", "wazero sign-prepared"}
}

// A comparison is a gate under way.
type comparison struct {
	flags      *gating
	base, head string // binaries
	cache      string // for compiled WebAssembly
	stderr     io.Writer
	result     gate.Result
}

// builds makes the binaries that are not there yet.
func (c *comparison) builds(ctx context.Context, dir string) (err error) {
	c.base, c.head = c.flags.baseBin, c.flags.headBin
	c.result.Base.Name, c.result.Head.Name = c.base, c.head
	if c.base == "" || c.head == "" {
		if err := c.checkOut(ctx, dir); err != nil {
			return err
		}
	}
	if c.result.Base.SHA256, err = fileDigest(c.base); err != nil {
		return fmt.Errorf("base: %w", err)
	}
	if c.result.Head.SHA256, err = fileDigest(c.head); err != nil {
		return fmt.Errorf("head: %w", err)
	}
	return nil
}

func (c *comparison) checkOut(ctx context.Context, dir string) error {
	tree, err := checkout.Find(ctx, ".", "./cmd/bench")
	if err != nil {
		return err
	}
	if c.base == "" {
		fmt.Fprintln(c.stderr, "building base:", c.flags.base)
		built, err := tree.Base(ctx, c.flags.base, filepath.Join(dir, "base"))
		if err != nil {
			return err
		}
		c.base, c.result.Base.Name, c.result.Base.Revision = built.Binary, c.flags.base, built.Revision
	}
	if c.head == "" {
		fmt.Fprintln(c.stderr, "building head: the working tree")
		built, err := tree.Head(ctx, filepath.Join(dir, "head"))
		if err != nil {
			return err
		}
		c.head, c.result.Head.Name, c.result.Head.Revision, c.result.Head.Dirty = built.Binary, "working tree", built.Revision, built.Dirty
	}
	return nil
}

func fileDigest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// compare holds the exact figures against each other, and then the speed. Where
// an exact figure is worse there is no need to measure.
func (c *comparison) compare(ctx context.Context) error {
	begin := time.Now()
	if err := c.exact(ctx); err != nil {
		return c.wrong(err)
	}
	if len(c.result.Failed()) > 0 {
		c.result.Conclude()
		return nil
	}
	found, err := duel.Run(ctx, duel.Config{
		Base: c.starter(c.base), Head: c.starter(c.head),
		Settings: verdict.Settings{Tolerance: c.result.Method.Tolerance, Alpha: gateError},
		Kernels:  gateKernels(), Budget: c.flags.budget, Seed: c.flags.seed,
		Progress: c.progress(progress.New(c.stderr)),
	})
	if err != nil {
		return c.wrong(err)
	}
	c.result.Method.Took = time.Since(begin).Seconds()
	c.result.Take(gateKernels(), found)
	return nil
}

// wrong keeps what a worker proved wrong: that is a result, and no failure.
func (c *comparison) wrong(err error) error {
	if !errors.Is(err, worker.ErrWrong) {
		return err
	}
	c.result.Wrong = append(c.result.Wrong, err.Error())
	c.result.Conclude()
	return nil
}

func (c *comparison) starter(binary string) duel.Starter {
	return func(ctx context.Context, role string) (*worker.Worker, error) {
		return worker.Start(ctx, role, binary, "worker", "--cache", c.cache)
	}
}

func (c *comparison) progress(p *progress.Progress) func(duel.Progress) {
	return func(now duel.Progress) {
		stage := "measuring"
		if now.Confirming {
			stage = "confirming"
		}
		p.Step(stage, fmt.Sprintf("launch %d, %.0f %% of the time", now.Launches, 100*now.Fraction))
	}
}

// exact asks both sides for what has no noise.
func (c *comparison) exact(ctx context.Context) (err error) {
	base, err := c.start(ctx, "base", c.base)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, base.Close()) }()
	head, err := c.start(ctx, "head", c.head)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, head.Close()) }()
	was, err := figures(ctx, base, head)
	if err != nil {
		return err
	}
	is, err := figures(ctx, head, base)
	if err != nil {
		return err
	}
	c.result.Exact = gate.CompareExact(was, is)
	c.result.Environment = head.Greeting().Environment
	c.result.Method.Watched = watched(head.Greeting())
	return nil
}

// watched says what told of taint, and what could not.
func watched(g worker.Greeting) []string {
	return append([]string{"context switches, processor time, steal, throttling, load"}, g.Unwatched...)
}

func (c *comparison) start(ctx context.Context, role, binary string) (*worker.Worker, error) {
	return c.starter(binary)(ctx, role)
}

// figures are those of one of two workers. Compressing takes ten seconds, so it is
// left out where both have the same module.
func figures(ctx context.Context, of, other *worker.Worker) (f gate.Figures, err error) {
	f.Wasm = of.Greeting().Wasm.Bytes
	if f.Exact, err = of.Exact(ctx); err != nil || of.Greeting().Wasm == other.Greeting().Wasm {
		return f, err
	}
	f.Brotli, err = worker.Sizes{}.Brotli(ctx, of)
	return f, err
}
