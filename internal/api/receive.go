package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// receive is the platform's side: it opens a signed URL, once.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) Outcome {
	verifier, err := s.verifierNow(r.Context())
	if err != nil {
		return s.RefuseInDoubt(w, r, err)
	}
	now := s.config.Clock()
	session, err := verifier.Verify(r.Context(), SignedText(s.config.Origin, r), now)
	if err == nil {
		err = s.StoodStill(now)
	}
	if err == nil {
		s.CountOpen(signer.CodeAccepted)
		return s.accept(w, r, session)
	}
	var refusal *signer.Refusal
	if errors.As(err, &refusal) {
		s.CountOpen(refusal.Code)
		return s.Refuse(w, r, ProblemOf(refusal))
	}
	return s.RefuseInDoubt(w, r, err)
}

// maxPause is how long a request may take to be decided. A machine that stood still for
// longer may come to a ledger that has let a used nonce go, by the time that it had
// before: what it is told then proves nothing.
const maxPause = 30 * time.Second

// StoodStill is the error of a decision that took too long since then, by the wall clock.
func (s *Server) StoodStill(since time.Time) error {
	if took := s.config.Clock().Round(0).Sub(since.Round(0)); took > maxPause {
		return fmt.Errorf("the decision took %v: this machine stood still", took)
	}
	return nil
}

// verifierNow knows no client once the credentials were revoked.
func (s *Server) verifierNow(ctx context.Context) (signer.Verifier, error) {
	v := s.verifier
	if s.config.Revoked == nil {
		return v, nil
	}
	revoked, err := s.config.Revoked(ctx)
	if revoked {
		v.Key = func(string) (*signer.Key, bool) { return nil, false }
	}
	return v, err
}

// CountOpen counts a verdict on a signed URL. A code that is neither the signer's nor
// of [Config.MoreVerdicts] is not counted: labels are a closed set.
func (s *Server) CountOpen(code signer.Code) {
	if counter, ok := s.metrics.opens[code]; ok {
		counter.Inc()
	}
}

// ProblemOf is a refusal as the answer to a request.
func ProblemOf(refusal *signer.Refusal) Problem {
	return Problem{
		Status:       http.StatusForbidden,
		Code:         string(refusal.Code),
		Detail:       refusal.Explanation,
		Parameter:    refusal.Parameter,
		SigmaMessage: refusal.SigmaMessage,
	}
}

// RefuseInDoubt answers a signed URL when what the answer depends on failed. Whether
// the nonce is fresh is unknown then. To accept would be to accept twice perhaps, so
// an error never opens anything.
func (s *Server) RefuseInDoubt(w http.ResponseWriter, r *http.Request, err error) Outcome {
	return s.Refuse(w, r, s.InDoubt(w, r, err))
}

// InDoubt counts and logs such a failure, and gives the answer to it. That somebody has
// hung up is no failure of ours.
func (s *Server) InDoubt(w http.ResponseWriter, r *http.Request, err error) Problem {
	if !errors.Is(err, context.Canceled) {
		s.metrics.ledgerErrors.Inc()
		s.config.Logger.ErrorContext(r.Context(), "ledger failed", slog.Any("error", err))
	}
	w.Header().Set("Retry-After", "1")
	return Problem{
		Status: http.StatusServiceUnavailable,
		Code:   "ledger_unavailable",
		Detail: "It cannot be told now whether this URL was used before. Try it again in a moment.",
	}
}

// SignedText is the URL of a request as its sender wrote it. The signature covers
// scheme and host too, which a request does not carry, and which are those of the
// origin; a request through a proxy may carry them. Nothing is decoded, cleaned or put
// in order.
func SignedText(origin string, r *http.Request) string {
	return origin + strings.TrimPrefix(r.RequestURI, origin)
}
