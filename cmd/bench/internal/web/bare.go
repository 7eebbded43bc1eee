package web

import "net/http"

// A bare handler writes the same answer to everything: the least that a handler
// with this answer can do.
type bare struct {
	header http.Header
	body   []byte
}

// newBare imitates an answer.
func newBare(a answer) *bare {
	header := a.header.Clone()
	// The server adds these by itself, here as there.
	header.Del("Date")
	header.Del("Content-Length")
	return &bare{header: header, body: a.body}
}

func (b *bare) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	for name, values := range b.header {
		header[name] = values
	}
	w.Write(b.body)
}
