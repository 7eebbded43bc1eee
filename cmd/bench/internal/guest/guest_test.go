package guest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/site"
)

// begun is the life of the guest that TestMain went through. It compiled once,
// into a cache that all tests read from: under the race detector that takes half
// a minute on a bad day.
type begun struct {
	cacheDir string
	phases   Phases
	checks   report.Checks
}

var first begun

func TestMain(m *testing.M) {
	os.Exit(beginAndRun(m))
}

func beginAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "guest-test-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s, err := subject.New(rand.Reader, subject.Path)
	if err != nil {
		panic(err)
	}
	e := &Engine{Subject: s, Audit: new(audit.Audit)}
	first.cacheDir = dir
	if first.phases, err = e.Begin(context.Background(), site.Wasm(), Config{CacheDir: dir}); err != nil {
		panic(err)
	}
	first.checks, _ = e.Audit.Result()
	if err := e.Module.Close(context.Background()); err != nil {
		panic(err)
	}
	return m.Run()
}

// newEngine has the module that is shipped.
func newEngine(t *testing.T, random Random) *Engine {
	t.Helper()
	s, err := subject.New(rand.Reader, subject.Path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Compile(context.Background(), site.Wasm(), Config{Random: random, CacheDir: first.cacheDir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &Engine{Module: m, Subject: s, Audit: new(audit.Audit)}
}

func TestEveryOperationIsVerified(t *testing.T) {
	for _, operation := range Operations() {
		t.Run(operation, func(t *testing.T) {
			e := newEngine(t, Crypto)
			got, err := e.Measure(t.Context(), operation, 2, measure.NewPlan(20*time.Millisecond))
			if err != nil || got.Operation.Count == 0 || got.Reference.Count == 0 || got.Latency.TotalCount() == 0 {
				t.Fatalf("got %+v, %v", got, err)
			}
			counts, evidence := e.Audit.Result()
			signs := strings.HasPrefix(operation, "sign")
			if counts.Bad != 0 || signs && counts.Verified == 0 {
				t.Errorf("counts %+v, evidence %q", counts, evidence)
			}
		})
	}
}

func TestCallsDoNotAllocate(t *testing.T) {
	e := newEngine(t, Crypto)
	for _, operation := range Operations() {
		allocs, bytes, err := e.Allocations(t.Context(), operation)
		if err != nil || allocs != 0 || bytes != 0 {
			t.Errorf("%s: %v allocations, %v bytes, %v", operation, allocs, bytes, err)
		}
	}
}

// TestCheckFindsABadURL lets the guest sign with credentials that the verifier
// does not know.
func TestCheckFindsABadURL(t *testing.T) {
	e := newEngine(t, Crypto)
	other, err := subject.New(rand.Reader, subject.Path)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := e.Module.Instantiate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k, err := instance.kernel(t.Context(), "sign", e.Subject, e.Audit)
	if err != nil {
		t.Fatal(err)
	}
	if err := instance.ready(t.Context(), other, "nonce", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := k.Run(1); err != nil {
		t.Fatal(err)
	}
	k.Check()
	if counts, evidence := e.Audit.Result(); counts.Bad != 1 || !strings.Contains(evidence[0], "unknown_client") {
		t.Errorf("counts %+v, evidence %q", counts, evidence)
	}
}

// drawTwice has two instances draw nonces.
func drawTwice(t *testing.T, random Random) nonceset.Count {
	t.Helper()
	e := newEngine(t, random)
	var set nonceset.Set
	for _, name := range []string{"instance 1", "instance 2"} {
		batch, err := e.Module.Nonces(t.Context(), doorNonces+1)
		if err != nil {
			t.Fatal(err)
		}
		set.Add(Name, name, batch)
	}
	counts, _ := set.Report()
	return counts[0]
}

func TestInstancesDrawDifferentNonces(t *testing.T) {
	if c := drawTwice(t, Crypto); c.Generated != 2*(doorNonces+1) || c.Duplicates != 0 || c.Malformed != 0 {
		t.Errorf("got %+v", c)
	}
}

// TestDefaultRandomnessRepeats is why the nonces are compared across instances:
// within one of them nothing is wrong.
func TestDefaultRandomnessRepeats(t *testing.T) {
	if c := drawTwice(t, WazeroDefault); c.Duplicates != doorNonces+1 {
		t.Errorf("got %+v, want every nonce of the second instance to repeat one of the first", c)
	}
}

func TestPhases(t *testing.T) {
	p := first.phases
	for name, d := range map[string]time.Duration{
		"cold": p.CompileCold, "cached": p.CompileCached, "instantiate": p.Instantiate,
		"first": p.FirstCall, "steady": p.Steady,
	} {
		if d <= 0 {
			t.Errorf("%s: %v", name, d)
		}
	}
	if kept, err := os.ReadDir(first.cacheDir); err != nil || len(kept) == 0 {
		t.Errorf("the cold compilation left %v in the cache, %v", kept, err)
	}
	if p.MemoryBytes == 0 || p.MemoryBytes > memoryLimitPages<<16 {
		t.Errorf("memory: %d bytes", p.MemoryBytes)
	}
	if c := first.checks; c.Bad != 0 || c.Verified != starts*(1+warmUpCalls+steadyCalls) {
		t.Errorf("checks %+v", c)
	}
}

// TestTheInterpreterLeavesNoFiles is about the cache directory of a run.
func TestTheInterpreterLeavesNoFiles(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := subject.New(rand.Reader, subject.Path)
	if err != nil {
		t.Fatal(err)
	}
	e := &Engine{Subject: s, Audit: new(audit.Audit)}
	p, err := e.Begin(t.Context(), site.Wasm(), Config{Interpreter: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Module.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if p.CompileCold <= 0 || p.CompileCached != 0 || p.FirstCall <= 0 {
		t.Errorf("got %+v", p)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestDoorRefusals(t *testing.T) {
	e := newEngine(t, Crypto)
	instance, err := e.Module.Instantiate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var value struct{}
	err = instance.ask(t.Context(), map[string]any{"op": "nonce", "count": -1}, &value)
	if err == nil || !strings.Contains(err.Error(), "bad_request") {
		t.Errorf("error %v, want the door's", err)
	}
	k, err := instance.kernel(t.Context(), "sign", e.Subject, e.Audit)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Run(1); err == nil || !strings.Contains(err.Error(), "sign_n: code 1") {
		t.Errorf("error %v, want the kernel's code for an instance that is not prepared", err)
	}
	if _, err := instance.kernel(t.Context(), "open", e.Subject, e.Audit); err == nil {
		t.Error("an operation that is not there: no error")
	}
}

func TestNotWebAssembly(t *testing.T) {
	if _, err := Compile(t.Context(), []byte("no module"), Config{}); err == nil {
		t.Error("no error")
	}
}
