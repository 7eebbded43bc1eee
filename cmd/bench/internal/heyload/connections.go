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
// watched; a few that are opened later are left to the server.
type connections struct {
	next    func() *http.Request
	watched int64 // requests
	asked   atomic.Int64

	mu   sync.Mutex
	open []net.Conn
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
	if info.Reused {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, info.Conn)
}

// close is for when no request is under way any more.
func (c *connections) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.open {
		conn.Close() // one that is closed already is an error, and no matter
	}
}
