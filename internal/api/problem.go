package api

import (
	"encoding/json"
	"net/http"

	"github.com/embedsign/embedsign/internal/api/negotiate"
)

// A Problem is an error as RFC 9457 wants it. Its type is about:blank, so its
// title is the phrase of the status; programs go by the code.
type Problem struct {
	Status int `json:"status"`
	// Title is filled in by [Server.Refuse].
	Title string `json:"title"`
	// Detail says what happened and what to do, to the person in front.
	Detail string `json:"detail"`
	// Code is stable. For a refused URL it is the verdict, a [signer.Code].
	Code string `json:"code"`
	// Parameter is the one that is to blame, as in the URL, or empty.
	Parameter string `json:"parameter,omitempty"`
	// SigmaMessage is what Sigma shows in this case, where that is documented.
	SigmaMessage string `json:"sigma_message,omitempty"`
	// EventCode is the code of Sigma's event workbook:error for this case.
	EventCode string `json:"event_code,omitempty"`
}

const problemType = "application/problem+json"

// Refuse answers with a problem: as a page for who prefers HTML, as a browser
// does, otherwise as JSON.
func (s *Server) Refuse(w http.ResponseWriter, r *http.Request, p Problem) Outcome {
	p.Title = http.StatusText(p.Status)
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Add("Vary", "Accept")
	if PrefersPage(r) {
		s.pages.write(w, p.Status, "problem.html", p)
	} else {
		writeProblem(w, p)
	}
	return Outcome{Status: p.Status, Code: p.Code}
}

func writeProblem(w http.ResponseWriter, p Problem) {
	body, err := json.Marshal(p)
	if err != nil { // a struct of strings and a number
		panic(err)
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	w.Write(append(body, '\n'))
}

// PrefersPage reports whether who asks would rather have HTML than JSON. It is false
// for */*, which is what programs send: they are better off with JSON.
func PrefersPage(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	page, _ := negotiate.Quality(accept, "text/html")
	problem, _ := negotiate.Quality(accept, problemType)
	plain, _ := negotiate.Quality(accept, "application/json")
	return page > max(problem, plain)
}
