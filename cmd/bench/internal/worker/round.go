package worker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
)

// A round is a set of kernels. Where its memory lies makes a kernel faster or
// slower for as long as it lives, so each round makes them anew, before it lets
// the ones of the round before go: those cannot get the same memory again.
type round struct {
	kernels    map[string]ready
	references map[string]ready // of the kernels of that name; nil unless asked for
	instances  map[string]*guest.Instance
	ballast    [][]byte
}

func emptyRound() *round {
	return &round{kernels: make(map[string]ready), instances: make(map[string]*guest.Instance), ballast: ballast()}
}

// A ready kernel has been warmed up.
type ready struct {
	kernel measure.Kernel
	chunk  int
}

// begin makes a round.
func (s *server) begin(ctx context.Context, q Request) (*Round, error) {
	compiled, err := s.compile(ctx)
	if err != nil {
		return nil, err
	}
	// What a slice needs outlives the request that made it.
	inside, warmUp := context.WithoutCancel(ctx), max(time.Duration(q.NS), minWarmUp)
	next, err := s.newRound(inside, warmUp)
	if err == nil && q.Reference {
		next.references, err = s.newReferences(inside, next, warmUp)
	}
	if err != nil {
		return nil, errors.Join(err, next.close())
	}
	last := s.round
	s.round = next
	answer := &Round{CompileNS: compiled.Nanoseconds()}
	for _, name := range kernelNames() {
		answer.Kernels = append(answer.Kernels, Chunk{name, next.kernels[name].chunk})
	}
	return answer, last.close()
}

// compile compiles signer.wasm unless that has been done, and says how long it
// took. It is not done before the greeting, so that a gate need not wait for it
// to see whom it talks to.
func (s *server) compile(ctx context.Context) (took time.Duration, err error) {
	if s.module != nil {
		return 0, nil
	}
	module, err := guest.Compile(context.WithoutCancel(ctx), s.config.Wasm, guest.Config{CacheDir: s.config.CacheDir, Random: guest.Crypto})
	if err != nil {
		return 0, err
	}
	s.module = module
	s.restore = s.garbage.quiet()
	return module.Took(), nil
}

// minWarmUp is for finding the chunk: the first operations of a guest take so
// long that one would seem enough, and two workers with chunks of one and of four
// operations differ by half a per cent, which is the clock's.
const minWarmUp = 2 * time.Millisecond

// newRound makes all kernels before it warms up the first. On error the round is
// what there was until then.
func (s *server) newRound(ctx context.Context, warmUp time.Duration) (*round, error) {
	r := emptyRound()
	made := make(map[string]measure.Kernel)
	for _, name := range kernelNames() {
		var err error
		if made[name], err = s.newKernel(ctx, r, name); err != nil {
			return r, fmt.Errorf("%s: %w", name, err)
		}
	}
	var err error
	r.kernels, err = warmed(made, warmUp)
	return r, err
}

// warmed warms up a kernel of each name, in the order of the names.
func warmed(made map[string]measure.Kernel, warmUp time.Duration) (map[string]ready, error) {
	all := make(map[string]ready)
	for _, name := range kernelNames() {
		kernel := made[name]
		if err := kernel.Draw(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		chunk, err := measure.WarmUp(kernel, warmUp)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		kernel.Check()
		all[name] = ready{kernel, chunk}
	}
	return all, nil
}

// newKernel makes one kernel; each of wazero's has an instance of its own.
func (s *server) newKernel(ctx context.Context, r *round, name string) (measure.Kernel, error) {
	engine, operation, _ := strings.Cut(name, " ")
	if engine == native.Name {
		return s.native().Kernel(operation)
	}
	instance, err := s.module.Instantiate(ctx)
	if err != nil {
		return nil, err
	}
	r.instances[name] = instance
	return instance.Kernel(ctx, operation, s.subject, s.audit)
}

// close frees the guests; no round has none.
func (r *round) close() error {
	if r == nil {
		return nil
	}
	var errs []error
	for _, i := range r.instances {
		errs = append(errs, i.Close(context.Background()))
	}
	return errors.Join(errs...)
}

// slice runs one kernel, or its reference, for the time that the request names.
func (s *server) slice(q Request) (*Slice, error) {
	if !slices.Contains(kernelNames(), q.Kernel) {
		return nil, fmt.Errorf("kernel %q: want one of %s", q.Kernel, strings.Join(kernelNames(), ", "))
	}
	if s.round == nil {
		return nil, errors.New("slice: there has been no round")
	}
	k := s.round.kernels[q.Kernel]
	if q.Reference {
		if s.round.references == nil {
			return nil, errors.New("slice: the round has no references")
		}
		k = s.round.references[q.Kernel]
	}
	before, _ := s.audit.Result()
	slice, err := s.run(again(k.kernel, q.Again), k.chunk, time.Duration(q.NS))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.Kernel, err)
	}
	after, _ := s.audit.Result()
	slice.Verified = after.Verified - before.Verified
	return slice, nil
}

// run draws, runs between two looks, and checks. A chunk goes before the first
// look: it finds the caches as two other workers have left them.
func (s *server) run(k measure.Kernel, chunk int, d time.Duration) (*Slice, error) {
	if err := k.Draw(); err != nil {
		return nil, err
	}
	s.garbage.collect()
	if err := k.Run(chunk); err != nil {
		return nil, err
	}
	look := s.watch.Begin()
	count, _, err := measure.Run(k, chunk, look.At, d)
	seen := s.watch.End(look)
	if err != nil {
		return nil, err
	}
	k.Check()
	return &Slice{
		Operations: count,
		WallNS:     seen.Wall.Nanoseconds(),
		CPUNS:      seen.CPU.Nanoseconds(),
		Switches:   seen.Switches,
		Steal:      seen.Steal,
		Throttled:  seen.Throttled,
		Running:    seen.Running,
		Tainted:    seen.Tainted,
	}, nil
}
