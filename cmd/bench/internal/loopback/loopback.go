// Package loopback runs HTTP servers of this process on loopback ports that were
// free. All of them have the same settings, so that they differ in their handler
// alone.
package loopback

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"time"
)

// A Server listens from the start; it answers from [Server.Serve] on. Close it.
type Server struct {
	// Base is scheme, host and port.
	Base string

	listener net.Listener
	http     http.Server
	tls      bool
	done     chan error
}

// Listen takes a port; connections wait until Serve is called. Connections that
// have been idle for a time are closed, so that what a client leaves behind goes.
func Listen(idle time.Duration) (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &Server{
		Base:     "http://" + listener.Addr().String(),
		listener: listener,
		http: http.Server{
			ReadHeaderTimeout: 10 * time.Second,
			IdleTimeout:       idle,
		},
	}, nil
}

// Secure makes it a server for TLS, with HTTP/2. It has to come before Serve.
func (s *Server) Secure(c tls.Certificate) {
	s.tls = true
	s.Base = "https://" + s.listener.Addr().String()
	s.http.TLSConfig = &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12}
}

// Serve answers with a handler.
func (s *Server) Serve(handler http.Handler) {
	s.http.Handler = handler
	s.done = make(chan error, 1)
	go func() { s.done <- s.serve() }()
}

func (s *Server) serve() error {
	if s.tls {
		return s.http.ServeTLS(s.listener, "", "")
	}
	return s.http.Serve(s.listener)
}

// Handler is what was given to Serve.
func (s *Server) Handler() http.Handler { return s.http.Handler }

// Close also ends what is idle. Nothing of value is under way then.
func (s *Server) Close() error {
	if s.done == nil {
		return s.listener.Close()
	}
	err := s.http.Close()
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
