package jwt

import (
	"context"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A Verifier is the receiving side: it decides whether a token may open. It is
// safe for concurrent use if its functions and its ledger are.
type Verifier struct {
	// Secret finds the secret of a client ID. Without it no client is known, and
	// an empty secret verifies nothing.
	Secret func(clientID string) (signer.Secret, bool)
	// Leeway widens the time window on both sides, for clocks that differ. No
	// document grants any; zero is the documented window.
	Leeway time.Duration
	// Ledger records each jti. Without one, a token opens as often as it comes.
	Ledger signer.Ledger
	// TeamExists and AccountTypeExists are asked for names; nil accepts all.
	TeamExists        func(name string) bool
	AccountTypeExists func(name string) bool
	// IsInternal reports whether an e-mail belongs to an account of the platform
	// that is no embed user; nil takes all for embed users.
	IsInternal func(email string) bool
}

// A Session is what an accepted token opens.
type Session struct {
	ClientID string
	JTI      string
	// Issued is inclusive, Expires is not: at that second the session is over.
	Issued  time.Time
	Expires time.Time
	Claims  Claims
}

// A LedgerError says that the ledger did not answer. The token was not accepted,
// and its jti may or may not be recorded.
type LedgerError struct{ cause error }

func (e *LedgerError) Error() string { return "jti ledger: " + e.cause.Error() }

// Unwrap gives the ledger's own error.
func (e *LedgerError) Unwrap() error { return e.cause }

// Verify decides on a token, or on the URL that carries it as it was received.
// Of a URL nothing but the token is looked at, since nothing else is signed: what
// its path and its other parameters say must be checked by whoever acts on it.
// The error is a [*signer.Refusal] or a [*LedgerError].
func (v *Verifier) Verify(ctx context.Context, text string, now time.Time) (*Session, error) {
	r := read(text, false)
	j := judgement{ctx: ctx, verifier: v, token: r, now: now}
	if refusal := j.firstRefusal(); refusal != nil {
		return nil, refusal
	}
	if j.err != nil {
		return nil, j.err
	}
	p := r.claims
	return &Session{ClientID: r.header.KeyID, JTI: p.JTI, Issued: time.Unix(p.IssuedAt, 0), Expires: r.expires(), Claims: p}, nil
}
