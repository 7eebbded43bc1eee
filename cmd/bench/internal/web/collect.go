package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/signer"
)

// Nonces asks the signing API for n URLs and gives their nonces. Each URL is
// verified when the credentials are known. When the context ends, it gives those
// so far.
func (e *Engine) Nonces(ctx context.Context, n int) (*nonceset.Batch, error) {
	batch := nonceset.NewBatch(n)
	var mu sync.Mutex
	err := e.fetch(ctx, n, func(_ int, url string) {
		e.verify(url)
		mu.Lock()
		defer mu.Unlock()
		batch.Append(nonceOf(url))
	})
	if ctx.Err() != nil {
		err = nil
	}
	return batch, err
}

func (e *Engine) verify(url string) {
	if e.subject != nil {
		e.audit.Verified("http sign", e.subject.Verify(url, time.Now()))
	}
}

// nonceOf reads the nonce of a URL, in whatever dialect it is. Without one it is
// empty, which then counts as malformed.
func nonceOf(url string) string { return signer.Inspect(signer.Inspection{URL: url}).Nonce }

// reopened is how many URLs are opened more than once.
const reopened = 50

// OpenTwice opens URLs twice at the same moment, and then once more. Of the
// three, exactly one may be accepted: a receiving side that looks a nonce up
// first and records it afterwards fails at the former.
func (e *Engine) OpenTwice(ctx context.Context) error {
	if e.bare[opOpen] == "" {
		return nil
	}
	targets, err := e.targets(ctx, opOpen, reopened)
	if err != nil {
		return err
	}
	for _, target := range targets {
		accepted, err := e.openThrice(ctx, e.base+target)
		if err != nil {
			return err
		}
		e.audit.Reopened("http open", accepted > 1)
	}
	return nil
}

// openThrice gives how often a URL was accepted, at least once.
func (e *Engine) openThrice(ctx context.Context, url string) (accepted int, err error) {
	var answers [3]answer
	var failures [3]error
	var together sync.WaitGroup
	for i := range 2 {
		together.Go(func() { answers[i], failures[i] = e.ask(ctx, url) })
	}
	together.Wait()
	answers[2], failures[2] = e.ask(ctx, url)
	if err := errors.Join(failures[:]...); err != nil {
		return 0, err
	}
	for _, a := range answers {
		switch a.status {
		case http.StatusOK:
			accepted++
		case http.StatusForbidden:
		default:
			return accepted, fmt.Errorf("open at %s: status %d, want 200 or 403", e.base, a.status)
		}
	}
	if accepted == 0 {
		return 0, fmt.Errorf("open at %s: a fresh URL was refused", e.base)
	}
	return accepted, nil
}
