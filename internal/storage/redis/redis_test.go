package redis

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/storage/ledgertest"
	"github.com/embedsign/embedsign/internal/storage/redis/redistest"
	"github.com/embedsign/embedsign/internal/tenant"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, r *redistest.Server) *Server {
	t.Helper()
	s, err := Open(t.Context(), "redis://"+r.Address+"/0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestUseOnce has many goroutines use the same nonces, over two connections.
func TestUseOnce(t *testing.T) {
	r := redistest.Start(t)
	servers := []*Server{open(t, r), open(t, r)}
	if len(servers[0].Warnings) > 0 {
		t.Errorf("warnings: %q", servers[0].Warnings)
	}
	ledgertest.UseOnce(t, noon, servers[0], servers[1])
	key := nonceKey("client", "nonce 1")
	if life := r.CLI("pttl", key); life < "3600000" || len(life) != 7 {
		t.Errorf("a nonce lives for %s ms, want an hour and the grace", life)
	}
	if nonceKey("1", "2:3") == nonceKey("1:2", "3") {
		t.Error("two pairs make one key")
	}
}

// TestACrash kills the server and starts it again: what was used stays used, and in
// between nothing is fresh.
func TestACrash(t *testing.T) {
	r := redistest.Start(t)
	s := open(t, r)
	use := func(nonce string) (bool, error) {
		return s.Use(t.Context(), "client", nonce, noon.Add(time.Hour), noon)
	}
	if fresh, err := use("a"); err != nil || !fresh {
		t.Fatalf("%v, %v", fresh, err)
	}
	r.Kill()
	if fresh, err := use("b"); err == nil || fresh {
		t.Errorf("without a server: %v, %v", fresh, err)
	}
	if err := s.Put(t.Context(), "key", tenant.Session{Begin: noon, Opened: noon, Expires: noon.Add(time.Hour)}); err == nil {
		t.Error("a session was kept without a server")
	}
	r.Run()
	if fresh, err := use("a"); err != nil || fresh {
		t.Errorf("after a crash: %v, %v", fresh, err)
	}
}

// TestAServerThatEvicts is refused, also when it begins to do so later.
func TestAServerThatEvicts(t *testing.T) {
	r := redistest.Start(t, "--maxmemory-policy", "allkeys-lru")
	if _, err := Open(t.Context(), "redis://"+r.Address); !errors.Is(err, ErrEvicts) {
		t.Errorf("got %v", err)
	}
	r.CLI("config", "set", "maxmemory-policy", "noeviction")
	s := open(t, r)
	r.CLI("config", "set", "maxmemory-policy", "volatile-ttl")
	r.CLI("client", "kill", "type", "normal")
	var err error
	for range 3 { // the first of them may only notice that its connection has gone
		_, err = s.Use(t.Context(), "client", "a", noon.Add(time.Hour), noon)
	}
	if !errors.Is(err, ErrEvicts) {
		t.Errorf("after a new connection: %v", err)
	}
}

// TestAFullServer answers with an error, and forgets nothing.
func TestAFullServer(t *testing.T) {
	r := redistest.Start(t)
	s := open(t, r)
	if fresh, err := s.Use(t.Context(), "client", "a", noon.Add(time.Hour), noon); err != nil || !fresh {
		t.Fatalf("%v, %v", fresh, err)
	}
	r.CLI("config", "set", "maxmemory", "1")
	if fresh, err := s.Use(t.Context(), "client", "b", noon.Add(time.Hour), noon); err == nil || fresh {
		t.Errorf("fresh %v, %v", fresh, err)
	}
	r.CLI("config", "set", "maxmemory", "0")
	if fresh, err := s.Use(t.Context(), "client", "a", noon.Add(time.Hour), noon); err != nil || fresh {
		t.Errorf("it has forgotten a nonce: %v, %v", fresh, err)
	}
}

func TestWarnings(t *testing.T) {
	for flag, want := range map[string]string{"--appendonly no": "appendonly yes", "--appendfsync everysec": "appendfsync always"} {
		r := redistest.Start(t, strings.Fields(flag)...)
		if s := open(t, r); len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], want) {
			t.Errorf("%s: %q", flag, s.Warnings)
		}
	}
}

func TestSessions(t *testing.T) {
	s := open(t, redistest.Start(t))
	want := tenant.Session{User: "user@example.com", Begin: noon, Opened: noon, Expires: noon.Add(time.Hour), Attributes: map[string][]string{"region": {"West"}}}
	if err := s.Put(t.Context(), "key", want); err != nil {
		t.Fatal(err)
	}
	got, found, err := s.Get(t.Context(), "key")
	if err != nil || !found || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, %v", got, found, err)
	}
	if err := s.Put(t.Context(), "key", want); !errors.Is(err, errTaken) {
		t.Errorf("written over a session: %v", err)
	}
	if _, found, err := s.Get(t.Context(), "none"); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
}

// TestOpenRefuses says what is wrong, and no password.
func TestOpenRefuses(t *testing.T) {
	for url, want := range map[string]string{
		"http://127.0.0.1":                             "want redis://",
		"redis://:hunter2@127.0.0.1:1/x":               "want redis://",
		"redis://user:hunter2@127.0.0.1:notone":        "want redis://",
		"redis://:hunter2@127.0.0.1:1/0":               "refused",
		"unix://" + filepath.Join(t.TempDir(), "none"): "no such file",
	} {
		_, err := Open(t.Context(), url)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v, want %q", url, err, want)
		}
	}
}

// TestEveryKeyEnds: no life, or less than none, is not a life without an end.
func TestEveryKeyEnds(t *testing.T) {
	r := redistest.Start(t)
	s := open(t, r)
	if fresh, err := s.Use(t.Context(), "client", "over", noon, noon.Add(time.Hour)); err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	if err := s.Put(t.Context(), "over", tenant.Session{Opened: noon.Add(time.Hour), Expires: noon}); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{nonceKey("client", "over"), sessions + "over"} {
		if left := r.CLI("pttl", key); left == "-1" {
			t.Errorf("%s never ends", key)
		}
	}
}
