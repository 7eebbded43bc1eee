package main

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

func TestBaseURL(t *testing.T) {
	tests := []struct {
		host string
		port int
		want string
	}{
		{"127.0.0.1", 8080, "http://127.0.0.1:8080"},
		{"localhost", 8080, "http://localhost:8080"},
		{"LocalHost", 8080, "http://localhost:8080"},
		{"::1", 8080, "http://[::1]:8080"},
		{"", 8080, "http://127.0.0.1:8080"},
		{"0.0.0.0", 8080, "http://127.0.0.1:8080"},
		{"::", 8080, "http://127.0.0.1:8080"},
		{"127.0.0.1", 80, "http://127.0.0.1"},
		{"::1", 80, "http://[::1]"},
	}
	for _, test := range tests {
		if got := baseURL(test.host, test.port); got != test.want {
			t.Errorf("baseURL(%q, %d) = %q, want %q", test.host, test.port, got, test.want)
		}
	}
}

func TestKnownHosts(t *testing.T) {
	tests := []struct {
		field string
		want  bool
	}{
		{"127.0.0.1:8080", true},
		{"127.0.0.1", true},
		{"127.1.2.3:8080", true},
		{"[::1]:8080", true},
		{"[::1]", true},
		{"localhost:8080", true},
		{"LOCALHOST", true},
		{"app.localhost:8080", true},
		{"embed.example.com", true},
		{"", true},
		{"example.com", false},
		{"127.0.0.1.example.com:8080", false},
		{"notlocalhost", false},
		{"192.0.2.1:8080", false},
		{"0.0.0.0:8080", false},
	}
	loopback := hosts{names: []string{"embed.example.com"}}
	for _, test := range tests {
		if got := loopback.know(test.field); got != test.want {
			t.Errorf("Host %q known: %v, want %v", test.field, got, test.want)
		}
	}
	if !(hosts{any: true}).know("example.com") {
		t.Error("a server that others may reach goes by one name only")
	}
}

// http is for this machine: at another address an embed path has to be given.
func TestOtherAddressNeedsEmbedPath(t *testing.T) {
	made := signer.Credentials{ClientID: "c", Secret: signer.NewSecret("s")}
	elsewhere := &place{url: "http://192.0.2.1:8080"}
	o := options{addr: "192.0.2.1:8080", sessionLength: 3600e9}
	kept, err := o.openStorage(t.Context(), made)
	if err != nil {
		t.Fatal(err)
	}
	g := ground{place: elsewhere, kept: kept, pair: made}
	var usage usageError
	if _, err := o.build(t.Context(), g, new(strings.Builder)); !errors.As(err, &usage) || !strings.Contains(err.Error(), "--embed-path https://") {
		t.Errorf("error %v", err)
	}
	o.embedPath = "https://embed.example.com/embed/" + embedID
	if _, err := o.build(t.Context(), g, new(strings.Builder)); err != nil {
		t.Errorf("with an embed path: %v", err)
	}
}

func TestUnusedConnections(t *testing.T) {
	var u unused
	silent, silentPeer := net.Pipe()
	busy, busyPeer := net.Pipe()
	defer busyPeer.Close()
	u.track(silent, http.StateNew)
	u.track(busy, http.StateNew)
	u.track(busy, http.StateActive)
	u.close()
	if _, err := silentPeer.Read(make([]byte, 1)); err == nil {
		t.Error("the silent connection is open")
	}
	go busyPeer.Read(make([]byte, 1))
	if _, err := busy.Write([]byte("x")); err != nil {
		t.Errorf("the busy connection is closed: %v", err)
	}
}
