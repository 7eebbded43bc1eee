package main

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/embedsign/embedsign/internal/storage/redis/redistest"
	"github.com/embedsign/embedsign/internal/tenant"
)

// wantAll wants each URL accepted exactly once.
func (s *storm) wantAll() {
	s.t.Helper()
	if lost := s.wantOnce().lost; lost > 0 {
		s.t.Errorf("%d URLs were never accepted, and nothing had happened", lost)
	}
}

// wantOnce wants no URL accepted twice, and that each which nobody saw accepted was under
// way at the kill.
func (s *storm) wantOnce() judgement {
	s.t.Helper()
	j := s.judge()
	if j.twice > 0 || j.unexplained > 0 {
		s.t.Errorf("%d URLs were accepted more than once; %d were never accepted, and nothing of them was under way at the kill", j.twice, j.unexplained)
	}
	if decided := j.answers[accepted] + j.answers[refused]; decided != len(s.urls)*opensEach {
		s.t.Errorf("%d opens were decided, want %d", decided, len(s.urls)*opensEach)
	}
	s.t.Logf("%d URLs, %d opens in %v: %d accepted, %d refused; %d requests without a decision; %d URLs under way at the kill were not seen accepted",
		len(s.urls), len(s.urls)*opensEach, time.Since(s.begun).Round(time.Millisecond), j.answers[accepted], j.answers[refused], j.answers[unknown], j.lost)
	return j
}

// A judgement counts URLs: accepted more than once, never seen accepted, and those of
// the latter that nothing explains; and requests by their answers.
type judgement struct {
	twice, lost, unexplained int
	answers                  map[answer]int
}

func (s *storm) judge() judgement {
	j := judgement{answers: make(map[answer]int)}
	for _, attempts := range s.attempts {
		times := 0
		for _, a := range attempts {
			j.answers[a.answer]++
			if a.answer == accepted {
				times++
			}
		}
		if times > 1 {
			j.twice++
		}
		if times == 0 {
			j.lost++
			if !slices.ContainsFunc(attempts, s.wasUnderWay) {
				j.unexplained++
			}
		}
	}
	return j
}

func (s *storm) wasUnderWay(a attempt) bool {
	return !a.begin.After(s.killed[1]) && !a.end.Before(s.killed[0])
}

// wantSessions wants what was kept to agree: a session of each URL that was seen
// accepted, and never two of one, which nobody may have seen where an answer was lost.
func (s *storm) wantSessions(sessions []tenant.Session) {
	s.t.Helper()
	twice, none, unseen := s.compare(sessions)
	if twice > 0 || none > 0 {
		s.t.Errorf("%d URLs have more than one session, %d that were accepted have none", twice, none)
	}
	s.t.Logf("%d sessions in the store, %d of them of URLs that nobody saw accepted", len(sessions), unseen)
}

func (s *storm) compare(sessions []tenant.Session) (twice, none, unseen int) {
	of := make([]int, len(s.urls))
	for _, session := range sessions {
		i, err := strconv.Atoi(session.Attributes[whichURL][0])
		if err != nil {
			s.t.Fatal(err)
		}
		of[i]++
	}
	for i, n := range of {
		seen := slices.ContainsFunc(s.attempts[i], func(a attempt) bool { return a.answer == accepted })
		switch {
		case n > 1:
			twice++
		case n == 0 && seen:
			none++
		case n == 1 && !seen:
			unseen++
		}
	}
	return twice, none, unseen
}

// sessionsInFile reads those that the servers have kept in SQLite.
func (s *storm) sessionsInFile() (all []tenant.Session) {
	s.t.Helper()
	db, err := sql.Open("sqlite", s.file)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(s.t.Context(), "SELECT body FROM sessions")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, s.session(body))
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// sessionsIn reads those that are in Redis.
func (s *storm) sessionsIn(server *redistest.Server) (all []tenant.Session) {
	s.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: server.Address})
	defer client.Close()
	keys := client.Scan(s.t.Context(), 0, "embedsign:session:*", 1000).Iterator()
	for keys.Next(s.t.Context()) {
		body, err := client.Get(s.t.Context(), keys.Val()).Bytes()
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, s.session(body))
	}
	if err := keys.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s *storm) session(body []byte) (session tenant.Session) {
	s.t.Helper()
	if err := json.Unmarshal(body, &session); err != nil {
		s.t.Fatal(err)
	}
	return session
}
