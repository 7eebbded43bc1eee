// Package loadtarget is what a load test asks: a server of this process, which runs
// the very handlers that serve runs, or one elsewhere. It makes the requests and
// knows which answers are right.
//
// Redirects are never followed. Errors hold no query, which may hold a signature.
package loadtarget

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loopback"
	"github.com/embedsign/embedsign/signer"
)

// A Kind is what is asked for.
type Kind string

const (
	// Sign asks the signing API for a URL.
	Sign Kind = "sign"
	// Open signs here, and opens each URL at the receiving side, once.
	Open Kind = "open"
	// Static asks for the page and its WebAssembly in turns.
	Static Kind = "static"
	// URL asks for one URL.
	URL Kind = "url"
)

// Kinds lists them.
func Kinds() []string { return []string{string(Sign), string(Open), string(Static), string(URL)} }

// A Config says what to ask, and how.
type Config struct {
	Kind Kind
	// URL is what to ask for: the whole of it for URL, the embed path or a base for
	// Open, and otherwise a base. Nil starts a server in this process, which has
	// all but URL.
	URL *url.URL
	// Credentials are those of a server elsewhere. Open needs them; Sign verifies
	// signatures with them.
	Credentials *signer.Credentials
	// Secure has the server of this process speak TLS. HTTP is "1.1" or "2"; the
	// latter needs TLS.
	Secure bool
	HTTP   string
	// Roots are who vouches for a server elsewhere; nil is the system's. With
	// Insecure nobody has to.
	Roots    *x509.CertPool
	Insecure bool
	// NoKeepAlive opens a connection for each request.
	NoKeepAlive bool
	// Timeout is how long a request may take, until the whole of its answer.
	Timeout time.Duration
	// Expected are the statuses of a good answer, for URL alone; without them any of
	// 200 to 299 is.
	Expected []int
	// Connections is the most requests that will be under way at once.
	Connections int
	// Random is where nonces, and what a server of this process needs, come from.
	// It must be safe for concurrent use.
	Random io.Reader
}

// A Target is ready to be asked. Close it.
type Target struct {
	config  Config
	base    *url.URL
	server  *loopback.Server // nil if it is elsewhere
	roots   *x509.CertPool
	signing *signing // nil where the credentials are not known
	client  *http.Client
	about   load.Target
}

// New starts the server if it is to be in this process, and asks once, so that what
// cannot work fails now.
func New(ctx context.Context, c Config) (*Target, error) {
	t := &Target{config: c, base: c.URL, roots: c.Roots}
	if err := t.start(ctx); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	t.client = t.newClient()
	if err := t.try(ctx); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

func (t *Target) start(ctx context.Context) (err error) {
	switch {
	case t.config.URL == nil:
		return t.serve(ctx)
	case t.config.Credentials != nil:
		t.signing, err = newSigning(*t.config.Credentials, t.embedPath(), t.config)
	case t.config.Kind == Open:
		return fmt.Errorf("target %s: %s needs a client ID and a secret", t.base.Host, Open)
	}
	return err
}

// About describes it.
func (t *Target) About() load.Target { return t.about }

// Close ends connections, and the server of this process.
func (t *Target) Close() error {
	if t.client != nil {
		t.client.CloseIdleConnections()
	}
	if t.server == nil {
		return nil
	}
	return t.server.Close()
}

// expects reports whether a status is the one that a good answer has.
func (t *Target) expects(status int) bool {
	switch {
	case t.config.Kind != URL:
		return status == http.StatusOK
	case len(t.config.Expected) > 0:
		return slices.Contains(t.config.Expected, status)
	}
	return status >= 200 && status < 300
}

// wanted says the same in words.
func (t *Target) wanted() string {
	switch {
	case t.config.Kind != URL:
		return "200"
	case len(t.config.Expected) > 0:
		return strings.Join(strings.Fields(strings.Trim(fmt.Sprint(t.config.Expected), "[]")), " or ")
	}
	return "any of 200 to 299"
}
