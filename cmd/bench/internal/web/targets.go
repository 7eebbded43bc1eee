package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/signer"
)

// targets gives what n requests of an operation ask for: path and query. For
// open they are signed URLs that were never opened, one for each request.
func (e *Engine) targets(ctx context.Context, operation string, n int) ([]string, error) {
	if operation == opSign {
		return []string{signTarget}, nil
	}
	urls, err := e.signedURLs(ctx, n)
	for i, u := range urls {
		urls[i] = strings.TrimPrefix(u, e.base)
	}
	return urls, err
}

// handOut makes requests for the targets at a base, and gives them in turn.
func handOut(ctx context.Context, base string, targets []string) (func() *http.Request, error) {
	requests := make([]*http.Request, len(targets))
	for i, target := range targets {
		var err error
		if requests[i], err = newRequest(ctx, base+target); err != nil {
			return nil, err
		}
	}
	var given atomic.Uint64
	return func() *http.Request { return requests[(given.Add(1)-1)%uint64(len(requests))] }, nil
}

// signedURLs makes n URLs when the credentials are known, and otherwise asks
// the server for them.
func (e *Engine) signedURLs(ctx context.Context, n int) ([]string, error) {
	if e.subject != nil {
		return signHere(e.subject, n)
	}
	urls := make([]string, n)
	err := e.fetch(ctx, n, func(i int, url string) { urls[i] = url })
	return urls, err
}

// signHere signs for all people in turn.
func signHere(s *subject.Subject, n int) ([]string, error) {
	sign, err := signer.NewSigner(s.Credentials)
	if err != nil {
		return nil, err
	}
	urls := make([]string, n)
	for i := range urls {
		nonce, err := signer.NewNonce(rand.Reader)
		if err != nil {
			return nil, err
		}
		url, err := sign.AppendURL(nil, &s.Embeds[i%subject.People], nonce, time.Now())
		if err != nil {
			return nil, err
		}
		urls[i] = string(url)
	}
	return urls, nil
}

// fetchers is how many requests fetch has under way.
const fetchers = 8

// fetch asks the signing API n times. Got is called from several goroutines,
// once for each index.
func (e *Engine) fetch(ctx context.Context, n int, got func(i int, url string)) error {
	var next atomic.Int64
	var done sync.WaitGroup
	failures := make([]error, min(fetchers, n))
	for worker := range failures {
		done.Go(func() {
			for failures[worker] == nil {
				i := int(next.Add(1) - 1)
				if i >= n {
					return
				}
				failures[worker] = e.fetchOne(ctx, i, got)
			}
		})
	}
	done.Wait()
	return errors.Join(failures...)
}

func (e *Engine) fetchOne(ctx context.Context, i int, got func(i int, url string)) error {
	a, err := e.get(ctx, e.base+signTarget)
	if err != nil {
		return err
	}
	url, err := readURL(a)
	if err == nil {
		got(i, url)
	}
	return err
}
