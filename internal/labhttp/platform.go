// Package labhttp serves a lab over HTTP, on two origins as in life: a [Platform]
// receives signed URLs and answers the pages in the frames, a [Console] has the parent
// application's page and the administration. Both are doors around [lab.Lab].
package labhttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// A PlatformConfig says what a [Platform] serves. All fields are required.
type PlatformConfig struct {
	Lab *lab.Lab
	// Server has the metrics, and the form of refusals.
	Server *api.Server
	Logger *slog.Logger
	// Files are workbook.js and what else the page in the frame loads; its index.html is
	// filled in and answered where a URL opens.
	Files fs.FS
	// Assets serves the files.
	Assets api.HandlerFunc
	// Policy is the Content-Security-Policy of that page, without frame-ancestors.
	Policy string
	// Origin is scheme, host and port of the URLs that arrive.
	Origin string
	// Parents are the origins whose pages may frame the embeds, and which get their
	// events.
	Parents []string
}

// A Platform receives signed URLs and shows what they open:
//
//	GET  /embed/{id}, /embed/{id}/tag/{tag}   the page in the frame, once
//	POST /ask/{name}                          a question of that page
type Platform struct {
	door   door
	config PlatformConfig
	// page is the page in two halves; what it starts with goes between.
	page [2][]byte

	opening, asking, assets http.Handler
}

// startMark is where the page has what it starts with: data for its script, not a
// script.
const startMark = `<script type="application/json" id="start">{}</script>`

// NewPlatform fails if there is no page, or no place in it to start from.
func NewPlatform(config PlatformConfig) (*Platform, error) {
	page, err := fs.ReadFile(config.Files, "index.html")
	if err != nil {
		return nil, err
	}
	// A static host has the page beside its files; here it answers for many addresses.
	page = bytes.ReplaceAll(page, []byte(`="workbook.`), []byte(`="/workbook.`))
	before, after, ok := bytes.Cut(page, []byte(startMark))
	if !ok {
		return nil, errors.New("index.html has no place for what it starts with")
	}
	p := &Platform{config: config, page: [2][]byte{before, after}, door: door{lab: config.Lab, server: config.Server, logger: config.Logger}}
	p.config.Policy += "; frame-ancestors " + strings.Join(config.Parents, " ")
	p.opening = config.Server.Watch("platform_open", config.Server.GetOnly(p.open))
	p.asking = config.Server.Watch("platform_ask", p.ask)
	p.assets = config.Server.Watch("platform_page", config.Assets)
	return p, nil
}

// ServeHTTP routes by hand: a signed text must be judged as it came.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case api.IsEmbed(path):
		p.opening.ServeHTTP(w, r)
	case strings.HasPrefix(path, "/ask/"):
		p.asking.ServeHTTP(w, r)
	default:
		p.assets.ServeHTTP(w, r)
	}
}

// ask answers a page in a frame, which has its session from the answer to its URL.
// There is no cookie: a frame on another site would not get one, and two frames of one
// browser are two sessions.
func (p *Platform) ask(w http.ResponseWriter, r *http.Request) api.Outcome {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return p.door.ask(w, r, lab.Caller{Side: lab.Frame, Session: token}, strings.TrimPrefix(r.URL.Path, "/ask/"))
}

// A start is what the page in the frame begins with.
type start struct {
	Session string     `json:"session,omitempty"`
	Refusal *lab.Fault `json:"refusal,omitempty"`
	Parents []string   `json:"parents"`
}

// open receives a signed URL.
func (p *Platform) open(w http.ResponseWriter, r *http.Request) api.Outcome {
	opened, err := p.config.Lab.Open(r.Context(), api.SignedText(p.config.Origin, r))
	if refusal, ok := tenant.IsRefusal(err); ok {
		return p.refuse(w, r, refusal)
	}
	if err != nil {
		return p.doubt(w, r, err)
	}
	p.config.Server.CountOpen(signer.CodeAccepted)
	p.write(w, http.StatusOK, start{Session: opened.Token, Parents: p.config.Parents})
	return api.Outcome{Status: http.StatusOK, Code: string(signer.CodeAccepted)}
}

func (p *Platform) refuse(w http.ResponseWriter, r *http.Request, refusal *signer.Refusal) api.Outcome {
	p.config.Server.CountOpen(refusal.Code)
	if !api.PrefersPage(r) {
		return p.door.fail(w, r, refusal)
	}
	fault, _ := lab.FaultOf(refusal)
	p.write(w, http.StatusForbidden, start{Refusal: &fault, Parents: p.config.Parents})
	return api.Outcome{Status: http.StatusForbidden, Code: fault.Code}
}

// doubt answers the failure of a store, in the frame too: the page around it is told.
func (p *Platform) doubt(w http.ResponseWriter, r *http.Request, err error) api.Outcome {
	problem := p.config.Server.InDoubt(w, r, err)
	if errors.As(err, new(*tenant.UsedUpError)) {
		w.Header().Del("Retry-After") // the same URL is refused from here on
		problem.Code, problem.Detail = "used_up", "This URL is used up, and could not be opened. Your application has to make a new one."
	}
	if !api.PrefersPage(r) {
		return p.config.Server.Refuse(w, r, problem)
	}
	p.write(w, problem.Status, start{Refusal: &lab.Fault{Code: problem.Code, Detail: problem.Detail, EventCode: "UNKNOWN"}, Parents: p.config.Parents})
	return api.Outcome{Status: problem.Status, Code: problem.Code}
}

// write answers the page. json.Marshal escapes <, > and &, so that nothing in it ends
// the element.
func (p *Platform) write(w http.ResponseWriter, status int, s start) {
	data, err := json.Marshal(s)
	if err != nil { // a struct of strings
		panic(err)
	}
	body := bytes.Join([][]byte{p.page[0], []byte(strings.Replace(startMark, "{}", string(data), 1)), p.page[1]}, nil)
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", p.config.Policy)
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Add("Vary", "Accept")
	w.WriteHeader(status)
	w.Write(body)
}
