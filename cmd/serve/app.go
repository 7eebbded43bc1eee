package main

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/api/static"
	"github.com/embedsign/embedsign/site"
)

// An app is everything behind one address.
type app struct {
	logger *slog.Logger
	hosts  hosts
	// ready is whether new visitors should be sent here.
	ready  atomic.Bool
	static *static.Files
	server *api.Server
	// console is the lab; nil where there is none.
	console http.Handler

	page, parent, health, readiness, metrics, body, misdirected, labOff http.Handler
}

// newApp fails when a file of the page is of an unknown type.
func newApp(server *api.Server, files fs.FS, registry *prometheus.Registry, logger *slog.Logger, place *place, embedPath string) (*app, error) {
	embed, err := url.Parse(embedPath)
	if err != nil {
		return nil, err
	}
	page, err := static.New(files, server)
	if err != nil {
		return nil, err
	}
	a := &app{
		logger: logger,
		hosts:  hosts{any: !place.loopback, names: []string{embed.Hostname()}},
		static: page,
		server: server,
	}
	a.page = server.Watch("page", page.Under(site.Policy))
	a.parent = server.Watch("parent", page.Under(parentPolicy(embed.Scheme+"://"+embed.Host)))
	a.health = a.readOnly(say(http.StatusOK, "ok"))
	a.readiness = a.readOnly(http.HandlerFunc(a.answerReadiness))
	a.metrics = a.readOnly(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	a.body = a.refuse(api.Problem{
		Status: http.StatusRequestEntityTooLarge,
		Code:   "no_body_wanted",
		Detail: "Nothing here takes a request with a body.",
	})
	a.misdirected = a.refuse(unknownHost)
	a.labOff = a.refuse(api.Problem{
		Status: http.StatusNotFound,
		Code:   "lab_off",
		Detail: "The lab is off here: outside one machine its platform needs an https origin of its own, which --embed-origin names.",
	})
	return a, nil
}

// unknownHost is the answer to a request that calls the server by another name.
var unknownHost = api.Problem{
	Status: http.StatusMisdirectedRequest,
	Code:   "unknown_host",
	Detail: "This server listens on a loopback address and goes by localhost, a loopback address or the host of its embed path, not by the name in this request.",
}

// A platformHost is everything behind the address of the embed host.
type platformHost struct {
	hosts                 hosts
	platform, misdirected http.Handler
}

// ServeHTTP implements [http.Handler].
func (p *platformHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.hosts.know(r.Host) {
		p.platform.ServeHTTP(w, r)
	} else {
		p.misdirected.ServeHTTP(w, r)
	}
}

// ServeHTTP routes by hand for the same reason as [api.Server]: a path is to be
// judged as it came, not cleaned first.
func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.handlerFor(r).ServeHTTP(w, r)
}

func (a *app) handlerFor(r *http.Request) http.Handler {
	switch path := r.URL.Path; {
	case !a.hosts.know(r.Host):
		return a.misdirected
	case a.console != nil && strings.HasPrefix(path, "/lab/"):
		return a.console
	case a.console == nil && (strings.HasPrefix(path, "/lab/") || path == "/lab.html"):
		return a.labOff
	case a.console != nil && path == "/lab.html":
		// The page for static hosts, which the playground links to.
		return http.RedirectHandler("/lab/", http.StatusFound)
	case r.ContentLength != 0:
		return a.body
	case strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/embed/"):
		return a.server
	case path == "/healthz":
		return a.health
	case path == "/readyz":
		return a.readiness
	case path == "/metrics":
		return a.metrics
	case path == "/parent" || strings.HasPrefix(path, "/parent/"):
		return a.parent
	}
	return a.page
}

// refuse answers one problem, and closes the connection: what is left of the
// request is not worth reading.
func (a *app) refuse(problem api.Problem) http.Handler {
	return a.server.Watch("other", func(w http.ResponseWriter, r *http.Request) api.Outcome {
		w.Header().Set("Connection", "close")
		return a.server.Refuse(w, r, problem)
	})
}

// readOnly lets GET and HEAD pass.
func (a *app) readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if api.Reads(r) {
			next.ServeHTTP(w, r)
			return
		}
		a.server.RefuseToWrite(w, r)
	})
}
