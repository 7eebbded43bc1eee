package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// An acceptedPage is what the simulated embed shows of a session.
type acceptedPage struct {
	Person, Session, Carried []fact
}

// A fact is a line of the page. An empty value is shown as the note alone.
type fact struct {
	Term, Value, Note string
}

func (s *Server) accept(w http.ResponseWriter, _ *http.Request, session *signer.Session) Outcome {
	s.pages.write(w, http.StatusOK, "accepted.html", acceptedPage{
		Person:  person(&session.Embed),
		Session: span(session),
		Carried: carried(&session.Embed),
	})
	return Outcome{Status: http.StatusOK, Code: string(signer.CodeAccepted)}
}

// person says who looks at the embed, and what they may do.
func person(e *signer.Embed) []fact {
	facts := []fact{
		{"User", e.Email, "none: the anonymous modes know no user"},
		{"Team", strings.Join(e.Teams, ", "), "none"},
		{"Account type", e.AccountType, "none given: Sigma then gives the highest one"},
		{"Mode", string(e.Mode), "none given"},
		{"External user ID", e.ExternalUserID, "none given"},
	}
	for i := range facts {
		if facts[i].Value != "" {
			facts[i].Note = ""
		}
	}
	return facts
}

// span says from when to when the session lasts.
func span(s *signer.Session) []fact {
	const layout = "2006-01-02 15:04:05 MST"
	length := time.Duration(s.Embed.SessionLength) * time.Second
	return []fact{
		{"Begin", s.Time.UTC().Format(layout), ""},
		{"End", s.Expires.UTC().Format(layout), ""},
		{"Length", length.String(), ""},
		{"Nonce", s.Nonce, "used now; the same URL is refused from here on"},
	}
}

// carried lists everything else that was in the URL, by the names it has there.
func carried(e *signer.Embed) []fact {
	var facts []fact
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, fact{Term: name, Value: value})
		}
	}
	add(":first_name", e.FirstName)
	add(":last_name", e.LastName)
	add(":eval_connection_id", e.EvalConnectionID)
	for _, attribute := range e.Attributes {
		add(":ua_"+attribute.Name, strings.Join(attribute.Values, ", "))
	}
	for _, option := range e.Options {
		add(option.Name, option.Value)
	}
	for _, control := range e.Controls {
		add(control.ID, controlValue(control))
	}
	return facts
}

func controlValue(c signer.Control) string {
	if c.Range != nil {
		return "from " + orOpen(c.Range.Min) + " to " + orOpen(c.Range.Max)
	}
	return strings.Join(c.Values, ", ")
}

func orOpen(side string) string {
	if side == "" {
		return "(open)"
	}
	return side
}
