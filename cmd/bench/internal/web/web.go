// Package web measures signing and opening over HTTP: by default with a server
// in this process, which runs the very handlers that serve runs, otherwise with
// one elsewhere.
//
// The load comes from hey, in short batches that alternate with batches for a
// bare handler. A batch does not show what was answered, so [Engine.Collect]
// looks at answers apart from the load.
package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/loopback"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
)

// Name is the engine's name in reports.
const Name = "http"

// ReferenceName names what requests are compared with: the same requests to a
// handler in this process that only writes an answer of the same size.
const ReferenceName = "bare-handler"

// The operations. Opening needs a receiving side.
const (
	opSign = "sign"
	opOpen = "open"
)

// signTarget is what sign asks for.
const signTarget = "/api/embed-url?user=viewer"

// embedPath is the path of the in-process receiving side.
const embedPath = "/embed/1-1abCDEFG2hIjKLMnopqrST"

// ledgerCapacity is ample for some minutes of opening; none of the nonces
// expires in that time.
const ledgerCapacity = 1 << 24

// idle is after what time the servers close a connection that hey has left.
const idle = time.Second

// An Engine measures one server. Close it.
type Engine struct {
	// Loaded, if there is one, is told of each batch of requests to the server
	// that is measured.
	Loaded func(heyload.Outcome)

	audit   *audit.Audit
	base    string           // scheme and host of the server that is measured
	subject *subject.Subject // nil when the credentials are the server's own
	servers []*loopback.Server
	bare    map[string]string // base of the bare server, by operation
	client  *http.Client
}

// Open starts an engine. The base URL is that of a running serve; empty starts
// one in this process. It asks the server for a URL, and opens it, to learn what
// answers look like.
func Open(ctx context.Context, base string, a *audit.Audit) (*Engine, error) {
	e := &Engine{
		audit:  a,
		base:   strings.TrimSuffix(base, "/"),
		bare:   make(map[string]string),
		client: &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64}, Timeout: 10 * time.Second},
	}
	if base == "" {
		if err := e.serve(); err != nil {
			return nil, errors.Join(err, e.Close())
		}
	}
	if err := e.learn(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// serve starts the server in this process.
func (e *Engine) serve() error {
	s, err := loopback.Listen(idle)
	if err != nil {
		return err
	}
	e.servers = append(e.servers, s)
	e.base = s.Base
	if e.subject, err = subject.New(rand.Reader, s.Base+embedPath); err != nil {
		return err
	}
	handler, err := api.New(api.Config{
		Credentials: e.subject.Credentials,
		EmbedPath:   s.Base + embedPath,
		Ledger:      signer.NewMemoryLedger(ledgerCapacity),
	})
	if err != nil {
		return err
	}
	s.Serve(handler)
	return nil
}

// learn asks for one answer of each operation and starts a bare server for it.
func (e *Engine) learn(ctx context.Context) error {
	signed, err := e.get(ctx, e.base+signTarget)
	if err != nil {
		return err
	}
	signedURL, err := readURL(signed)
	if err != nil {
		return fmt.Errorf("GET %s%s: %w", e.base, signTarget, err)
	}
	if err := e.imitate(opSign, signed); err != nil {
		return err
	}
	if !e.opens(signedURL) {
		return nil
	}
	opened, err := e.get(ctx, signedURL)
	if err != nil {
		return fmt.Errorf("open a signed URL: %w", err)
	}
	return e.imitate(opOpen, opened)
}

// opens reports whether a URL leads to the server that is measured. A URL to
// anywhere else, such as to the real platform, is never opened.
func (e *Engine) opens(signedURL string) bool {
	base, err := url.Parse(e.base)
	if err != nil {
		return false
	}
	target, err := url.Parse(signedURL)
	return err == nil && target.Scheme == base.Scheme && target.Host == base.Host
}

// imitate starts a server that gives the same answer to everything.
func (e *Engine) imitate(operation string, a answer) error {
	s, err := loopback.Listen(idle)
	if err != nil {
		return err
	}
	e.servers = append(e.servers, s)
	e.bare[operation] = s.Base
	s.Serve(newBare(a))
	return nil
}

// Operations are what can be measured: without open when signed URLs lead
// elsewhere.
func (e *Engine) Operations() []string {
	if _, ok := e.bare[opOpen]; !ok {
		return []string{opSign}
	}
	return Operations()
}

// Operations are what a server has that also receives.
func Operations() []string { return []string{opSign, opOpen} }

// InProcess reports whether the server runs in this process.
func (e *Engine) InProcess() bool { return e.subject != nil }

// Close stops the servers, and drops what connections are left.
func (e *Engine) Close() error {
	e.client.CloseIdleConnections()
	var errs []error
	for _, s := range e.servers {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}
