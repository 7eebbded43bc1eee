package api

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/signer"
)

// A user is one of those for whom the signing API makes URLs.
type user struct {
	signed prometheus.Counter
	pens   sync.Pool // of *pen
}

// newUsers prepares everything that the URLs of a user have in common, so that
// a bad embed path or user fails at start.
func newUsers(config Config, metrics *metrics) (map[string]*user, error) {
	sign, err := signer.NewSigner(config.Credentials)
	if err != nil {
		return nil, err
	}
	users := make(map[string]*user, len(config.Users))
	for _, preset := range config.Users {
		embed := preset.Embed
		embed.Path = config.EmbedPath
		prepared, err := sign.Prepare(&embed)
		if err != nil {
			return nil, fmt.Errorf("user %q: %w", preset.ID, err)
		}
		users[preset.ID] = &user{
			signed: metrics.signed.WithLabelValues(preset.ID),
			pens:   sync.Pool{New: func() any { return &pen{prepared: prepared.Clone()} }},
		}
	}
	return users, nil
}

// sign answers {"url": "..."} with a URL that was made for this request alone.
func (s *Server) sign(w http.ResponseWriter, r *http.Request) Outcome {
	user, problem := s.userOf(r)
	if problem != nil {
		return s.Refuse(w, r, *problem)
	}
	pen := user.pens.Get().(*pen)
	defer user.pens.Put(pen)
	answer, err := pen.write(s.config.Random, s.config.Clock())
	if err != nil {
		s.metrics.signingFailures.Inc()
		s.config.Logger.ErrorContext(r.Context(), "signing failed", slog.Any("error", err))
		return s.Refuse(w, r, Problem{
			Status: http.StatusInternalServerError,
			Code:   "signing_failed",
			Detail: "The URL could not be signed; the log of the server says why.",
		})
	}
	user.signed.Inc()
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	w.Write(answer)
	return Outcome{Status: http.StatusOK}
}

// userOf finds the user whom the query names; without a name the first one. A
// parameter that is misspelt must not lead to a URL for somebody else.
func (s *Server) userOf(r *http.Request) (*user, *Problem) {
	id := s.config.Users[0].ID
	if r.URL.RawQuery != "" {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return nil, s.unknownUser()
		}
		if name, found := strangeParameter(query); found {
			return nil, unknownParameter(name)
		}
		if query.Has("user") {
			id = query.Get("user")
		}
	}
	if user, ok := s.users[id]; ok {
		return user, nil
	}
	return nil, s.unknownUser()
}

// strangeParameter gives the first name, in the order of the alphabet, that is
// not user.
func strangeParameter(query url.Values) (name string, found bool) {
	for candidate := range query {
		if candidate != "user" && (!found || candidate < name) {
			name, found = candidate, true
		}
	}
	return name, found
}

func unknownParameter(name string) *Problem {
	return &Problem{
		Status:    http.StatusBadRequest,
		Code:      "unknown_parameter",
		Parameter: name,
		Detail:    fmt.Sprintf("The parameter %q is not known here; there is user alone.", name),
	}
}

func (s *Server) unknownUser() *Problem {
	ids := make([]string, len(s.config.Users))
	for i, preset := range s.config.Users {
		ids[i] = preset.ID
	}
	return &Problem{
		Status:    http.StatusBadRequest,
		Code:      "unknown_user",
		Parameter: "user",
		Detail:    "The user has to be one of: " + strings.Join(ids, ", ") + ".",
	}
}

// A pen is what it takes to sign one URL at a time: the hash state of its user,
// and room for the answer. Pens are pooled, so that a request allocates neither.
type pen struct {
	prepared *signer.Prepared
	nonce    []byte
	answer   []byte
}

// write gives the JSON of a new URL. It is valid until the next call.
func (p *pen) write(random io.Reader, at time.Time) ([]byte, error) {
	var err error
	if p.nonce, err = signer.AppendNonce(p.nonce[:0], random); err != nil {
		return nil, err
	}
	p.answer = append(p.answer[:0], `{"url":"`...)
	start := len(p.answer)
	if p.answer, err = p.prepared.AppendURL(p.answer, string(p.nonce), at); err != nil {
		return nil, err
	}
	p.answer = quoteTail(p.answer, start)
	p.answer = append(p.answer, "}\n"...)
	return p.answer, nil
}

// quoteTail ends a JSON string whose opening quotation mark stands before
// start. A URL in the safe dialect needs no escape, and then its bytes stay
// where they were signed; anything else goes through encoding/json.
func quoteTail(text []byte, start int) []byte {
	for _, c := range text[start:] {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return requote(text, start)
		}
	}
	return append(text, '"')
}

// requote replaces the unescaped tail, and the quotation mark before it.
func requote(text []byte, start int) []byte {
	// A string is always encodable: what is not UTF-8 becomes U+FFFD.
	quoted, _ := json.Marshal(string(text[start:]))
	return append(text[:start-1], quoted...)
}
