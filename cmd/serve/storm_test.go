package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/storage/redis/redistest"
	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// Each URL is opened so many times, over so many connections.
const (
	opensEach   = 10
	connections = 64
)

// acceptOrigin is what the URLs begin with, wherever the servers listen.
const acceptOrigin = "https://embed.example.com"

// whichURL is the attribute by which a session says which URL opened it.
const whichURL = "url"

// A storm opens many URLs many times at the same time.
type storm struct {
	t       *testing.T
	pair    signer.Credentials
	secret  string // file
	file    string // of the database, if there is one
	servers []*victim
	urls    []string

	mu       sync.Mutex
	attempts [][]attempt // by URL
	begun    time.Time
	killed   [2]time.Time // before and after
	// abandoned says that what died did not come back, so that nobody tries again.
	abandoned atomic.Bool
}

// An attempt is one request and what is known of its answer.
type attempt struct {
	begin, end time.Time
	answer     answer
}

type answer int

const (
	accepted answer = iota
	refused
	unknown // there was none, or the server did not know itself
)

func newStorm(t *testing.T) *storm {
	t.Helper()
	v := vectors.Read(t, "../..")
	s := &storm{t: t, pair: signer.Credentials{ClientID: v.ClientID, Secret: signer.NewSecret(v.Secret)}, secret: filepath.Join(t.TempDir(), "secret")}
	if err := os.WriteFile(s.secret, []byte(v.Secret), 0o600); err != nil {
		t.Fatal(err)
	}
	random := rand.NewChaCha8([32]byte{})
	for i := range stormURLs {
		e := signer.Presets()[0].Embed
		e.Path = acceptOrigin + "/embed/" + embedID
		e.Email = fmt.Sprintf("viewer%d@example.com", i%100)
		e.Attributes = []signer.Attribute{{Name: whichURL, Values: []string{strconv.Itoa(i)}}}
		nonce, err := signer.NewNonce(random)
		if err != nil {
			t.Fatal(err)
		}
		url, err := signer.Sign(signer.Request{Embed: e, Credentials: s.pair, Nonce: nonce, Time: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		s.urls = append(s.urls, strings.TrimPrefix(url, acceptOrigin))
	}
	s.attempts = make([][]attempt, len(s.urls))
	return s
}

func (s *storm) sqlite() []string {
	s.file = filepath.Join(s.t.TempDir(), "embedsign.db")
	return []string{"--db", s.file, "--insecure-dev"}
}

// A victim is a server that can be killed.
type victim struct {
	s       *storm
	flags   []string
	command *exec.Cmd
	// address is where its platform listens, and addr its other side; both stay the
	// same when it is started again.
	address, addr string
}

func (s *storm) start(flags ...string) *victim {
	s.t.Helper()
	v := &victim{s: s, flags: flags, addr: "127.0.0.1:0", address: "127.0.0.1:0"}
	v.live()
	s.servers = append(s.servers, v)
	s.t.Cleanup(v.die)
	return v
}

// startTwo starts two servers that share a Redis.
func (s *storm) startTwo() *redistest.Server {
	s.t.Helper()
	redis := redistest.Start(s.t)
	for range 2 {
		s.start("--nonces", "redis://"+redis.Address+"/0")
	}
	return redis
}

// live starts the server and waits until it listens.
func (v *victim) live() {
	v.s.t.Helper()
	flags := append([]string{"--addr", v.addr, "--embed-addr", v.address, "--embed-origin", acceptOrigin, "--client-id", v.s.pair.ClientID, "--secret-file", v.s.secret}, v.flags...)
	v.command = exec.Command("serve", flags...)
	v.command.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0")
	stderr, err := v.command.StderrPipe()
	if err != nil {
		v.s.t.Fatal(err)
	}
	if err := v.command.Start(); err != nil {
		v.s.t.Fatal(err)
	}
	var said strings.Builder
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		fmt.Fprintln(&said, lines.Text())
		if url, ok := strings.CutPrefix(lines.Text(), "listening on http://"); ok && strings.HasSuffix(v.addr, ":0") {
			v.addr = url
		}
		url, ok := strings.CutPrefix(lines.Text(), "embed host on http://")
		if ok && strings.HasSuffix(v.address, ":0") {
			v.address = url
		}
		if ok {
			go io.Copy(io.Discard, stderr)
			return
		}
	}
	v.s.t.Fatalf("serve did not listen: %s", &said)
}

// die ends it as a crash does.
func (v *victim) die() {
	if v.command.ProcessState == nil {
		v.command.Process.Signal(syscall.SIGKILL)
		v.command.Wait()
	}
}

// kill notes when something dies.
func (s *storm) kill(die func()) {
	before := time.Now()
	die()
	s.killed = [2]time.Time{before, time.Now()}
}

// run opens every URL as often as it is to be, in an order of its own; half-way
// something happens.
func (s *storm) run(halfway func()) {
	s.t.Helper()
	jobs := order(len(s.urls))
	work := make(chan int)
	var workers sync.WaitGroup
	s.begun = time.Now()
	for n := range connections {
		workers.Go(func() { s.open(n, work) })
	}
	var happens sync.WaitGroup
	for n, job := range jobs {
		if n == len(jobs)/2 && halfway != nil {
			happens.Go(func() { s.happen(halfway) })
		}
		work <- job
	}
	close(work)
	workers.Wait()
	happens.Wait()
}

// happen lets nobody wait for what did not come back.
func (s *storm) happen(halfway func()) {
	done := false
	defer func() { s.abandoned.Store(!done) }()
	halfway()
	done = true
}

// order gives each URL as often as it is opened. Those of a few URLs at a time are mixed,
// so that at any moment, also at that of a kill, there are URLs that nobody has opened
// before.
func order(urls int) []int {
	const together = 2 * connections
	var jobs []int
	for first := 0; first < urls; first += together {
		var some []int
		for i := first; i < min(first+together, urls); i++ {
			some = append(some, slices.Repeat([]int{i}, opensEach)...)
		}
		rand.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		jobs = append(jobs, some...)
	}
	return jobs
}

// open is one connection. An open without a decision is tried again, elsewhere if there
// is another server, as a browser's user would.
func (s *storm) open(n int, work <-chan int) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1, DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext}, Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	for job := range work {
		for decided := false; !decided && !s.abandoned.Load(); n++ {
			a := s.try(client, s.servers[n%len(s.servers)], s.urls[job])
			s.mu.Lock()
			s.attempts[job] = append(s.attempts[job], a)
			s.mu.Unlock()
			decided = a.answer != unknown
			if !decided {
				time.Sleep(5 * time.Millisecond) // a server that is gone is not asked in vain a thousand times
			}
		}
	}
}

func (s *storm) try(client *http.Client, at *victim, url string) (a attempt) {
	a = attempt{begin: time.Now(), answer: unknown}
	response, err := client.Get("http://" + at.address + url)
	if err == nil {
		_, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
	a.end = time.Now()
	switch {
	case err != nil:
	case response.StatusCode == http.StatusOK:
		a.answer = accepted
	case response.StatusCode == http.StatusForbidden:
		a.answer = refused
	case response.StatusCode != http.StatusServiceUnavailable:
		s.t.Errorf("status %d", response.StatusCode)
	}
	return a
}
