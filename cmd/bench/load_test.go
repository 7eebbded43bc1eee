package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
)

// TestLoadInProcess is where the command as a whole meets the race detector. With one
// connection, because of what hey does with more.
func TestLoadInProcess(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"load", "--model", "both", "--target", "open", "--rate", "100", "--connections", "1", "--duration", "500ms", "--warm-up", "50ms", "--format", "json"}
	if code := run(t.Context(), args, nil, &stdout, &stderr); code == codeUsage || code == codeFailed {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	r, err := results.Read("", &stdout)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range r.Load.Models.All() {
		if m.Requests == 0 || m.Errors != 0 || m.Accepted != m.Requests || m.AcceptedTwice != 0 || m.Reopened == 0 {
			t.Errorf("%s: %+v", m.Name, m.Answers)
		}
	}
}

// TestLoadJSONKeepsItsNames has the fields that programs rely on.
func TestLoadJSONKeepsItsNames(t *testing.T) {
	var stdout bytes.Buffer
	args := []string{"load", "--duration", "100ms", "--warm-up", "0s", "--format", "json"}
	run(t.Context(), args, nil, &stdout, io.Discard)
	var r struct {
		Schema int `json:"schema"`
		Models map[string]map[string]any
		OK     *bool `json:"ok"`
	}
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Schema != load.Schema || r.OK == nil || r.Models["open"] == nil {
		t.Fatalf("got %+v", r)
	}
	for _, name := range []string{"offered_per_second", "achieved_per_second", "requests", "errors", "missed", "response_ns", "service_ns"} {
		if r.Models["open"][name] == nil {
			t.Errorf("no %s", name)
		}
	}
}

// TestLoadSeesAURLAcceptedTwice has a receiving side that says yes to everything.
func TestLoadSeesAURLAcceptedTwice(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("0123456789abcdef0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	args := []string{"load", "--url", server.URL, "--target", "open", "--client-id", "client", "--secret-file", secret, "--duration", "300ms", "--warm-up", "0s"}
	if code := run(t.Context(), args, nil, &stdout, &stderr); code != codeWrong {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
	if first, _, _ := strings.Cut(stdout.String(), "\n"); !strings.HasPrefix(first, "NOT OK: open: ") || !strings.HasSuffix(first, " accepted again") {
		t.Errorf("first line %q", first)
	}
}

// TestLoadExits: what is wrong comes before an interruption, and what could not be told
// before what was not met.
func TestLoadExits(t *testing.T) {
	slow := func(by string) *load.Model {
		return &load.Model{Requests: 1, Offered: 100, Achieved: 50, LimitedBy: by}
	}
	good := &load.Model{Requests: 1, Offered: 100, Achieved: 100}
	for name, row := range map[string]struct {
		result load.Result
		want   int
	}{
		"good":            {load.Result{Models: load.Models{Open: good}}, codeGood},
		"slow server":     {load.Result{Models: load.Models{Open: slow(load.Server)}}, codeLimit},
		"slow generator":  {load.Result{Models: load.Models{Open: slow(load.Generator)}}, codeInconclusive},
		"interrupted":     {load.Result{Models: load.Models{Open: slow(load.Generator)}, Incomplete: true}, codeInterrupted},
		"wrong":           {load.Result{Models: load.Models{Open: &load.Model{Requests: 1, Answers: load.Answers{AcceptedTwice: 1}}}, Incomplete: true}, codeWrong},
		"no capacity":     {load.Result{Capacity: &load.Capacity{LimitedBy: load.Server}}, codeLimit},
		"no time":         {load.Result{Capacity: &load.Capacity{Once: 100, LimitedBy: load.Time}}, codeInconclusive},
		"capacity here":   {load.Result{Capacity: &load.Capacity{Rate: 100, LimitedBy: load.Generator}}, codeInconclusive},
		"a good capacity": {load.Result{Capacity: &load.Capacity{Rate: 100, LimitedBy: load.Server}}, codeGood},
	} {
		row.result.Conclude()
		got := codeGood
		var e *exit
		if errors.As(exitOfLoad(&row.result), &e) {
			got = e.code
		}
		if got != row.want {
			t.Errorf("%s: exit code %d, want %d", name, got, row.want)
		}
	}
}

// TestLoadExamplesRun runs the examples of the help, shortened.
func TestLoadExamplesRun(t *testing.T) {
	examples := strings.Split(newLoadCommand(io.Discard, io.Discard).Example, "\n")
	if len(examples) < 3 {
		t.Fatalf("examples %q", examples)
	}
	for _, example := range examples {
		if strings.Contains(example, "--url") {
			continue // nobody is there
		}
		words := strings.Fields(strings.ReplaceAll(example, "'", ""))
		args := append(words[1:], "--duration", "100ms", "--warm-up", "0s")
		if strings.Contains(example, "--find-capacity") {
			args = append(args, "--rate", "50..100", "--time-budget", "6s")
		}
		command := exec.CommandContext(t.Context(), filepath.Join(binDir, "bench"), args...)
		command.Dir = t.TempDir()
		out, err := command.CombinedOutput()
		if code := command.ProcessState.ExitCode(); code != codeGood && code != codeLimit && code != codeInconclusive {
			t.Errorf("%s: %v\n%s", example, err, out)
		}
	}
}
