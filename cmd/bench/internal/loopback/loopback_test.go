package loopback

import (
	"crypto/rand"
	"crypto/tls"
	"io"
	"net/http"
	"testing"
	"time"
)

// start runs a server that says which version of HTTP it was asked in.
func start(t *testing.T, secure func(*Server)) *Server {
	t.Helper()
	s, err := Listen(time.Second)
	if err != nil {
		t.Fatal(err)
	}
	secure(s)
	s.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) }))
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func get(c *http.Client, url string) (string, error) {
	defer c.CloseIdleConnections()
	response, err := c.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

func TestPlain(t *testing.T) {
	s := start(t, func(*Server) {})
	if got, err := get(new(http.Client), s.Base); got != "HTTP/1.1" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestSecuredIsKnownByItsPoolAlone(t *testing.T) {
	certificate, pool, err := NewCertificate(rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, func(s *Server) { s.Secure(certificate) })
	known := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	if got, err := get(known, s.Base); got != "HTTP/2.0" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := get(new(http.Client), s.Base); err == nil {
		t.Errorf("%q from a server that nobody vouches for", got)
	}
}

func TestCloseBeforeServe(t *testing.T) {
	s, err := Listen(time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
