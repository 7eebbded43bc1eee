package signer

import (
	"context"
	"time"
)

// A Verifier is the receiving side: it decides whether a URL may open. It is
// safe for concurrent use if its functions and its ledger are.
type Verifier struct {
	// Key finds the key of a client ID; the empty ID stands for the old secret
	// of a whole organisation. Without it no client is known.
	Key func(clientID string) (*Key, bool)
	// Leeway widens the time window on both sides, for clocks that differ. No
	// document grants any; zero is the documented window.
	Leeway time.Duration
	// Ledger records nonces. Without one, a URL opens as often as it comes.
	Ledger Ledger
	// TeamExists and AccountTypeExists are asked for names; nil accepts all.
	TeamExists        func(name string) bool
	AccountTypeExists func(name string) bool
}

// A Session is what an accepted URL opens.
type Session struct {
	ClientID string
	Nonce    string
	// Time and Expires bound the session, both inclusive.
	Time    time.Time
	Expires time.Time
	Embed   Embed
}

// A Refusal says why a URL does not open.
type Refusal struct {
	Code Code
	// Parameter is the parameter at fault, or empty.
	Parameter string
	// SigmaMessage is what Sigma shows, where a document says so, else empty.
	SigmaMessage string
	// Explanation is one or two sentences of ours. It quotes values of the URL,
	// never a secret or a signature.
	Explanation string
	// Source says where the rule comes from.
	Source Source
}

// Error gives the code and the explanation.
func (r *Refusal) Error() string { return string(r.Code) + ": " + r.Explanation }

// A LedgerError says that the ledger did not answer. The URL was not accepted,
// and its nonce may or may not be recorded.
type LedgerError struct{ cause error }

func (e *LedgerError) Error() string { return "nonce ledger: " + e.cause.Error() }

// Unwrap gives the ledger's own error.
func (e *LedgerError) Unwrap() error { return e.cause }

// Verify decides on a URL, which must be the text that was received: scheme,
// host, path and query as they stand, nothing decoded. The error is a
// [*Refusal], or a [*LedgerError].
func (v *Verifier) Verify(ctx context.Context, url string, now time.Time) (*Session, error) {
	r := read(url)
	j := judgement{ctx: ctx, verifier: v, url: r, now: now}
	if refusal := j.firstRefusal(); refusal != nil {
		return nil, refusal
	}
	if j.err != nil {
		return nil, j.err
	}
	return r.session(), nil
}

func (r *reading) session() *Session {
	return &Session{
		ClientID: r.clientID,
		Nonce:    r.nonce,
		Time:     time.Unix(r.time, 0),
		Expires:  r.expires(),
		Embed:    r.embed,
	}
}
