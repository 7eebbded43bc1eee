package worker

import (
	"bytes"
	"context"
	"errors"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/site"
)

// TestAWorkerMeasures drives a process of its own through two rounds.
func TestAWorkerMeasures(t *testing.T) {
	w := startProcess(t, "good")
	if g := w.Greeting(); g.Wasm != digest(site.Wasm()) {
		t.Errorf("greeting %+v", g)
	}
	for round := range 2 {
		r, err := w.Round(t.Context(), time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if (r.CompileNS > 0) != (round == 0) || len(r.Kernels) != len(w.Greeting().Kernels) {
			t.Errorf("round %d: %+v", round, r)
		}
		for _, k := range r.Kernels {
			s, err := w.Slice(t.Context(), k.Kernel, time.Millisecond, 0)
			if err != nil {
				t.Fatal(err)
			}
			if k.Operations < 1 || s.Operations < int64(k.Operations) || s.WallNS < time.Millisecond.Nanoseconds() {
				t.Errorf("%+v: slice %+v", k, s)
			}
			if runtime.GOOS == "linux" && (s.CPUNS <= 0 || s.Running < 1) {
				t.Errorf("%s was not watched: %+v", k.Kernel, s)
			}
			if signs := !strings.HasSuffix(k.Kernel, "nonce"); signs != (s.Verified > 0) {
				t.Errorf("%s: %d URLs verified", k.Kernel, s.Verified)
			}
		}
	}
}

// TestExactFigures asks two processes, with credentials, instances and addresses
// of their own.
func TestExactFigures(t *testing.T) {
	var figures [2]Exact
	for i := range figures {
		var err error
		if figures[i], err = startProcess(t, "good").Exact(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	e := figures[0]
	if !reflect.DeepEqual(e, figures[1]) {
		t.Errorf("two processes differ:\n%+v\n%+v", e, figures[1])
	}
	if e.URL == 0 || e.Pages == 0 || !slices.Contains(e.Exports, "sign_n") || !slices.IsSorted(e.Exports) {
		t.Errorf("got %+v", e)
	}
	blocks := make(map[string]int)
	for i, c := range e.Kernels {
		blocks[c.Kernel] = c.Blocks
		if c.Kernel != kernelNames()[i] {
			t.Errorf("kernel %d is %q", i, c.Kernel)
		}
		if strings.HasPrefix(c.Kernel, "wazero") && c.Allocs != 0 {
			t.Errorf("%s: %v allocations of the host", c.Kernel, c.Allocs)
		}
	}
	if sign, prepared := blocks["native sign"], blocks["native sign-prepared"]; prepared == 0 || sign <= prepared {
		t.Errorf("blocks: sign %d, sign-prepared %d", sign, prepared)
	}
}

// TestSizes compresses once, in one go to compare with.
func TestSizes(t *testing.T) {
	var want bytes.Buffer
	w := brotli.NewWriterOptions(&want, brotli.WriterOptions{Quality: 11, LGWin: 24})
	if _, err := w.Write(smallWasm); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	sizes := make(Sizes)
	one, same := startProcess(t, "small"), startProcess(t, "small")
	if size, err := sizes.Brotli(t.Context(), one); err != nil || size != want.Len() {
		t.Errorf("%d bytes, %v; want %d", size, err, want.Len())
	}
	if err := same.Close(); err != nil {
		t.Fatal(err)
	}
	if size, err := sizes.Brotli(t.Context(), same); err != nil || size != want.Len() {
		t.Errorf("the same file again: %d bytes, %v; want %d without asking", size, err, want.Len())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := compressed(ctx, smallWasm); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// A counting kernel counts what it is asked to do.
type counting struct {
	runs int
	err  error
}

func (k *counting) Draw() error     { return nil }
func (k *counting) Check()          {}
func (k *counting) Run(n int) error { k.runs += n; return k.err }

// TestRepeatedWorkIsDoneAndNotCounted is about the slowdown of a self-test.
func TestRepeatedWorkIsDoneAndNotCounted(t *testing.T) {
	s, err := newServer(Config{Wasm: smallWasm})
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	for _, fraction := range []float64{0, 0.05, 0.15, 1, 2.5} {
		k := new(counting)
		const chunk = 7
		slice, err := s.run(again(k, fraction), chunk, time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		counted := float64(slice.Operations + chunk) // one chunk goes before
		if want := counted * (1 + fraction); float64(k.runs) > want+1e-6*want || float64(k.runs) < want-1-1e-6*want {
			t.Errorf("again %v: %d operations done for %v that count", fraction, k.runs, counted)
		}
	}
	k := &counting{err: errors.New("broken")}
	if _, err := s.run(again(k, 1), 1, time.Millisecond); !errors.Is(err, k.err) {
		t.Errorf("a broken kernel: %v", err)
	}
}

// TestAWrongResultIsTold changes the key that signatures are verified with, and
// changes it back: what was wrong once stays so.
func TestAWrongResultIsTold(t *testing.T) {
	s, err := newServer(Config{Wasm: smallWasm})
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	s.round = emptyRound()
	kernel, err := s.newKernel(t.Context(), s.round, "native sign")
	if err != nil {
		t.Fatal(err)
	}
	s.round.kernels["native sign"] = ready{kernel, 1}
	request := line{text: []byte(`{"do":"slice","kernel":"native sign","ns":1000}`)}
	if a := s.answer(t.Context(), request); a.Slice == nil || a.Slice.Verified != 1 || a.Wrong != nil {
		t.Fatalf("before: %+v", a)
	}
	right := *s.subject
	other, err := subject.New(bytes.NewReader(bytes.Repeat([]byte("0123456789"), 100)), subject.Path)
	if err != nil {
		t.Fatal(err)
	}
	*s.subject = *other
	if a := s.answer(t.Context(), request); len(a.Wrong) != 1 || !strings.Contains(a.Wrong[0], "native sign: a bad URL") {
		t.Errorf("got %+v", a)
	}
	*s.subject = right
	if a := s.answer(t.Context(), request); len(a.Wrong) != 1 {
		t.Errorf("after: %+v", a)
	}
}

// TestARoundLetsGoOfTheLast asks for a guest that is closed when the next is
// there.
func TestARoundLetsGoOfTheLast(t *testing.T) {
	s, err := newServer(Config{Wasm: site.Wasm(), CacheDir: os.Getenv(cacheDir)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.begin(t.Context(), Request{}); err != nil {
		t.Fatal(err)
	}
	first := s.round
	if err := first.kernels["wazero sign"].kernel.Run(1); err != nil {
		t.Errorf("before: %v", err)
	}
	if _, err := s.begin(t.Context(), Request{}); err != nil {
		t.Fatal(err)
	}
	if err := first.kernels["wazero sign"].kernel.Run(1); err == nil {
		t.Error("a guest of the first round still runs")
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

// TestGarbageIsCollectedBetweenSlices looks at Go's count of collections.
func TestGarbageIsCollectedBetweenSlices(t *testing.T) {
	const processors = 3
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
	var c collector
	restore := c.quiet()
	before := collections()
	runtime.KeepAlive(make([]byte, maxGarbage-1<<20))
	c.collect()
	if n := collections() - before; n != 0 {
		t.Errorf("%d collections of little garbage", n)
	}
	runtime.KeepAlive(make([]byte, 2<<20))
	c.collect()
	c.collect()
	if n := collections() - before; n != 1 {
		t.Errorf("%d collections of enough garbage, want 1", n)
	}
	restore()
	if got := debug.SetGCPercent(100); got != 100 || runtime.GOMAXPROCS(0) != processors {
		t.Errorf("restored: garbage %d %%, %d processors", got, runtime.GOMAXPROCS(0))
	}
}

func collections() uint32 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
}
