//go:build !linux

package watch

import "time"

// A Watch watches nothing: no other system tells so much for so little.
type Watch struct{}

// Open makes a Watch.
func Open() *Watch { return &Watch{} }

// Unwatched says what is not watched and why, a line each.
func (w *Watch) Unwatched() []string {
	return []string{"processor time, switches, steal, throttling and running threads: only Linux tells them"}
}

// Close does nothing.
func (w *Watch) Close() {}

// Begin notes the time.
func (w *Watch) Begin() Look { return Look{At: time.Now()} }

// End gives the time that has passed.
func (w *Watch) End(before Look) Seen { return between(before, Look{At: time.Now()}, 0) }
