package loadtarget

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

// signPath is what Sign asks for.
const signPath = "/api/embed-url?user=viewer"

// staticPaths are what Static asks for in turns: the page, and its signer.
func staticPaths() []string { return []string{"/", "/signer.wasm"} }

// newRequest makes one. Its errors do not quote the address.
func (t *Target) newRequest(ctx context.Context, address string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("a URL that cannot be requested")
	}
	if t.config.Kind == Static {
		r.Header.Set("Accept-Encoding", "br, gzip") // as browsers do
		return r, nil
	}
	r.Header.Set("Accept", "application/json, text/html;q=0.9, */*;q=0.8")
	return r, nil
}

// addresses are what is asked for in turns, where that is known beforehand.
func (t *Target) addresses() []string {
	origin := t.base.Scheme + "://" + t.base.Host
	switch t.config.Kind {
	case Sign:
		return []string{origin + signPath}
	case Static:
		var all []string
		for _, path := range staticPaths() {
			all = append(all, origin+path)
		}
		return all
	default:
		return []string{t.base.String()}
	}
}

// turns gives requests for the addresses in turn. They are made once and used again
// and again, as net/http does not change them.
func (t *Target) turns(ctx context.Context) (func() *http.Request, error) {
	var all []*http.Request
	for _, address := range t.addresses() {
		r, err := t.newRequest(ctx, address)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	var given atomic.Uint64
	return func() *http.Request { return all[(given.Add(1)-1)%uint64(len(all))] }, nil
}

// signed gives requests for URLs that are signed shortly before; nil when the
// context has ended.
func (t *Target) signed(ctx context.Context, ready int) func() *http.Request {
	urls := make(chan string, ready)
	go t.signing.feed(ctx, urls)
	requests := make(chan *http.Request, ready)
	go func() {
		defer close(requests)
		for url := range urls {
			r, err := t.newRequest(ctx, url)
			if err != nil {
				return
			}
			select {
			case requests <- r:
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() *http.Request { return <-requests }
}
