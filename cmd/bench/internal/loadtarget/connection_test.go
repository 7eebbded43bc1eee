package loadtarget

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// TestConnectionsAreKeptUnlessNot counts those that a server gets.
func TestConnectionsAreKeptUnlessNot(t *testing.T) {
	for noKeepAlive, want := range map[bool]int64{false: 1, true: 11} {
		var opened atomic.Int64
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				opened.Add(1)
			}
		}
		server.Start()
		c := config(URL)
		c.URL, _ = url.Parse(server.URL)
		c.NoKeepAlive = noKeepAlive
		if answers, failed := send(t, open(t, c), 10); failed != 0 {
			t.Errorf("%+v", answers)
		}
		// On a busy machine a connection that is good may be given up for another.
		if got := opened.Load(); got != want && (noKeepAlive || got >= 6) {
			t.Errorf("no keep-alive %v: %d connections for 11 requests, want %d", noKeepAlive, got, want)
		}
		server.Close()
	}
}

func TestNothingLiesReadyForLong(t *testing.T) {
	for rate, want := range map[float64]int{0: maxReady, 0.1: 1, 1: 1, 10: 5, 200: 100, 1e6: maxReady} {
		if got := readyAt(rate); got != want {
			t.Errorf("at %v/s: %d, want %d", rate, got, want)
		}
	}
}

// TestSessionsAreShort: in this process their length is all that bounds the memory.
func TestSessionsAreShort(t *testing.T) {
	for elsewhere, want := range map[bool]time.Duration{false: 7 * time.Second, true: 42 * time.Second} {
		c := config(Open)
		c.Timeout = 10 * time.Second
		if elsewhere {
			c.URL = new(url.URL)
		}
		s, err := newSigning(signer.Credentials{ClientID: "c", Secret: signer.NewSecret("0123456789abcdef")}, "http://127.0.0.1/embed/1-abc", c)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.embeds {
			if got := time.Duration(e.SessionLength) * time.Second; got != want {
				t.Errorf("elsewhere %v: %v, want %v", elsewhere, got, want)
			}
		}
	}
}

// ends is a connection of which only the addresses are known.
type ends struct {
	net.Conn
	from, to net.Addr
}

func (e ends) LocalAddr() net.Addr  { return e.from }
func (e ends) RemoteAddr() net.Addr { return e.to }

func TestSameMachine(t *testing.T) {
	for _, row := range []struct {
		from, to string
		want     bool
	}{
		{"127.0.0.1", "127.0.0.1", true},
		{"127.0.0.1", "127.0.0.53", true},
		{"::1", "::1", true},
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"2001:db8::1", "2001:db8::2", false},
	} {
		conn := ends{from: &net.TCPAddr{IP: net.ParseIP(row.from), Port: 1}, to: &net.TCPAddr{IP: net.ParseIP(row.to), Port: 2}}
		if got := sameMachine(conn); got != row.want {
			t.Errorf("from %s to %s: %v", row.from, row.to, got)
		}
	}
}
