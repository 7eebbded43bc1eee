package delivery

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
)

// open opens a delivery that has to be possible.
func open(t *testing.T, o Options, e Exporter) *Delivery {
	t.Helper()
	d, err := Open(o, "run", e, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func newCommand() *metrics.Command { return metrics.NewCommand(environment.Environment{CPU: "EPYC"}) }

// runs delivers a run into a file, and gives what is in it.
func runs(t *testing.T, path string, labels map[string]string, ok bool, at int64) string {
	t.Helper()
	c := newCommand()
	d := open(t, Options{File: path, Labels: labels}, c)
	c.Ended(ok, time.UnixMilli(at))
	if err := d.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func hasLine(t *testing.T, text, line string, want bool) {
	t.Helper()
	if strings.Contains(text, "\n"+line) != want {
		t.Errorf("%s is there: %v, want %v, in:\n%s", line, !want, want, text)
	}
}

// Each failed run moves the last completion on, and leaves the last success.
func TestFileKeepsTheLastSuccess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bench.prom")
	nightly := map[string]string{"suite": "nightly", "branch": "main"}
	const labels = `{branch="main",command="run",suite="nightly"} `
	text := runs(t, path, nightly, false, 1_700_000_000_000)
	hasLine(t, text, metrics.LastSuccess, false)
	runs(t, path, nightly, true, 1_700_000_100_123)
	for i := range int64(5) {
		text = runs(t, path, nightly, false, 1_700_000_200_000+i)
	}
	hasLine(t, text, metrics.LastSuccess+labels+"1.700000100123e+09\n", true)
	hasLine(t, text, "embedsign_bench_run_last_completion_timestamp_seconds"+labels+"1.700000200004e+09\n", true)
	hasLine(t, text, `embedsign_bench_environment_info{branch="main",command="run",cpu="EPYC"`, true)

	// Another kind of run has had no success yet.
	text = runs(t, path, map[string]string{"suite": "weekly"}, false, 1_700_000_300_000)
	hasLine(t, text, metrics.LastSuccess, false)
}

func TestFileIsReplacedWhole(t *testing.T) {
	dir := t.TempDir()
	runs(t, filepath.Join(dir, "bench.prom"), nil, true, 1_700_000_000_000)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	info, err := entries[0].Info()
	if err != nil || info.Mode() != 0o644 {
		t.Errorf("mode %v (%v): node_exporter is another user", info.Mode(), err)
	}
}

func TestFileThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	strange := filepath.Join(dir, "strange.prom")
	if err := os.WriteFile(strange, []byte(metrics.LastSuccess+`{command="run"} -5`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "folder.prom")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "missing", "bench.prom"): "no such file",
		folder:  "not a regular file",
		strange: `{command="run"} "-5": not a time`,
	} {
		_, err := Open(Options{File: path}, "run", newCommand(), io.Discard)
		if err == nil || errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	label := func(name, value string) Options { return Options{Labels: map[string]string{name: value}} }
	for _, c := range []struct {
		options Options
		want    string
	}{
		{Options{Linger: -1}, "--metrics-linger"},
		{Options{File: "bench.txt"}, `--metrics-file "bench.txt": want a name that ends with .prom`},
		{Options{Gateway: "127.0.0.1:9091", Job: "j"}, "--metrics-push: want a base URL"},
		{Options{Gateway: "http://u:hush@127.0.0.1:9091", Job: "j"}, "--metrics-push: a URL with user"},
		{Options{Gateway: "http://127.0.0.1:9091/?a=b", Job: "j"}, "want no query"},
		{Options{Gateway: "http://127.0.0.1:9091"}, `--metrics-job ""`},
		{Options{Gateway: "http://127.0.0.1:9091", Job: "a\nb"}, `--metrics-job "a\nb"`},
		{label("8", "x"), `--metrics-label "8"`},
		{label("__a", "x"), `--metrics-label "__a"`},
		{label("job", "x"), "see --metrics-job"},
		{label("command", "x"), "the metrics have a label of that name"},
		{label("goversion", "x"), "the metrics have a label of that name"},
		{label("suite", ""), `--metrics-label suite=""`},
		{label("suite", `a"b`), "without quotation marks"},
		{label("suite", strings.Repeat("x", 101)), "want 1 to 100 bytes"},
		{Options{Labels: map[string]string{"a": "1", "b": "1", "c": "1", "d": "1", "e": "1", "f": "1"}}, "6 labels, at most 5"},
	} {
		_, err := Open(c.options, "run", newCommand(), io.Discard)
		if !errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%+v: %v, want %q", c.options, err, c.want)
		}
	}
}

// A gateway that is none gets the group in the path; its answer is told, but not
// all of it. The end of the context keeps nothing from being pushed.
func TestPushThatIsRefused(t *testing.T) {
	asked := make(chan string, 1)
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.URL.Path
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, "no gateway here"+strings.Repeat("!", 1<<20))
	}))
	defer gateway.Close()
	d := open(t, Options{Gateway: gateway.URL + "/", Job: "bench/1"}, newCommand())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := d.Finish(ctx)
	if got, want := <-asked, "POST /metrics/job@base64/YmVuY2gvMQ/command/run"; got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
	if err == nil || !strings.Contains(err.Error(), "418") || !strings.Contains(err.Error(), "no gateway here!") || len(err.Error()) > 2*maxComplaint {
		t.Errorf("%.200v", err)
	}
}

// What cannot be delivered one way is delivered the other way all the same.
func TestAllWaysAreTried(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	path := filepath.Join(t.TempDir(), "bench.prom")
	d := open(t, Options{Gateway: gone.URL, Job: "j", File: path, Address: "127.0.0.1:0"}, newCommand())
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	err := d.Finish(t.Context())
	for _, want := range []string{"metrics push to", "connection refused", "metrics file"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := http.Get(d.server.url()); err == nil {
		t.Error("the server still runs")
	}
}

// What was interrupted leaves the figures of the run before, and serves no longer.
func TestAbandonDeliversNothing(t *testing.T) {
	gateway := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the gateway was asked: %s %s", r.Method, r.URL)
	}))
	defer gateway.Close()
	path := filepath.Join(t.TempDir(), "bench.prom")
	before := runs(t, path, nil, true, 1_700_000_000_000)
	d := open(t, Options{Gateway: gateway.URL, Job: "j", File: path, Address: "127.0.0.1:0"}, newCommand())
	if err := d.Abandon(); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != before {
		t.Errorf("%v; the file was\n%s\nand is\n%s", err, before, text)
	}
	if _, err := http.Get(d.server.url()); err == nil {
		t.Error("the server still runs")
	}
}

func TestNoWayIsNoError(t *testing.T) {
	if err := open(t, Options{}, newCommand()).Finish(t.Context()); err != nil {
		t.Error(err)
	}
}
