package main

import (
	"net"
	"net/http"
	"sync"
)

// unused are the connections on which nothing was asked yet. Browsers open such
// ones ahead of need, and [http.Server.Shutdown] waits 5 s for what they might
// still say: too long for somebody who pressed Ctrl-C. The zero value is ready.
type unused struct {
	mu          sync.Mutex
	connections map[net.Conn]struct{}
}

// track is for [http.Server.ConnState].
func (u *unused) track(connection net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if state != http.StateNew {
		delete(u.connections, connection)
		return
	}
	if u.connections == nil {
		u.connections = make(map[net.Conn]struct{})
	}
	u.connections[connection] = struct{}{}
}

// close closes them.
func (u *unused) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for connection := range u.connections {
		connection.Close()
	}
}
