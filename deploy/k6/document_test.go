package k6

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/testneeds"
)

// TestDocument runs the commands of docs/k6.md in the order in which they stand there,
// and asks Prometheus its questions about the last run.
func TestDocument(t *testing.T) {
	testneeds.Program(t, "prometheus")
	document := readFile(t, "../../docs/k6.md")
	prometheus := freeAddress(t)
	stop := runCommands(t, commandsOf(t, document), map[string]string{"127.0.0.1:8080": freeAddress(t), "127.0.0.1:9090": prometheus})
	defer stop()
	queries := regexp.MustCompile("(?m)^\\| `([^`]*k6_[^`]*)` \\|").FindAllStringSubmatch(document, -1)
	if len(queries) < 4 {
		t.Errorf("the document has the queries %q", queries)
	}
	url := "http://" + prometheus
	at := lastMoment(t, url)
	for _, query := range queries {
		if len(results(t, url, query[1], at)) != 1 {
			t.Errorf("%s: %v", query[1], results(t, url, query[1], at))
		}
		other := strings.Replace(query[1], lastRun, "tuesday-1", 1)
		if found := results(t, url, strings.TrimSuffix(other, " or vector(0)"), at); other == query[1] || len(found) != 0 {
			t.Errorf("%s: of another run %v", other, found)
		}
		if found := results(t, url, strings.TrimSuffix(query[1], " or vector(0)"), at+60); len(found) != 0 && strings.Contains(query[1], "p99") {
			t.Errorf("%s: a minute after the end still %v", query[1], found)
		}
	}
}

// lastRun is the testid of the run in the document.
const lastRun = "monday-1"

// lastMoment is when k6 wrote values of the run for the last time.
func lastMoment(t *testing.T, prometheus string) float64 {
	t.Helper()
	found := results(t, prometheus, fmt.Sprintf(`k6_embedsign_opens_total{verdict="accepted", testid=%q}[10m]`, lastRun), 0)
	if len(found) != 1 || len(found[0].Values) < 2 {
		t.Fatalf("the run wrote %v", found)
	}
	return found[0].Values[len(found[0].Values)-1][0].(float64)
}

// A series is one result of a query: of an instant, or of a time.
type series struct {
	Metric map[string]string
	Value  [2]any
	Values [][2]any
}

// results asks a query at a Unix time, 0 being now.
func results(t *testing.T, prometheus, query string, at float64) []series {
	t.Helper()
	parameters := url.Values{"query": {query}}
	if at != 0 {
		parameters.Set("time", fmt.Sprintf("%.3f", at))
	}
	response, err := http.Get(prometheus + "/api/v1/query?" + parameters.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Error string
		Data  struct{ Result []series }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Error != "" {
		t.Fatalf("%s: %v %s", query, err, answer.Error)
	}
	return answer.Data.Result
}

// commandsOf gives the blocks of a document that are for a shell, but those of xk6, a
// program that is not needed.
func commandsOf(t *testing.T, document string) string {
	t.Helper()
	var all []string
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(document, -1) {
		if !strings.Contains(block[1], "xk6 build") {
			all = append(all, block[1])
		}
	}
	if len(all) < 4 {
		t.Fatalf("only %d blocks of commands", len(all))
	}
	return strings.Join(all, "\n")
}

// runCommands runs commands as somebody would who copies them, in one shell at the root
// of the repository; only ports, rates and durations are others, and what they build
// lies elsewhere. What goes on in the background goes on until stop.
func runCommands(t *testing.T, commands string, addresses map[string]string) (stop func()) {
	t.Helper()
	folder := t.TempDir()
	for usual, address := range addresses {
		commands = strings.ReplaceAll(commands, usual, address)
	}
	commands = strings.ReplaceAll(commands, "$HOME", folder)
	commands = regexp.MustCompile(`(?:\.\./\.\./)?\bbin/`).ReplaceAllString(commands, folder+"/bin/")
	commands = regexp.MustCompile(`\bRATE=\d+ DURATION=\w+`).ReplaceAllString(commands, "RATE=100 DURATION=3s")
	const begin, end = "set -eu\ntrap 'kill $(jobs -p); wait' EXIT\n", "\necho " + allRun + "\nread -r end || true\n"
	shell := exec.CommandContext(t.Context(), "bash", "-c", begin+commands+end)
	shell.Dir = "../.."
	shell.Cancel = func() error { return shell.Process.Signal(syscall.SIGTERM) }
	shell.Env = append(os.Environ(), "DURATION=2s", "VUS=100", "P99_MS=10000", "K6_PROMETHEUS_RW_PUSH_INTERVAL=1s",
		"K6_NO_USAGE_REPORT=true", "K6_AUTO_EXTENSION_RESOLUTION=false", "K6_ADDRESS=")
	return runUntilDone(t, shell)
}

// allRun is the last line of the script.
const allRun = "all commands of the document have been run"

// runUntilDone runs a shell until its script is done, and leaves it until stop, with
// what it started.
func runUntilDone(t *testing.T, shell *exec.Cmd) (stop func()) {
	t.Helper()
	end, err := shell.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said lockedBuffer
	shell.Stderr = &said
	shell.WaitDelay = 5 * time.Second
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	done := false
	for lines := bufio.NewScanner(stdout); !done && lines.Scan(); {
		done = lines.Text() == allRun
		fmt.Fprintln(&said, lines.Text())
	}
	if !done {
		t.Fatalf("the commands ended early: %v\n%s", shell.Wait(), said.String())
	}
	go io.Copy(io.Discard, stdout)
	return func() {
		end.Close()
		shell.Wait()
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// A lockedBuffer may be written by two at the same time.
type lockedBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
