package duel

import (
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// dir holds the command whose workers are driven, and the WebAssembly that they have
// compiled. Package worker's tests run it under the race detector, in which compiling
// takes a quarter of a minute.
var dir string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	var err error
	if dir, err = os.MkdirTemp("", "duel-test-*"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	build := exec.Command("go", "build", "-race=false", "-o", filepath.Join(dir, "bench"), "../..")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	return m.Run()
}

// self starts a worker of this source.
func self(ctx context.Context, role string) (*worker.Worker, error) {
	return worker.Start(ctx, role, filepath.Join(dir, "bench"), "worker", "--cache", filepath.Join(dir, "compiled"))
}

// TestSum has head take 4 where the twins take 2 and 8, so 4 in the mean: no
// difference, whichever side has the twins.
func TestSum(t *testing.T) {
	for _, test := range []struct {
		single, twin, other float64
		exchanged           bool
		ratio, noise        float64
	}{
		{4, 2, 8, false, 1, 4},
		{4, 8, 2, false, 1, 0.25},
		{6, 2, 2, false, 3, 1},
		{6, 2, 2, true, 1.0 / 3, 1},
	} {
		k := kernel{tally: tally{slices: 4, tainted: 1}, blocks: [][places]float64{{test.single, test.twin, test.other}}}
		got := k.sum(test.exchanged)
		if !near(got.LogRatio, math.Log(test.ratio)) || !near(got.Noise, math.Log(test.noise)) || got.Tainted != 0.25 {
			t.Errorf("%+v: %+v", test, got)
		}
		if !near(math.Log(got.Head/got.Base), got.LogRatio) {
			t.Errorf("%+v: times %v and %v do not go with the ratio", test, got.Head, got.Base)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestMedian(t *testing.T) {
	if a, b := median([]float64{9, 1, 2}), median([]float64{4, 1, 2, 100}); a != 2 || b != 3 {
		t.Errorf("%v and %v, want 2 and 3", a, b)
	}
}

// TestRun measures with real processes until the time is over or all is decided.
func TestRun(t *testing.T) {
	kernels := []string{"native sign", "native nonce"}
	var told []Progress
	found, err := Run(t.Context(), Config{
		Base: self, Head: self, Kernels: kernels, Budget: 2 * time.Second, Seed: 1,
		Settings: verdict.Settings{Tolerance: 0.05, Alpha: 0.05},
		Progress: func(p Progress) { told = append(told, p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Launches) == 0 || len(told) != len(found.Launches) || found.Looks == 0 || found.Verdict == verdict.Undecided {
		t.Errorf("%+v, told %d times", found, len(told))
	}
	for _, l := range found.Launches {
		if len(l.Kernels) != len(kernels) {
			t.Fatalf("%+v", l)
		}
		for _, k := range l.Kernels {
			if k.Slices != rounds*blocks*places || k.Head <= 0 || k.Base <= 0 {
				t.Errorf("%+v", k)
			}
		}
	}
}

// TestConfirmation is what a FAIL needs: the second run has head twice.
func TestConfirmation(t *testing.T) {
	var roles []string
	note := func(ctx context.Context, role string) (*worker.Worker, error) {
		roles = append(roles, role)
		return self(ctx, role)
	}
	d := newDuel(Config{Base: note, Head: note, Kernels: []string{"native nonce"}, Seed: 3})
	for _, exchanged := range []bool{false, true} {
		roles = nil
		l, err := d.launch(t.Context(), exchanged)
		if err != nil {
			t.Fatal(err)
		}
		heads := strings.Count(strings.Join(roles, " "), "head")
		if want := map[bool]int{false: 1, true: 2}[exchanged]; heads != want || len(roles) != places || l.Exchanged != exchanged {
			t.Errorf("exchanged %t: started %q", exchanged, roles)
		}
	}
}

// TestSlicesThatMakeNoSense: the median of a launch would hide each of these.
func TestSlicesThatMakeNoSense(t *testing.T) {
	good := worker.Slice{Operations: 10, WallNS: 100, CPUNS: 50, Tainted: []watch.Reason{watch.Switched, watch.Stolen}}
	var k tally
	if ns, err := k.time(good); err != nil || ns != 5 || k.tainted != 1 || k.reasons[watch.Stolen] != 1 {
		t.Errorf("%v ns an operation, %v; %+v", ns, err, k)
	}
	for want, s := range map[string]worker.Slice{
		"a slice of 0 operations in 50 ns":       {WallNS: 100, CPUNS: 50},
		"a slice of 10 operations in 0 ns":       {Operations: 10},
		"slices with and without processor time": {Operations: 10, WallNS: 100},
		"a slice of -1 operations in 50 ns":      {Operations: -1, WallNS: 100, CPUNS: 50},
	} {
		var k tally
		if _, err := k.time(good); err != nil {
			t.Fatal(err)
		}
		if _, err := k.time(s); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A worker that cannot be started, or lacks a kernel, ends the run, and no process
// is left behind.
func TestFailures(t *testing.T) {
	refused := errors.New("no such build")
	for want, c := range map[string]Config{
		"no such build":              {Head: self, Base: func(context.Context, string) (*worker.Worker, error) { return nil, refused }, Kernels: []string{"native sign"}},
		`has no kernel "native fly"`: {Head: self, Base: self, Kernels: []string{"native fly"}},
		"alpha":                      {Head: self, Base: self, Kernels: []string{"native sign"}, Settings: verdict.Settings{Tolerance: 0.05}},
	} {
		if c.Settings.Alpha == 0 && want != "alpha" {
			c.Settings = verdict.Settings{Tolerance: 0.05, Alpha: 0.05}
		}
		c.Budget = time.Second
		if _, err := Run(t.Context(), c); err == nil || !strings.Contains(strings.ToLower(err.Error()), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := Config{Base: self, Head: self, Kernels: []string{"native nonce"}, Budget: time.Minute, Settings: verdict.Settings{Tolerance: 0.05, Alpha: 0.05}}
	c.Progress = func(Progress) { cancel() }
	if _, err := Run(ctx, c); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was interrupted", err)
	}
}
