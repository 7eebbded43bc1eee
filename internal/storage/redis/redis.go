// Package redis keeps used nonces and sessions in a Redis or Valkey server, so that
// several servers accept each URL once between them. Callers need [Open]; the [Server]
// is a [signer.Ledger] and [tenant.Sessions].
//
// It promises no more than the server does. One that evicts keys when its memory is
// full would forget nonces, and is refused; one that does not write to its disk before
// it answers forgets them in a crash, which [Server.Warnings] says. After a failover to
// a replica that was behind, nonces are missing too: use one server, or replicas that
// are written to before the answer.
package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/embedsign/embedsign/internal/tenant"
)

// A Server is a connection to one. It is safe for concurrent use.
type Server struct {
	client *goredis.Client
	// Warnings say which settings of the server weaken the promise.
	Warnings []string
}

// Timeouts of the connection. A caller waits for all of it at most once: nothing is
// tried again, since a command whose answer was lost may have been carried out.
const (
	dialTimeout = 2 * time.Second
	waitTimeout = 3 * time.Second
)

// Open connects to redis://, rediss:// (TLS) or unix:// with the database's number as
// path, as go-redis reads them, and looks at the server's settings. They are looked at
// again with every new connection, as they can be changed while the server runs.
func Open(ctx context.Context, url string) (*Server, error) {
	options, err := goredis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("want redis://HOST:PORT/0, rediss:// or unix://: %w", withoutURL(err))
	}
	options.MaxRetries = -1
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout, options.PoolTimeout = dialTimeout, waitTimeout, waitTimeout, waitTimeout
	options.ContextTimeoutEnabled = true
	options.DisableIdentity = true
	options.OnConnect = func(ctx context.Context, c *goredis.Conn) error {
		_, err := examine(ctx, c)
		return err
	}
	s := &Server{client: goredis.NewClient(options)}
	c := s.client.Conn()
	defer c.Close()
	if s.Warnings, err = examine(ctx, c); err != nil {
		s.client.Close()
		return nil, err
	}
	return s, nil
}

// withoutURL drops the address, in which a password may stand.
func withoutURL(err error) error {
	for wrapped := errors.Unwrap(err); wrapped != nil; wrapped = errors.Unwrap(err) {
		err = wrapped
	}
	return err
}

// Close closes the connections.
func (s *Server) Close() error { return s.client.Close() }

// ErrEvicts is the answer of a server that may forget what it was told.
var ErrEvicts = errors.New("the server may evict keys when its memory is full, and would forget used nonces: set maxmemory-policy noeviction")

// examine reads the settings that matter.
func examine(ctx context.Context, c *goredis.Conn) (warnings []string, err error) {
	text, err := c.Info(ctx, "memory", "persistence").Result()
	if err != nil {
		return nil, err
	}
	info := fields(text)
	switch policy := info["maxmemory_policy"]; policy {
	case "noeviction":
	case "":
		warnings = append(warnings, "the server does not say whether it evicts keys")
	default:
		return nil, fmt.Errorf("maxmemory-policy %s: %w", policy, ErrEvicts)
	}
	if info["aof_enabled"] != "1" {
		return append(warnings, "the server forgets used nonces when it stops: set appendonly yes and appendfsync always"), nil
	}
	// Where a provider forbids CONFIG, this cannot be known.
	if set, err := c.ConfigGet(ctx, "appendfsync").Result(); err != nil || set["appendfsync"] != "always" {
		warnings = append(warnings, "the server may answer before it has written, and forget nonces in a crash: set appendfsync always")
	}
	return warnings, nil
}

// fields reads the lines of INFO.
func fields(text string) map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			all[name] = value
		}
	}
	return all
}

// grace is how much longer than needed a key lives, for clocks that are set back.
// Longer than a server may differ in its leeway and stand still together.
const grace = 2 * time.Minute

// shortest keeps a key from living for ever, which is what no life at all means.
const shortest = time.Second

// Use implements [signer.Ledger]. SET NX is atomic among all who ask. The life is told
// as a length, so that the server's clock need not agree with ours.
func (s *Server) Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (fresh bool, err error) {
	return s.setOnce(ctx, nonceKey(clientID, nonce), "1", expires.Sub(now))
}

func (s *Server) setOnce(ctx context.Context, key, value string, life time.Duration) (fresh bool, err error) {
	err = s.client.SetArgs(ctx, key, value, goredis.SetArgs{Mode: "NX", TTL: max(life+grace, shortest)}).Err()
	if errors.Is(err, goredis.Nil) {
		return false, nil
	}
	return err == nil, err
}

// The beginnings of keys.
const (
	nonces   = "embedsign:nonce:"
	sessions = "embedsign:session:"
)

// nonceKey tells the length of the client ID, so that no two pairs make one key.
func nonceKey(clientID, nonce string) string {
	return nonces + strconv.Itoa(len(clientID)) + ":" + clientID + ":" + nonce
}

// errTaken is the answer to a session's key that is in use.
var errTaken = errors.New("there is a session of this key")

// Put implements [tenant.Sessions].
func (s *Server) Put(ctx context.Context, key string, session tenant.Session) error {
	body, err := json.Marshal(session)
	if err != nil {
		return err
	}
	fresh, err := s.setOnce(ctx, sessions+key, string(body), session.Expires.Sub(session.Opened))
	if err == nil && !fresh {
		err = errTaken
	}
	return err
}

// Get implements [tenant.Sessions].
func (s *Server) Get(ctx context.Context, key string) (session tenant.Session, found bool, err error) {
	body, err := s.client.Get(ctx, sessions+key).Bytes()
	if errors.Is(err, goredis.Nil) {
		return session, false, nil
	}
	if err == nil {
		err = json.Unmarshal(body, &session)
	}
	return session, err == nil, err
}
