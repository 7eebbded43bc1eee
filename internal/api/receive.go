package api

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// receive is the platform's side: it opens a signed URL, once.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) Outcome {
	session, err := s.verifier.Verify(r.Context(), SignedText(s.config.Origin, r), s.config.Clock())
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

// InDoubt counts and logs such a failure, and gives the answer to it. Who has hung up
// meanwhile is no failure of ours.
func (s *Server) InDoubt(w http.ResponseWriter, r *http.Request, err error) Problem {
	if r.Context().Err() == nil {
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
