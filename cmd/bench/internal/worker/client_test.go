package worker

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// ended reports whether the process has been waited for.
func ended(w *Worker) bool { return w.command.ProcessState != nil }

// TestFailuresBeforeTheGreeting starts programs that are no workers for this
// gate. Each gets one line that says what to do.
func TestFailuresBeforeTheGreeting(t *testing.T) {
	for _, c := range []struct {
		name     string
		patience patience
		is       error
		want     []string
	}{
		{"usage", usual(), ErrNoProtocol, []string{"the base has no `bench worker`", "older than the gate", "--limits", "exit status 2", `unknown command "worker"`}},
		{"text", usual(), ErrNoProtocol, []string{"the base has no `bench worker`", `it says "Usage: bench COMMAND`, "..."}},
		{"json", usual(), ErrNoProtocol, []string{"the base has no `bench worker`", "it says \"{"}},
		{"broken", usual(), nil, []string{"base worker: ended before its greeting: exit status 1", "no room on the device"}},
		{"panics at once", usual(), nil, []string{"ended before its greeting: exit status 2", "panic: no start"}},
		{"version 2", usual(), ErrVersion, []string{"version 2", "version 1", "--limits"}},
		{"mute", brief(), nil, []string{"base worker: no greeting: no answer in 50ms"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			command := process(t.Context(), t, c.name)
			_, err := start(t.Context(), "base", c.patience, command)
			checkLine(t, err, c.is, c.want)
			if command.ProcessState == nil {
				t.Error("the process was not waited for")
			}
		})
	}
	_, err := start(t.Context(), "base", usual(), exec.CommandContext(t.Context(), "no/such/bench"))
	checkLine(t, err, nil, []string{"base worker: start: ", "no/such/bench"})
}

// TestFailuresInTheMiddle has workers that greet, and fail at the first request.
func TestFailuresInTheMiddle(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string
	}{
		{"dies", []string{"slice: died: exit status 3; see if `bench run` of that build works", "its last words: out of memory"}},
		{"panics", []string{"slice: died: exit status 2", "panic: no more"}},
		{"hangs", []string{"slice: no answer in", "its last words: just a moment"}},
		{"junk", []string{`slice: not an answer: "PASS"`}},
		{"cut", []string{"slice: not an answer: the last line has no end"}},
		{"other question", []string{"slice: answered another question"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := startProcess(t, c.name)
			if c.name == "hangs" {
				w.patience = brief()
			}
			_, err := w.Slice(t.Context(), "native sign", time.Millisecond, 0)
			checkLine(t, err, nil, append(c.want, "base worker: "))
			if !ended(w) {
				t.Error("the process was not waited for")
			}
			if _, again := w.Exact(t.Context()); again == nil || again.Error() != err.Error() {
				t.Errorf("asked once more: %v, want the first failure", again)
			}
		})
	}
}

// checkLine asks for one line with some parts.
func checkLine(t *testing.T, err, is error, want []string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	if is != nil && !errors.Is(err, is) {
		t.Errorf("%v: not %v", err, is)
	}
	for _, part := range want {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q lacks %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q has several lines", err)
	}
}

// TestARefusalIsNotTheEnd tells what the process is still good for.
func TestARefusalIsNotTheEnd(t *testing.T) {
	for name, part := range map[string]string{"wrong": "a wrong result: native sign: a bad URL", "refuses": `kernel "x": want another`} {
		w := startProcess(t, name)
		_, err := w.Slice(t.Context(), "native sign", time.Millisecond, 0)
		checkLine(t, err, nil, []string{"base worker: " + part})
		if errors.Is(err, ErrWrong) != (name == "wrong") {
			t.Errorf("%s: %v", name, err)
		}
		if ended(w) {
			t.Errorf("%s: the process was ended", name)
		}
	}
}

func TestAnotherWasm(t *testing.T) {
	w := startProcess(t, "other wasm")
	_, err := w.Wasm(t.Context())
	checkLine(t, err, nil, []string{"its signer.wasm is not the one that it greeted with"})
}

// TestCloseKills has a process that does not see that its input has ended, and
// one that does not end well.
func TestCloseKills(t *testing.T) {
	for name, part := range map[string]string{"deaf": "signal: killed", "hangs": "exit status 4; its last words: grumble"} {
		p := usual()
		if name == "deaf" {
			p.end = brief().end
		}
		w, err := start(t.Context(), "head", p, process(t.Context(), t, name))
		if err != nil {
			t.Fatal(err)
		}
		checkLine(t, w.Close(), nil, []string{"head worker: did not end well: " + part})
		if !ended(w) {
			t.Errorf("%s: the process was not waited for", name)
		}
		if err := w.Close(); err != nil {
			t.Errorf("%s: closed twice: %v", name, err)
		}
		if _, err := w.Exact(t.Context()); err == nil {
			t.Errorf("%s: answered after its end", name)
		}
	}
}

// TestTheContextEndsWaiting cancels while the worker thinks.
func TestTheContextEndsWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w, err := start(ctx, "base", usual(), process(ctx, t, "hangs"))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := w.Exact(ctx)
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if !ended(w) {
		t.Error("the process was not waited for")
	}
}

// TestTheContextOfStartEndsTheProcess is told to a request with another context.
func TestTheContextOfStartEndsTheProcess(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w, err := start(ctx, "base", usual(), process(ctx, t, "hangs"))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	_, err = w.Exact(t.Context())
	checkLine(t, err, nil, []string{"exact: died: signal: killed"})
}
