package api

import "net/http"

// Reads reports whether a request is GET or HEAD.
func Reads(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}

// RefuseToWrite answers what is not GET or HEAD at an address that can be read
// only.
func (s *Server) RefuseToWrite(w http.ResponseWriter, r *http.Request) Outcome {
	w.Header().Set("Allow", "GET, HEAD")
	return s.Refuse(w, r, Problem{
		Status: http.StatusMethodNotAllowed,
		Code:   "method_not_allowed",
		Detail: "This address is for reading: GET or HEAD.",
	})
}
