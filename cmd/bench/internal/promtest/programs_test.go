package promtest

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/processtest"
)

// deploy is the folder with the files that are tested.
const deploy = "../../../../deploy"

// tooLong ends a test that hangs; no step comes near it.
const tooLong = 3 * time.Minute

// binDir is where serve and bench lie.
var binDir string

// TestMain builds both as users get them. Under the race detector, compiling
// WebAssembly takes ten times as long.
func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "promtest-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	binDir = dir
	build := exec.Command("go", "build", "-race=false", "-o", dir+string(filepath.Separator), "../../../serve", "../../../bench")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	return m.Run()
}

// A process is under way until the test ends.
type process struct {
	*exec.Cmd
	said  processtest.Buffer
	ended chan struct{} // closed when it has
}

// start starts a program that ends with the test, by its process ID. What it says
// on stderr is shown if the test fails.
func start(t *testing.T, program string, arguments ...string) *process {
	t.Helper()
	return startWithOutput(t, nil, program, arguments...)
}

// startWithOutput keeps what it says on stdout too, if that is wanted.
func startWithOutput(t *testing.T, stdout io.Writer, program string, arguments ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(program, arguments...), ended: make(chan struct{})}
	p.Stdout, p.Stderr = stdout, &p.said
	p.WaitDelay = time.Second
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.end()
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(program), p.said.String())
		}
	})
	return p
}

// end asks the program to stop, and makes it if it does not.
func (p *process) end() {
	p.Process.Signal(syscall.SIGTERM)
	defer time.AfterFunc(5*time.Second, func() { p.Process.Kill() }).Stop()
	<-p.ended
}

// A server is a process that answers at an address.
type server struct {
	*process
	address string
}

func (s server) url(path string) string { return "http://" + s.address + path }

// startServer starts a program that has to be told its port, which somebody else
// may take before it does: then it tries another.
func startServer(t *testing.T, ready, program string, arguments func(address string) []string) server {
	t.Helper()
	for range 3 {
		address := freeAddress(t)
		s := server{start(t, program, arguments(address)...), address}
		if s.answers(t, ready) {
			return s
		}
		t.Logf("%s at %s ended: %s", program, address, s.said.String())
	}
	t.Fatalf("%s does not start", program)
	return server{}
}

// answers waits until the server says that it is ready, or has ended.
func (s server) answers(t *testing.T, ready string) bool {
	t.Helper()
	dead := false
	eventually(t, s.Path+" to answer at "+ready, func() bool {
		select {
		case <-s.ended:
			dead = true
			return true
		default:
		}
		status, _, err := get(s.url(ready))
		return err == nil && status == http.StatusOK
	})
	return !dead
}

// freeAddress gives a loopback address that nobody listens at now.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// startServe starts our own server, which says where it listens.
func startServe(t *testing.T) server {
	t.Helper()
	p := start(t, filepath.Join(binDir, "serve"), "--addr", "127.0.0.1:0")
	address := ""
	eventually(t, "serve to listen", func() bool {
		var found bool
		address, found = p.line("listening on http://")
		return found
	})
	return server{p, address}
}

// line gives what follows a prefix in a whole line on stderr.
func (p *process) line(prefix string) (rest string, found bool) {
	lines := bufio.NewScanner(strings.NewReader(p.said.String()))
	for lines.Scan() {
		if rest, found := strings.CutPrefix(lines.Text(), prefix); found {
			return rest, true
		}
	}
	return "", false
}

// eventually waits for another process: it asks again until the answer is yes.
func eventually(t *testing.T, what string, yes func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), tooLong)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for !yes() {
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// get fetches a page, of which it takes up to 16 MiB.
func get(url string) (status int, body string, err error) {
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 16<<20))
	return response.StatusCode, string(text), err
}
