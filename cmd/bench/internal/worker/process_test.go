package worker

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/site"
)

// behaviour is the environment variable that makes this test's own program a
// worker, good or bad, and cacheDir is where the good ones keep what they
// compile: under the race detector that takes half a minute on a bad day.
const behaviour = "EMBEDSIGN_TEST_WORKER"

const cacheDir = "EMBEDSIGN_TEST_CACHE"

func TestMain(m *testing.M) {
	if name, ok := os.LookupEnv(behaviour); ok {
		os.Exit(behave(name))
	}
	os.Exit(runWithCache(m))
}

func runWithCache(m *testing.M) int {
	dir, err := os.MkdirTemp("", "worker-test-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.Setenv(cacheDir, dir)
	return m.Run()
}

// smallWasm stands in for signer.wasm where it is carried and not run.
var smallWasm = []byte(strings.Repeat("not WebAssembly, but so what\n", 5000))

// behave is a worker's process. The bad ones are what a gate may meet.
func behave(name string) int {
	c := Config{Wasm: site.Wasm(), CacheDir: os.Getenv(cacheDir)}
	switch name {
	case "good":
	case "small":
		c.Wasm = smallWasm
	default:
		return misbehave(name)
	}
	if err := Serve(context.Background(), os.Stdin, os.Stdout, c); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 1
	}
	return 0
}

func misbehave(name string) int {
	switch name {
	case "usage": // a command without this one
		fmt.Fprintln(os.Stderr, `bench: unknown command "worker" for "bench"`)
		return 2
	case "broken":
		fmt.Fprintln(os.Stderr, "bench: no room on the device")
		return 1
	case "panics at once":
		panic("no start")
	case "text":
		fmt.Println("Usage: bench COMMAND " + strings.Repeat("and so on ", 50))
		return 0
	case "json":
		fmt.Println(`{"ok":true}`)
		return 0
	case "mute":
		block()
	case "version 2":
		fmt.Println(`{"protocol":2,"anything":"else"}`)
		return waitForEnd()
	}
	if name == "hangs" {
		fmt.Fprintln(os.Stderr, "just a moment")
	}
	// All others greet, read a request, and then do wrong.
	json.NewEncoder(os.Stdout).Encode(Greeting{Protocol: Version, Wasm: digest(smallWasm)})
	if name == "deaf" {
		block()
	}
	requests := bufio.NewReader(os.Stdin)
	if _, err := requests.ReadString('\n'); err != nil {
		fmt.Fprintln(os.Stderr, "grumble")
		return 4
	}
	return misbehaveLater(name)
}

func misbehaveLater(name string) int {
	switch name {
	case "dies":
		fmt.Fprintln(os.Stderr, "one line\nout of memory")
		return 3
	case "panics":
		panic("no more")
	case "hangs":
		block()
	case "junk":
		fmt.Println("PASS")
	case "cut":
		fmt.Print(`{"slice":`)
		return 0
	case "other question":
		fmt.Println(`{"round":{"kernels":[]}}`)
	case "other wasm":
		fmt.Println(`{"wasm":"AGFzbQ=="}`)
	case "wrong":
		fmt.Println(`{"slice":{"operations":1},"wrong":["native sign: a bad URL"]}`)
	case "refuses":
		fmt.Println(`{"error":"kernel \"x\": want another"}`)
	}
	return waitForEnd()
}

// waitForEnd reads until the gate closes the input, as a good worker does.
func waitForEnd() int {
	io.Copy(io.Discard, os.Stdin)
	return 0
}

// block never returns.
func block() {
	r, _, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	io.Copy(io.Discard, r)
}

// process makes the command of a process that behaves in some way.
func process(ctx context.Context, t testing.TB, name string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(ctx, program)
	command.Env = append(os.Environ(), behaviour+"="+name)
	return command
}

// brief is the patience of tests that wait for it to end.
func brief() patience {
	return patience{greet: 50 * time.Millisecond, work: 50 * time.Millisecond, end: 50 * time.Millisecond}
}

// startProcess starts a worker that behaves well at first.
func startProcess(t testing.TB, name string) *Worker {
	t.Helper()
	// The test's own context ends before its clean-up, and would kill the process.
	ctx := context.WithoutCancel(t.Context())
	p := usual()
	p.work = 8 * time.Minute // under the race detector, compiling takes long enough without other work
	w, err := start(ctx, "base", p, process(ctx, t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// goodServer is the state of a worker in this process.
func goodServer(t *testing.T) *server {
	t.Helper()
	s, err := newServer(Config{Wasm: site.Wasm(), CacheDir: os.Getenv(cacheDir)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
