package web

import (
	"errors"
	"net"
	"net/http"
	"time"
)

// A server is an HTTP server of this process on a loopback port that was free.
// All of them have the same settings, so that they differ in their handler
// alone.
type server struct {
	base     string
	listener net.Listener
	http     http.Server
	done     chan error
}

// listen takes a port; connections wait until serve is called.
func listen() (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &server{
		base:     "http://" + listener.Addr().String(),
		listener: listener,
		http: http.Server{
			ReadHeaderTimeout: 10 * time.Second,
			// Every batch of hey leaves its connections behind.
			IdleTimeout: time.Second,
		},
	}, nil
}

func (s *server) serve(handler http.Handler) {
	s.http.Handler = handler
	s.done = make(chan error, 1)
	go func() { s.done <- s.http.Serve(s.listener) }()
}

// close also ends what is idle. Nothing of value is under way then.
func (s *server) close() error {
	if s.done == nil {
		return s.listener.Close()
	}
	err := s.http.Close()
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
