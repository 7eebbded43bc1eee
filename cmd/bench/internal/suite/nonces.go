package suite

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
)

// The shares of the other sources in what native draws: a guest takes some ten
// times as long for a nonce, and HTTP some hundred times.
const (
	guestShare = 10
	webShare   = 200
	webMost    = 5000
)

// openTwice looks whether the receiving side keeps to once.
func (r *run) openTwice(ctx context.Context) error {
	if r.web == nil {
		return nil
	}
	r.config.Progress.Step("reopen", "http")
	if err := r.web.OpenTwice(ctx); err != nil {
		return failed(web.Name, "open", err)
	}
	return nil
}

// nonces draws from all sources and compares every nonce with every other one.
func (r *run) nonces(ctx context.Context) error {
	var set nonceset.Set
	// At least two generators of each kind: within one, a fixed seed shows
	// nothing.
	generators := max(2, r.config.Concurrency)
	n := r.config.Nonces
	if r.config.has(native.Name) {
		if err := r.draw(ctx, &set, native.Name, "goroutine", generators, n, native.Nonces); err != nil {
			return err
		}
	}
	if r.guest != nil {
		// The instances outlive a cancelled context; the loop around them ends.
		if err := r.draw(ctx, &set, guest.Name, "instance", generators, n/guestShare, r.guest.Module.Nonces); err != nil {
			return err
		}
	}
	if r.web != nil {
		if err := r.draw(ctx, &set, web.Name, "client", 1, min(n/webShare, webMost), r.web.Nonces); err != nil {
			return err
		}
	}
	if set.Len() > 0 {
		r.compare(&set)
	}
	return nil
}

// draw fills the set from several generators of a kind at once.
func (r *run) draw(ctx context.Context, set *nonceset.Set, kind, unit string, generators, n int,
	nonces func(context.Context, int) (*nonceset.Batch, error)) error {
	r.config.Progress.Step("nonces", kind)
	batches := make([]*nonceset.Batch, generators)
	failures := make([]error, generators)
	var done sync.WaitGroup
	for i := range generators {
		share := max(1, (n+i)/generators) // adds up to n
		done.Go(func() { batches[i], failures[i] = nonces(ctx, share) })
	}
	done.Wait()
	if err := errors.Join(failures...); err != nil {
		return failed(kind, "nonces", err)
	}
	for i, batch := range batches {
		set.Add(kind, fmt.Sprintf("%s %s %d", kind, unit, i+1), batch)
	}
	return nil
}

// compare puts what was found into the report.
func (r *run) compare(set *nonceset.Set) {
	counts, examples := set.Report()
	for _, c := range counts {
		r.report.Nonces = append(r.report.Nonces, report.Nonces{
			Source: c.Kind, Generators: c.Sources, Generated: c.Generated,
			Duplicates: c.Duplicates, Malformed: c.Malformed, EntropyBits: c.EntropyBits(),
		})
		if c.Kind == nonceset.All && c.Malformed > 0 {
			r.problem("%d of %d nonces are no canonical UUIDv4", c.Malformed, c.Generated)
		}
		if c.Kind == nonceset.All && c.Duplicates > 0 {
			r.problem("%d of %d nonces repeat an earlier one", c.Duplicates, c.Generated)
		}
	}
	for _, e := range examples {
		r.problem("nonce %s was drawn %d times, first by %s and again by %s", e.Nonce, e.Times, e.First, e.Again)
	}
}
