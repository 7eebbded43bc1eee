// Package api holds the HTTP handlers of both ends of an embed: the signing API
// of the parent application, and the receiving side, which stands in for the
// platform and accepts each signed URL once. serve runs them, bench measures
// the same ones in process.
//
// Most callers need [New] and hand the [Server] to net/http. What else they
// serve can share its metrics and its log ([Server.Watch]) and the form of its
// errors ([Server.Refuse]).
//
// Nothing here logs, labels or answers with a secret, and neither log nor
// metrics hold a signature or a query. The signing API signs for whoever asks:
// it is for a loopback address, or has to stand behind a log-in of one's own.
package api

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/signer"
)

// LedgerCapacity is how many used nonces the ledger of a [Config] without one
// holds at a time.
const LedgerCapacity = 1 << 20

// A Config says for whom a [Server] signs, and what it accepts. Credentials and
// EmbedPath are required.
type Config struct {
	// Credentials sign, and what arrives has to be signed with them.
	Credentials signer.Credentials
	// EmbedPath is what signed URLs point to: https, or http on a loopback
	// host, without a query.
	EmbedPath string
	// Origin is scheme, host and port of the URLs that arrive, such as
	// http://127.0.0.1:8080. A request tells the rest only, and the signature
	// covers the whole. Empty: the origin of EmbedPath.
	Origin string
	// Users are those whom the signing API knows, the default one first. None:
	// [signer.Presets]. The path of their embeds is not read.
	Users []signer.Preset
	// Leeway widens the time window of the receiving side at both ends.
	Leeway time.Duration
	// Ledger remembers used nonces. Nil: a [signer.MemoryLedger] of
	// [LedgerCapacity].
	Ledger signer.Ledger
	// Revoked tells whether the credentials were revoked at the receiving side, which
	// then opens nothing that they signed; where it fails, nothing either. Nil: they
	// never are.
	Revoked func(ctx context.Context) (bool, error)
	// MoreVerdicts are codes with which another receiving side refuses, beyond those of
	// the signer, if it shares the metrics ([Server.CountOpen]).
	MoreVerdicts []signer.Code
	// Clock tells the time, for signing, verifying and measuring. Nil:
	// [time.Now].
	Clock func() time.Time
	// Random is where nonces come from; it must be safe for concurrent use.
	// Nil: [rand.Reader].
	Random io.Reader
	// Logger gets a line for each request, at level info, and failures at level
	// error. Nil: no log.
	Logger *slog.Logger
	// Registerer gets the metrics. Nil: they are counted, but shown nowhere.
	Registerer prometheus.Registerer

	// Capacity is that of the ledger, for the metrics; 0 where it is not known.
	Capacity int
}

// withDefaults fills in what may be left out.
func (c Config) withDefaults() (Config, error) {
	if c.Origin == "" {
		path, err := url.Parse(c.EmbedPath)
		if err != nil || path.Host == "" {
			// Not quoted: people paste whole signed URLs here.
			return c, errors.New("embed path: not a URL with scheme and host")
		}
		c.Origin = path.Scheme + "://" + path.Host
	}
	if len(c.Users) == 0 {
		c.Users = signer.Presets()
	}
	if c.Ledger == nil {
		c.Ledger, c.Capacity = signer.NewMemoryLedger(LedgerCapacity), LedgerCapacity
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Registerer == nil {
		c.Registerer = prometheus.NewRegistry()
	}
	return c, nil
}

// A Server answers the routes of the signing API and of the receiving side:
//
//	GET /api/embed-url?user=ID   {"url": "..."}; /api/foo is the same. Without
//	                             user it is the first one's URL, and any other
//	                             parameter is refused.
//	GET /embed/{id}              a page the first time, then a refusal
//	GET /embed/{id}/tag/{tag}    the same for a tagged version
//
// It is safe for concurrent use.
type Server struct {
	config   Config
	verifier signer.Verifier
	users    map[string]*user
	metrics  *metrics
	pages    *pages

	signing, receiving, other http.Handler
}

// New fails when something required is missing, when a user cannot be signed
// for (a [*signer.InvalidError] then), or when the metrics are registered
// already. No error quotes a secret.
func New(config Config) (*Server, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	key, err := signer.NewKey(config.Credentials.Secret)
	if err != nil {
		return nil, err
	}
	s := &Server{config: config}
	s.verifier = signer.Verifier{
		Key: func(clientID string) (*signer.Key, bool) {
			return key, clientID == config.Credentials.ClientID
		},
		Leeway: config.Leeway,
		Ledger: config.Ledger,
	}
	if s.metrics, err = newMetrics(config); err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	if s.users, err = newUsers(config, s.metrics); err != nil {
		return nil, err
	}
	if s.pages, err = newPages(); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	s.signing = s.Watch("sign", s.GetOnly(s.sign))
	s.receiving = s.Watch("embed", s.GetOnly(s.receive))
	s.other = s.Watch("other", s.notFound)
	return s, nil
}

// ServeHTTP routes by hand: http.ServeMux answers a path that is not clean with
// a redirect, and a signed text must be judged as it came.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/api/embed-url" || path == "/api/foo":
		s.signing.ServeHTTP(w, r)
	case IsEmbed(path):
		s.receiving.ServeHTTP(w, r)
	default:
		s.other.ServeHTTP(w, r)
	}
}

// IsEmbed reports whether a path is /embed/{id} or /embed/{id}/tag/{tag}.
func IsEmbed(path string) bool {
	rest, ok := strings.CutPrefix(path, "/embed/")
	if !ok {
		return false
	}
	id, tag, deeper := strings.Cut(rest, "/")
	name, isTag := strings.CutPrefix(tag, "tag/")
	return id != "" && (!deeper || isTag && name != "" && !strings.Contains(name, "/"))
}

// GetOnly refuses every other method. HEAD is among them: it would use up a
// one-time URL, or make one, for an answer that nobody sees.
func (s *Server) GetOnly(handler HandlerFunc) HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) Outcome {
		if r.Method != http.MethodGet {
			w.Header().Set("Allow", http.MethodGet)
			return s.Refuse(w, r, Problem{
				Status: http.StatusMethodNotAllowed,
				Code:   "method_not_allowed",
				Detail: "This address is for GET alone.",
			})
		}
		return handler(w, r)
	}
}

// notFound uses Sigma's text where a browser would see Sigma's page.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request) Outcome {
	problem := Problem{
		Status: http.StatusNotFound,
		Code:   "not_found",
		Detail: "There is nothing at this address.",
	}
	if strings.HasPrefix(r.URL.Path, "/embed/") {
		problem.Detail = "An embed path is /embed/{id} or /embed/{id}/tag/{tag}."
		problem.SigmaMessage = "The page you're looking for does not exist. Embed not found."
	}
	return s.Refuse(w, r, problem)
}
