package worker

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/signer"
)

// What the exact figures sign: a nonce and a time of the usual lengths.
const (
	exactNonce = "00000000-0000-4000-8000-000000000000"
	exactUnix  = 1_700_000_000
)

// exact counts everything that has no noise.
func (s *server) exact(ctx context.Context) (*Exact, error) {
	if _, err := s.compile(ctx); err != nil {
		return nil, err
	}
	e := &Exact{
		URL:     len(s.subject.Built(exactNonce, time.Unix(exactUnix, 0)).URL),
		Exports: s.module.Exports(),
	}
	var err error
	if e.Pages, err = s.module.MemoryPages(ctx); err != nil {
		return nil, fmt.Errorf("memory: %w", err)
	}
	blocks, err := s.blocks()
	if err != nil {
		return nil, fmt.Errorf("blocks: %w", err)
	}
	for _, name := range kernelNames() {
		c := Count{Kernel: name, Blocks: blocks[name]}
		if c.Allocs, c.Bytes, err = s.allocations(ctx, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		e.Kernels = append(e.Kernels, c)
	}
	return e, nil
}

// allocations asks the engine of a kernel.
func (s *server) allocations(ctx context.Context, name string) (allocs, bytes float64, err error) {
	engine, operation, _ := strings.Cut(name, " ")
	if engine == native.Name {
		return s.native().Allocations(ctx, operation)
	}
	return (&guest.Engine{Module: s.module, Subject: s.subject, Audit: s.audit}).Allocations(ctx, operation)
}

// blocks counts those of the kernels that sign: natively, because a guest does
// not tell; it was built from the same package. A Signer has signed for another
// person of the role before, as in the kernel.
func (s *server) blocks() (map[string]int, error) {
	at := time.Unix(exactUnix, 0)
	sg, err := signer.NewSigner(s.subject.Credentials)
	if err != nil {
		return nil, err
	}
	if _, err := sg.AppendURL(nil, &s.subject.Embeds[1], exactNonce, at); err != nil {
		return nil, err
	}
	sign, err := sg.Blocks(&s.subject.Embeds[0], exactNonce, at)
	if err != nil {
		return nil, err
	}
	p, err := sg.Prepare(&s.subject.Embeds[0])
	if err != nil {
		return nil, err
	}
	prepared, err := p.Blocks(exactNonce, at)
	return map[string]int{native.Name + " sign": sign, native.Name + " sign-prepared": prepared}, err
}
