package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
	"github.com/embedsign/embedsign/site"
)

// restarts is how often each process is started, one after the other.
const restarts = 3

// A tenth of the native nonces comes from processes, and no more than mostInProcesses: a
// nonce that goes through a pipe as text takes longer, and what happens at a start shows
// in the first ones.
const (
	processShare    = 10
	mostInProcesses = 1_000_000
)

// drawers are what draws, and what has to be closed afterwards.
type drawers struct {
	sources []drawing.Source
	audit   audit.Audit
	closing []func() error
}

// open makes all sources ready.
func (n *noncing) open(ctx context.Context) (*drawers, error) {
	d := &drawers{}
	for name, open := range map[string]func(context.Context, *drawers) (drawing.Source, error){
		native.Name: n.openNative, guest.Name: n.openGuest, web.Name: n.openWeb,
	} {
		if !slices.Contains(n.sources, name) {
			continue
		}
		s, err := open(ctx, d)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", name, err), d.close())
		}
		s.Name = name
		d.sources = append(d.sources, s)
	}
	slices.SortFunc(d.sources, func(a, b drawing.Source) int {
		return slices.Index(nonceSources(), a.Name) - slices.Index(nonceSources(), b.Name)
	})
	return d, nil
}

func (d *drawers) close() error {
	var errs []error
	for _, closing := range slices.Backward(d.closing) {
		errs = append(errs, closing())
	}
	return errors.Join(errs...)
}

// openNative has goroutines of this process draw, and processes of the same program.
func (n *noncing) openNative(context.Context, *drawers) (drawing.Source, error) {
	s := drawing.Source{AtOnce: n.goroutines}
	inProcesses := 0
	if n.processes > 0 {
		inProcesses = min(n.count/processShare, mostInProcesses)
	}
	for i := range n.goroutines {
		s.Generators = append(s.Generators, drawing.Generator{
			Group: "goroutine", Name: fmt.Sprintf("native goroutine %d", i+1),
			Count: drawing.Split(n.count-inProcesses, n.goroutines, i), Draw: native.DrawNonces,
		})
	}
	if inProcesses == 0 {
		return s, nil
	}
	program, err := os.Executable()
	if err != nil {
		return s, err
	}
	draw := drawing.Process(program, func(count int) []string {
		return []string{"nonces", "--raw=text", "--source", native.Name, "--count", strconv.Itoa(count)}
	})
	for start := range restarts {
		for process := range n.processes {
			s.Generators = append(s.Generators, drawing.Generator{
				Group: "process", Name: fmt.Sprintf("native process %d, start %d", process+1, start+1),
				Count: drawing.Split(inProcesses, n.processes*restarts, start*n.processes+process), Draw: draw,
			})
		}
	}
	return s, nil
}

// openGuest has instances of signer.wasm draw: half of them from code that was just
// compiled, the others from code out of the compilation cache.
func (n *noncing) openGuest(ctx context.Context, d *drawers) (drawing.Source, error) {
	s := drawing.Source{AtOnce: min(n.goroutines, n.instances), Patience: n.patience}
	cache, err := os.MkdirTemp("", "bench-nonces-cache-")
	if err != nil {
		return s, err
	}
	d.closing = append(d.closing, func() error { return os.RemoveAll(cache) })
	groups := []string{"fresh instance", "cached instance"}
	for half, group := range groups {
		// The second one finds in the cache what the first has put there.
		m, err := openModule(ctx, d, cache)
		if err != nil {
			return s, err
		}
		for i := half; i < n.instances; i += len(groups) {
			s.Generators = append(s.Generators, drawing.Generator{
				Group: group, Name: fmt.Sprintf("wazero %s %d", group, i/len(groups)+1),
				Count: drawing.Split(n.count, n.instances, i), Draw: m.DrawNonces,
			})
		}
	}
	return s, nil
}

func openModule(ctx context.Context, d *drawers, cache string) (*guest.Module, error) {
	inside := context.WithoutCancel(ctx)
	m, err := guest.Compile(inside, site.Wasm(), guest.Config{Random: guest.Crypto, CacheDir: cache})
	if err != nil {
		return nil, err
	}
	d.closing = append(d.closing, func() error { return m.Close(inside) })
	return m, nil
}

// webBlock is how many nonces are asked for over HTTP between two looks at the clock.
const webBlock = 500

// openWeb has the signing API draw, which makes whole URLs.
func (n *noncing) openWeb(ctx context.Context, d *drawers) (drawing.Source, error) {
	s := drawing.Source{AtOnce: 1, Patience: n.patience}
	e, err := web.Open(ctx, n.url, &d.audit)
	if err != nil {
		return s, err
	}
	d.closing = append(d.closing, e.Close)
	s.Generators = []drawing.Generator{{Group: "client", Name: "http client", Count: n.count, Draw: overHTTP(e)}}
	return s, nil
}

func overHTTP(e *web.Engine) func(context.Context, int, func(string) error) error {
	return func(ctx context.Context, n int, take func(string) error) error {
		for n > 0 && ctx.Err() == nil {
			batch, err := e.Nonces(ctx, min(n, webBlock))
			if err != nil {
				return err
			}
			if err := batch.Each(take); err != nil {
				return err
			}
			n -= batch.Len()
		}
		return nil
	}
}
