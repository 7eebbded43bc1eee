package labhttp

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/internal/tenant"
)

// A door passes questions on to a lab: the name is the end of the path, the question
// the body, in JSON.
type door struct {
	lab    *lab.Lab
	server *api.Server
	logger *slog.Logger
	origin http.CrossOriginProtection
}

// ask answers a question of a caller who is known.
func (d *door) ask(w http.ResponseWriter, r *http.Request, who lab.Caller, name string) api.Outcome {
	body, problem := d.body(w, r)
	if problem != nil {
		return d.server.Refuse(w, r, *problem)
	}
	answer, err := d.lab.Answer(r.Context(), who, name, body)
	if err != nil {
		return d.fail(w, r, err)
	}
	return writeJSON(w, answer)
}

// body reads what was posted by one of our own pages.
func (d *door) body(w http.ResponseWriter, r *http.Request) ([]byte, *api.Problem) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, &api.Problem{Status: http.StatusMethodNotAllowed, Code: "method_not_allowed", Detail: "This address is for POST alone."}
	}
	if err := d.origin.Check(r); err != nil {
		return nil, &api.Problem{Status: http.StatusForbidden, Code: "cross_origin", Detail: "This came from a page of another site."}
	}
	// A form of another site cannot send JSON without asking first.
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, &api.Problem{Status: http.StatusUnsupportedMediaType, Code: "json_wanted", Detail: "A question is application/json."}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, lab.MaxQuestion))
	if err != nil {
		return nil, unreadable(err)
	}
	return body, nil
}

func unreadable(err error) *api.Problem {
	if errors.As(err, new(*http.MaxBytesError)) {
		return &api.Problem{Status: http.StatusRequestEntityTooLarge, Code: "too_large", Detail: "A question has at most 256 KiB."}
	}
	return &api.Problem{Status: http.StatusBadRequest, Code: "unreadable", Detail: "The question did not arrive whole."}
}

// fail answers an error of the lab.
func (d *door) fail(w http.ResponseWriter, r *http.Request, err error) api.Outcome {
	fault, known := lab.FaultOf(err)
	if !known {
		d.logger.ErrorContext(r.Context(), "lab failed", slog.Any("error", err))
		w.Header().Set("Retry-After", "1")
		return d.server.Refuse(w, r, api.Problem{Status: http.StatusServiceUnavailable, Code: "store_unavailable", Detail: "What this needs cannot be read or written now. Try again in a moment."})
	}
	return d.server.Refuse(w, r, api.Problem{
		Status: statusOf(err), Code: fault.Code, Detail: fault.Detail,
		Parameter: fault.Parameter, SigmaMessage: fault.SigmaMessage, EventCode: fault.EventCode,
	})
}

func statusOf(err error) int {
	var problem *tenant.Problem
	switch {
	case errors.As(err, &problem):
		return map[tenant.ProblemCode]int{
			tenant.Forbidden: http.StatusForbidden,
			tenant.NotFound:  http.StatusNotFound,
			tenant.Exists:    http.StatusConflict,
			tenant.Conflict:  http.StatusConflict,
			tenant.InUse:     http.StatusConflict,
			tenant.TooMany:   http.StatusConflict,
			tenant.Invalid:   http.StatusBadRequest,
		}[problem.Code]
	case errors.Is(err, lab.ErrNotAllowed):
		return http.StatusUnauthorized
	case errors.Is(err, lab.ErrUnknown):
		return http.StatusNotFound
	}
	return http.StatusForbidden // a refusal
}

// writeJSON is for answers that may hold a secret, and so are kept by nobody.
func writeJSON(w http.ResponseWriter, answer any) api.Outcome {
	body, err := json.Marshal(answer)
	if err != nil { // answers are our own types
		panic(err)
	}
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	w.Write(append(body, '\n'))
	return api.Outcome{Status: http.StatusOK}
}
