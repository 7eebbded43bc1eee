//go:build all

package main

import "testing"

// Two more storms, which make test-all raises.

func TestAcceptOnceInRedis(t *testing.T) {
	t.Parallel()
	s := newStorm(t)
	redis := s.startTwo()
	s.run(nil)
	s.wantAll()
	s.wantSessions(s.sessionsIn(redis))
}

// TestAcceptOnceWhenOneOfTwoServersDies kills it half-way, and leaves it dead.
func TestAcceptOnceWhenOneOfTwoServersDies(t *testing.T) {
	t.Parallel()
	s := newStorm(t)
	redis := s.startTwo()
	s.run(func() { s.kill(s.servers[0].die) })
	s.wantOnce()
	s.wantSessions(s.sessionsIn(redis))
}
