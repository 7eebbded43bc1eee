package main

import (
	"testing"

	"github.com/embedsign/embedsign/internal/tenant"
)

// What is promised: no URL is ever accepted twice, whatever dies. And nothing but what
// dies can cost a URL its acceptance: a URL that nobody saw accepted was under way when
// something was killed.

func TestAcceptOnceInSQLite(t *testing.T) {
	t.Parallel()
	s := newStorm(t)
	s.start(s.sqlite()...)
	s.run(nil)
	s.wantAll()
	s.wantSessions(s.sessionsInFile())
}

func TestAcceptOnceWhenRedisDies(t *testing.T) {
	t.Parallel()
	s := newStorm(t)
	redis := s.startTwo()
	s.run(func() {
		s.kill(redis.Kill)
		redis.Run()
	})
	s.wantOnce()
	s.wantSessions(s.sessionsIn(redis))
}

func TestAcceptOnceWhenTheServerOfTheFileDies(t *testing.T) {
	t.Parallel()
	s := newStorm(t)
	server := s.start(s.sqlite()...)
	s.run(func() {
		s.kill(server.die)
		server.live()
	})
	s.wantOnce()
	s.wantSessions(s.sessionsInFile())
}

// TestTheStormSeesWhatIsWrong has servers without a common memory, and one that forgets
// when it dies: both accept URLs twice.
func TestTheStormSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	apart := newStorm(t)
	apart.start()
	apart.start()
	apart.run(nil)
	forgetful := newStorm(t)
	server := forgetful.start()
	forgetful.run(func() {
		forgetful.kill(server.die)
		server.live()
	})
	for name, s := range map[string]*storm{"apart": apart, "forgetful": forgetful} {
		if s.judge().twice == 0 {
			t.Errorf("%s: no URL was accepted twice", name)
		}
	}
	apart.attempts[0] = nil
	if apart.judge().unexplained == 0 {
		t.Error("a URL that was never accepted is not missed")
	}
	one, other := tenant.Session{Attributes: map[string][]string{whichURL: {"1"}}}, tenant.Session{Attributes: map[string][]string{whichURL: {"0"}}}
	for name, sessions := range map[string][]tenant.Session{"one of two": {one, one}, "none of one that was accepted": {other}} {
		if twice, none, _ := apart.compare(sessions); twice+none == 0 {
			t.Errorf("%s: nothing is wrong", name)
		}
	}
}
