// Package redistest runs a real redis-server for tests.
package redistest

import (
	"fmt"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/testneeds"
)

// A Server is Debian's own, on a port of its own. It ends with the test.
type Server struct {
	// Address is HOST:PORT, and stays the same when the server is started again.
	Address string

	t       testing.TB
	command *exec.Cmd
	dir     string
	flags   []string
}

// Start starts a server with the settings that are documented for nonces; later flags
// win.
func Start(t testing.TB, flags ...string) *Server {
	t.Helper()
	testneeds.Program(t, "redis-server")
	s := &Server{t: t, dir: t.TempDir(), flags: flags}
	t.Cleanup(s.Kill)
	for range tries {
		s.Address = freeAddress(t)
		if s.run() {
			return s
		}
	}
	t.Fatal("redis-server does not start")
	return nil
}

// tries are how often another port is taken where somebody else took the one before.
const tries = 3

func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// Run starts it again, with what it has written.
func (s *Server) Run() {
	s.t.Helper()
	if !s.run() {
		s.t.Fatalf("somebody else listens at %s", s.Address)
	}
}

// run starts it, and reports whether it is this one that answers.
func (s *Server) run() bool {
	s.t.Helper()
	flags := append([]string{"--port", s.port(), "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"}, s.flags...)
	s.command = exec.Command("redis-server", flags...)
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for { // it listens before it has read what it wrote
		out, err := exec.Command("redis-cli", "-p", s.port(), "ping").CombinedOutput()
		if err == nil && strings.TrimSpace(string(out)) == "PONG" {
			return strings.Contains(s.CLI("info", "server"), fmt.Sprintf("\nprocess_id:%d\r", s.command.Process.Pid))
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("redis-server does not answer: %v: %s", err, out)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Kill ends it as a crash does.
func (s *Server) Kill() {
	if s.command != nil && s.command.ProcessState == nil {
		s.command.Process.Signal(syscall.SIGKILL)
		s.command.Wait()
	}
}

// CLI runs a command of redis-cli.
func (s *Server) CLI(arguments ...string) string {
	s.t.Helper()
	out, err := exec.Command("redis-cli", append([]string{"-p", s.port()}, arguments...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

func (s *Server) port() string {
	_, port, _ := strings.Cut(s.Address, ":")
	return port
}
