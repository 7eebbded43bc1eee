package api

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// An Outcome is what a handler says of its answer, for metrics and log.
type Outcome struct {
	// Status is the HTTP status that was written.
	Status int
	// Code is that of the [Problem] that was answered, the verdict on a signed
	// URL, or empty.
	Code string
}

// A HandlerFunc answers a request and says how. To return the status is cheaper
// than to wrap the response writer in order to overhear it.
type HandlerFunc func(http.ResponseWriter, *http.Request) Outcome

// Watch makes a handler that counts, times and logs what it answers. The route
// becomes a label, so it must be one of a few fixed names, never a path.
func (s *Server) Watch(route string, handler HandlerFunc) http.Handler {
	metrics := s.metrics.of(route)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.config.Clock()
		outcome := handler(w, r)
		elapsed := s.config.Clock().Sub(start)
		metrics.observe(outcome.Status, elapsed)
		if s.config.Logger.Enabled(r.Context(), slog.LevelInfo) {
			s.logRequest(r.Context(), r, route, outcome, elapsed)
		}
	})
}

func (s *Server) logRequest(ctx context.Context, r *http.Request, route string, outcome Outcome, elapsed time.Duration) {
	attributes := []slog.Attr{
		slog.String("method", r.Method),
		slog.String("route", route),
		slog.String("path", pathForLog(r.URL.Path)),
		slog.Int("status", outcome.Status),
		slog.Duration("duration", elapsed),
	}
	if outcome.Code != "" {
		attributes = append(attributes, slog.String("code", outcome.Code))
	}
	s.config.Logger.LogAttrs(ctx, slog.LevelInfo, "request", attributes...)
}

// pathForLog cuts a path where a query begins that lacks its question mark.
// /embed/ID&:nonce=...&:signature=... is a mistake that people do make, and it
// puts a signature into the path.
func pathForLog(path string) string {
	const longest = 256
	cut := strings.IndexAny(path, "&=?:")
	if cut < 0 {
		cut = len(path)
	}
	return path[:min(cut, longest)]
}
