package heyload

import (
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
)

// connections closes what a run leaves open: its transport is its own, and nobody
// else could. A run opens its connections with its first requests, so only those are
// watched. Left to the server are the few that are opened later, and those that were
// spare: a request that waits for its connection takes one that became free before,
// and nobody may ever use what it had asked for.
type connections struct {
	next    func() *http.Request
	watched int64 // requests
	asked   atomic.Int64

	mu   sync.Mutex
	open map[net.Conn]bool
}

// request gives the next one, watched or not.
func (c *connections) request() *http.Request {
	r := c.next()
	if c.asked.Add(1) > c.watched {
		return r
	}
	trace := &httptrace.ClientTrace{GotConn: c.got}
	return r.WithContext(httptrace.WithClientTrace(r.Context(), trace))
}

func (c *connections) got(info httptrace.GotConnInfo) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = make(map[net.Conn]bool)
	}
	c.open[info.Conn] = true // one that was spare is "reused" when it is new
}

// close is for when no request is under way any more.
func (c *connections) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.open {
		conn.Close() // one that is closed already is an error, and no matter
	}
}
