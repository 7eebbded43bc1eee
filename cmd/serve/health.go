package main

import "net/http"

// answerReadiness says whether to send visitors here. It is no while the server
// finishes what is in flight before it stops.
func (a *app) answerReadiness(w http.ResponseWriter, r *http.Request) {
	if a.ready.Load() {
		say(http.StatusOK, "ready").ServeHTTP(w, r)
	} else {
		say(http.StatusServiceUnavailable, "stopping").ServeHTTP(w, r)
	}
}

// say answers with one word, for probes.
func say(status int, word string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		w.Write([]byte(word + "\n"))
	}
}
