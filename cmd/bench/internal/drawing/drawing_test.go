package drawing

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/signer"
)

// sound makes a generator that also draws the nonces given, after the others.
func sound(name string, n int, also ...string) Generator {
	return Generator{Group: "goroutine", Name: name, Count: n + len(also),
		Draw: func(ctx context.Context, n int, take func(string) error) error {
			for range n - len(also) {
				nonce, err := signer.NewNonce(rand.Reader)
				if err != nil {
					return err
				}
				if err := take(nonce); err != nil {
					return err
				}
			}
			for _, nonce := range also {
				if err := take(nonce); err != nil {
					return err
				}
			}
			return nil
		}}
}

// all draws and compares, and looks that nothing is left behind.
func all(t *testing.T, sources []Source, p Plan) (*Drawn, nonceset.Found) {
	t.Helper()
	d, err := Draw(t.Context(), sources, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := nonceset.Value{}
	found, err := d.Compare(t.Context(), 20, func(v nonceset.Value) error {
		if v.Less(before) {
			t.Fatalf("%s after %s", v, before)
		}
		before = v
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if p.Spill {
		if left, err := os.ReadDir(p.Folder); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
	return d, found
}

// TestDuplicatesAreFound has nonces that repeat within a generator, between generators,
// and between sources, in memory and in files, and finds all of them.
func TestDuplicatesAreFound(t *testing.T) {
	const (
		a = "00000000-0000-4000-8000-000000000000"
		b = "619b4276-4d9b-4fd7-9b42-764d9bd7df61"
		c = "ffffffff-ffff-4fff-bfff-ffffffffffff"
	)
	const n = 3000
	sources := []Source{
		{Name: "x", AtOnce: 2, Generators: []Generator{sound("x 1", n, a, b, b, "junk"), sound("x 2", n, b), sound("x 3", 0)}},
		{Name: "y", AtOnce: 1, Generators: []Generator{sound("y 1", n, a, c, "junk"), sound("y 2", 10)}},
	}
	for name, p := range map[string]Plan{"memory": {}, "files": {Spill: true, Folder: t.TempDir(), List: 100}} {
		d, found := all(t, sources, p)
		if found.Repeats["x"] != 2 || found.Repeats["y"] != 0 || found.All != 4 {
			t.Errorf("%s: %+v", name, found)
		}
		if d.Values() != 3*n+10+6 || (d.Spilled > 0) != p.Spill {
			t.Errorf("%s: %d values, %d bytes in files", name, d.Values(), d.Spilled)
		}
		first := nonceset.Duplicate{Nonce: a, First: "x 1", Again: "y 1", Times: 2}
		second := nonceset.Duplicate{Nonce: b, First: "x 1", Again: "x 1", Times: 3}
		if len(found.Examples) != 3 || found.Examples[0] != first || found.Examples[1] != second || found.Examples[2].Nonce != "junk" {
			t.Errorf("%s: examples %+v", name, found.Examples)
		}
		want := []Group{{"x", "goroutine", 2, 2*n + 5}, {"y", "goroutine", 2, n + 13}}
		if fmt.Sprint(d.Groups) != fmt.Sprint(want) {
			t.Errorf("%s: groups %v, want %v", name, d.Groups, want)
		}
	}
}

// TestTheSampleIsShared: the birthday tests take all that they can, however unevenly the
// generators of a source draw.
func TestTheSampleIsShared(t *testing.T) {
	s := Source{Generators: []Generator{{Count: 4_500_000}, {Count: 4_500_001}}}
	for range 6 {
		s.Generators = append(s.Generators, Generator{Count: 166_667})
	}
	total := 0
	for _, g := range s.Generators {
		total += min(s.sample(g), g.Count)
	}
	if total > evidence.SampleLength || total < evidence.SampleLength-len(s.Generators) {
		t.Errorf("%d of %d", total, evidence.SampleLength)
	}
	few := Source{Generators: []Generator{{Count: 100}, {Count: 7}}}
	for _, g := range few.Generators {
		if few.sample(g) < g.Count {
			t.Errorf("%d of %d, and there is room for all", few.sample(g), g.Count)
		}
	}
	most := Source{Generators: []Generator{{Count: 1_000_000_000}}}
	if got := most.sample(most.Generators[0]); got != evidence.SampleLength {
		t.Errorf("of 10^9: %d", got)
	}
}

// TestAUselessSourceFitsToo draws the same nonce all the time: no part of the way may rely
// on values that are spread.
func TestAUselessSourceFitsToo(t *testing.T) {
	const n = 20_000
	constant := make([]string, n)
	for i := range constant {
		constant[i] = "619b4276-4d9b-4fd7-9b42-764d9bd7df61"
	}
	for _, p := range []Plan{{}, {Spill: true, Folder: t.TempDir(), List: 1000}} {
		_, found := all(t, []Source{{Name: "x", AtOnce: 1, Generators: []Generator{sound("x 1", 0, constant...)}}}, p)
		if found.All != n-1 || found.Examples[0].Times != n || found.Pairs != n*(n-1)/2 {
			t.Errorf("spill %v: %+v", p.Spill, found)
		}
	}
}

// TestAFailureEndsTheOthers has one generator fail, and another that would draw for ever.
func TestAFailureEndsTheOthers(t *testing.T) {
	broken := errors.New("no randomness")
	endless := Generator{Name: "endless", Count: 1 << 20, Draw: func(ctx context.Context, _ int, _ func(string) error) error {
		<-ctx.Done()
		return nil
	}}
	failing := Generator{Name: "failing", Count: 1, Draw: func(context.Context, int, func(string) error) error { return broken }}
	folder := t.TempDir()
	_, err := Draw(t.Context(), []Source{{Name: "x", AtOnce: 2, Generators: []Generator{endless, failing}}}, Plan{Spill: true, Folder: folder, List: 10}, nil)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "x: failing") {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTheContextEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := Source{Name: "x", AtOnce: 1, Generators: []Generator{{Name: "x 1", Count: 10, Draw: func(context.Context, int, func(string) error) error {
		cancel()
		return nil
	}}, sound("x 2", 10)}}
	if _, err := Draw(ctx, []Source{s}, Plan{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestPatienceIsForAll gives each generator its part of the time, and counts what was drawn.
func TestPatienceIsForAll(t *testing.T) {
	slow := func(ctx context.Context, _ int, take func(string) error) error {
		nonce, err := signer.NewNonce(rand.Reader)
		if err != nil {
			return err
		}
		<-ctx.Done()
		return take(nonce)
	}
	s := Source{Name: "x", AtOnce: 1, Patience: 20 * time.Millisecond, Generators: []Generator{{Name: "x 1", Count: 1000, Draw: slow}, {Name: "x 2", Count: 1000, Draw: slow}}}
	d, found := all(t, []Source{s}, Plan{})
	if d.Values() != 2 || found.All != 0 {
		t.Errorf("%d values, %+v; want one of each generator", d.Values(), found)
	}
}

func TestTooManyAreRefused(t *testing.T) {
	g := sound("x 1", 5)
	g.Count = 3
	draw := g.Draw
	g.Draw = func(ctx context.Context, _ int, take func(string) error) error { return draw(ctx, 5, take) }
	if _, err := Draw(t.Context(), []Source{{Name: "x", AtOnce: 1, Generators: []Generator{g}}}, Plan{}, nil); err == nil {
		t.Error("5 nonces instead of 3: no error")
	}
}

func TestTicksAddUp(t *testing.T) {
	var ticks atomic.Int64
	s := Source{Name: "x", AtOnce: 2, Generators: []Generator{sound("x 1", 10_000), sound("x 2", 1)}}
	if _, err := Draw(t.Context(), []Source{s}, Plan{}, func(_ string, n int) { ticks.Add(int64(n)) }); err != nil {
		t.Fatal(err)
	}
	if ticks.Load() != 10_001 {
		t.Errorf("%d", ticks.Load())
	}
}

func TestSplitAddsUp(t *testing.T) {
	for _, n := range []int{0, 1, 7, 1000} {
		for generators := 1; generators < 9; generators++ {
			sum := 0
			for i := range generators {
				sum += Split(n, generators, i)
			}
			if sum != n {
				t.Errorf("%d over %d: %d", n, generators, sum)
			}
		}
	}
}

// TestProcess has a real process draw, and others that fail in each way.
func TestProcess(t *testing.T) {
	shell := testneeds.Program(t, "sh")
	for script, want := range map[string]string{
		"echo a; echo b":                 "",
		"echo a":                         "it gave 1 nonces instead of 2",
		"echo a; echo b; echo c":         "more nonces than it was asked for",
		"echo a; echo sorry >&2; exit 3": "exit status 3: sorry",
	} {
		var got []string
		draw := Process(shell, func(int) []string { return []string{"-c", script} })
		err := draw(t.Context(), 2, func(nonce string) error {
			got = append(got, nonce)
			return nil
		})
		if want == "" && (err != nil || strings.Join(got, " ") != "a b") || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %q, %v; want %q", script, got, err, want)
		}
	}
}
