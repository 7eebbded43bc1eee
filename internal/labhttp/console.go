package labhttp

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/lab"
)

// A ConsoleConfig says what a [Console] serves. All fields are required.
type ConsoleConfig struct {
	Lab *lab.Lab
	// Server has the metrics, and the form of refusals.
	Server *api.Server
	Logger *slog.Logger
	// Page serves the pages of the lab.
	Page api.HandlerFunc
	// Token is what an administrator has to know; see [MinToken].
	Token string
	// Secure keeps the cookie to https: for whatever is not a loopback address.
	Secure bool
	Clock  func() time.Time
}

// A Console is the parent application's page with the administration of the platform:
//
//	GET  /lab/            the pages
//	POST /lab/session     {"token": "..."}: lets in, by a cookie
//	DELETE /lab/session   lets out
//	POST /lab/ask/{name}  a question
type Console struct {
	door   door
	access access
	config ConsoleConfig

	page, session, asking http.Handler
}

// NewConsole refuses a token that is too short.
func NewConsole(config ConsoleConfig) (*Console, error) {
	if len(config.Token) < MinToken {
		return nil, errShort
	}
	c := &Console{
		config: config,
		door:   door{lab: config.Lab, server: config.Server, logger: config.Logger},
		access: access{token: config.Token, secure: config.Secure, clock: config.Clock},
	}
	c.page = config.Server.Watch("lab", config.Page)
	c.session = config.Server.Watch("lab_session", c.enter)
	c.asking = config.Server.Watch("lab_ask", c.ask)
	return c, nil
}

const questions = "/lab/ask/"

// ServeHTTP answers what is under /lab/.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/lab/session":
		c.session.ServeHTTP(w, r)
	case strings.HasPrefix(r.URL.Path, questions):
		c.asking.ServeHTTP(w, r)
	default:
		c.page.ServeHTTP(w, r)
	}
}

func (c *Console) ask(w http.ResponseWriter, r *http.Request) api.Outcome {
	who := lab.Caller{Side: lab.Console}
	if c.access.has(r) {
		who.Administrator = lab.Administrator
	}
	return c.door.ask(w, r, who, strings.TrimPrefix(r.URL.Path, questions))
}

// enter lets an administrator in and out.
func (c *Console) enter(w http.ResponseWriter, r *http.Request) api.Outcome {
	if r.Method == http.MethodDelete {
		return c.leave(w, r)
	}
	body, problem := c.door.body(w, r)
	if problem != nil && problem.Status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", "POST, DELETE")
	}
	if problem != nil {
		return c.config.Server.Refuse(w, r, *problem)
	}
	var given struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal(body, &given); err != nil || !c.access.knows(given.Token) {
		return c.config.Server.Refuse(w, r, api.Problem{Status: http.StatusUnauthorized, Code: "wrong_token", Detail: "This is not the token of administration, which the server has printed when it started."})
	}
	http.SetCookie(w, c.access.cookie())
	return writeJSON(w, struct{}{})
}

func (c *Console) leave(w http.ResponseWriter, r *http.Request) api.Outcome {
	if err := c.door.origin.Check(r); err != nil {
		return c.config.Server.Refuse(w, r, api.Problem{Status: http.StatusForbidden, Code: "cross_origin", Detail: "This came from a page of another site."})
	}
	http.SetCookie(w, c.access.blank())
	return writeJSON(w, struct{}{})
}
