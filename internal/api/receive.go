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
	session, err := s.verifier.Verify(r.Context(), s.signedText(r), s.config.Clock())
	if err == nil {
		s.metrics.opens[signer.CodeAccepted].Inc()
		return s.accept(w, r, session)
	}
	var refusal *signer.Refusal
	if errors.As(err, &refusal) {
		s.metrics.opens[refusal.Code].Inc()
		return s.Refuse(w, r, Problem{
			Status:       http.StatusForbidden,
			Code:         string(refusal.Code),
			Detail:       refusal.Explanation,
			Parameter:    refusal.Parameter,
			SigmaMessage: refusal.SigmaMessage,
		})
	}
	// Whether the nonce is fresh is unknown. To accept now would be to accept
	// twice perhaps, so an error of the ledger never opens anything.
	s.metrics.ledgerErrors.Inc()
	s.config.Logger.ErrorContext(r.Context(), "ledger failed", slog.Any("error", err))
	w.Header().Set("Retry-After", "1")
	return s.Refuse(w, r, Problem{
		Status: http.StatusServiceUnavailable,
		Code:   "ledger_unavailable",
		Detail: "It cannot be told now whether this URL was used before. Try it again in a moment.",
	})
}

// signedText is the URL as its sender wrote it. The signature covers scheme and
// host too, which a request does not carry; a request through a proxy may carry
// them. Nothing is decoded, cleaned or put in order.
func (s *Server) signedText(r *http.Request) string {
	return s.config.Origin + strings.TrimPrefix(r.RequestURI, s.config.Origin)
}
