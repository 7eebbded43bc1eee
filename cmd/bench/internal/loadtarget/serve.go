package loadtarget

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/loopback"
	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/api/static"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

// receiver is the path of the receiving side.
const receiver = "/embed/1-1abCDEFG2hIjKLMnopqrST"

// idle is after what time the server of this process closes a connection: it has to
// be longer than the time between two requests, or each would open one.
const idle = time.Minute

// ledgerCapacity is more nonces than can be opened until the first of them expire.
const ledgerCapacity = 1 << 23

// serve starts the server in this process, with credentials for this run alone.
func (t *Target) serve(ctx context.Context) error {
	credentials, err := signer.NewCredentials(t.config.Random)
	if err != nil {
		return err
	}
	if t.server, err = loopback.Listen(idle); err != nil {
		return err
	}
	if t.config.Secure {
		certificate, roots, err := loopback.NewCertificate(t.config.Random, time.Now())
		if err != nil {
			return err
		}
		t.server.Secure(certificate)
		t.roots = roots
	}
	if t.base, err = url.Parse(t.server.Base); err != nil {
		return err
	}
	if t.signing, err = newSigning(credentials, t.embedPath(), t.config); err != nil {
		return err
	}
	handler, err := t.handler(ctx, credentials)
	if err != nil {
		return err
	}
	t.server.Serve(handler)
	return nil
}

// handler is what serve has at the address that is asked for.
func (t *Target) handler(ctx context.Context, credentials signer.Credentials) (http.Handler, error) {
	server, err := api.New(api.Config{
		Credentials: credentials,
		EmbedPath:   t.embedPath(),
		Ledger:      signer.NewMemoryLedger(ledgerCapacity),
	})
	if err != nil || t.config.Kind != Static {
		return server, err
	}
	page, err := static.New(site.FS(), server)
	if err != nil {
		return nil, err
	}
	page.Compress(ctx) // serve does it beside its first requests; here none is to differ
	page.CompressFile("/signer.wasm")
	return server.Watch("page", page.Under(site.Policy)), nil
}

// embedPath is what is signed: the path that was given, or the usual one.
func (t *Target) embedPath() string {
	path := *t.base
	if t.config.Kind != Open || path.Path == "" || path.Path == "/" {
		path.Path = receiver
	}
	return path.String()
}
