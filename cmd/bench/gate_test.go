package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/internal/wasmbuild"
)

// TestGateOfItself compares the command with itself. In five seconds on a busy
// machine that need not end with a verdict, but never with a FAIL, and exit code and
// result agree.
func TestGateOfItself(t *testing.T) {
	bench := filepath.Join(binDir, "bench")
	command := exec.CommandContext(t.Context(), bench, "gate", "--base-bin", bench, "--head-bin", bench, "--time-budget", "5s", "--tolerance", "40%", "--format", "json")
	out, err := command.Output()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	var r gate.Result
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	codes := map[gate.Verdict]int{gate.Pass: codeGood, gate.Inconclusive: codeInconclusive, gate.Incomparable: codeUnfit}
	code, possible := codes[r.Verdict]
	if got := command.ProcessState.ExitCode(); !possible || got != code {
		t.Errorf("exit code %d for %s: %s", got, r.Verdict, r.Reason)
	}
	if len(r.Kernels) != len(gateKernels()) || r.Method.Launches == 0 || r.Base.SHA256 != r.Head.SHA256 || r.Base.SHA256 == "" {
		t.Errorf("got %+v", r)
	}
	if len(r.Exact) < 10 || len(r.Failed()) > 0 {
		t.Errorf("of identical binaries differ: %q of %+v", r.Failed(), r.Exact)
	}
	for _, k := range r.Kernels {
		if len(k.Times) != r.Method.Launches || k.BaseNS <= 0 || k.HeadNS <= 0 {
			t.Errorf("%+v", k)
		}
	}
}

// TestStaleModule has a tree whose stored module is not of its source, and one whose
// source is wrong.
func TestStaleModule(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := wasmbuild.Module{Package: ".", Output: "stored.wasm"}
	built := filepath.Join(dir, "built.wasm")
	file("go.mod", "module example.com/module\n\ngo 1.26\n")
	for _, source := range []struct{ main, want string }{
		{"package main\n\nfunc main() {}\n", "head: stored.wasm is not what the source in this tree gives"},
		{"package main\n\nfunc main() { undefined() }\n", "head: ./main.go:3:15: undefined: undefined; mend that first"},
	} {
		file("main.go", source.main)
		file("stored.wasm", "of another source")
		err := isFresh(t.Context(), m, dir, built)
		if err == nil || !strings.HasPrefix(err.Error(), source.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want a line with %q", err, source.want)
		}
	}
	file("main.go", "package main\n\nfunc main() {}\n")
	if err := os.Remove(filepath.Join(dir, "stored.wasm")); err != nil { // or Go would not overwrite it
		t.Fatal(err)
	}
	if err := m.Build(t.Context(), dir, filepath.Join(dir, "stored.wasm")); err != nil {
		t.Fatal(err)
	}
	if err := isFresh(t.Context(), m, dir, built); err != nil {
		t.Errorf("of its source: %v", err)
	}
}

// TestGateExits gives each verdict its exit code.
func TestGateExits(t *testing.T) {
	for _, test := range []struct {
		result gate.Result
		code   int
	}{
		{gate.Result{Verdict: gate.Fail}, codeLimit},
		{gate.Result{Verdict: "new"}, codeFailed},
		{gate.Result{Verdict: gate.Fail, SelfTest: &gate.Test{}}, codeFailed},
		{gate.Result{Verdict: gate.Inconclusive}, codeInconclusive},
		{gate.Result{Verdict: gate.Incomparable}, codeUnfit},
		{gate.Result{Verdict: gate.Pass, Wrong: []string{"a bad URL"}}, codeWrong},
	} {
		var e *exit
		if err := exitOf(&test.result); !errors.As(err, &e) || e.code != test.code {
			t.Errorf("%+v: %v, want exit code %d", test.result, err, test.code)
		}
	}
	if err := exitOf(&gate.Result{Verdict: gate.Pass}); err != nil {
		t.Error(err)
	}
}

// TestSameSource passes over the speed of two builds of a commit and the tree that
// are the same file, and of no others: files that someone named are measured.
func TestSameSource(t *testing.T) {
	for _, test := range []struct {
		flags gating
		head  string
		want  bool
	}{
		{gating{base: "main"}, "ab", true},
		{gating{base: "main"}, "cd", false},
		{gating{base: "main", headBin: "bench"}, "ab", false},
		{gating{baseBin: "bench"}, "ab", false},
	} {
		r := gateRun{flags: &test.flags}
		r.result.Base.SHA256, r.result.Head.SHA256 = "ab", test.head
		if got := r.sameSource(); got != test.want {
			t.Errorf("%+v, head %s: %t", test.flags, test.head, got)
		}
	}
}
