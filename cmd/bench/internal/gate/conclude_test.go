package gate

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/duel"
	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

func figures() Figures {
	return Figures{Wasm: 1000, Brotli: 200, WasmSHA256: "ab", Exact: worker.Exact{
		URL: 400, Pages: 100, Exports: []string{"alloc", "call"},
		Kernels: []worker.Count{{Kernel: "native sign", Allocs: 1, Bytes: 64, Blocks: 4}},
	}}
}

// TestCompareExact changes one figure at a time: each has a change that fails, and
// one that does not.
func TestCompareExact(t *testing.T) {
	for _, test := range []struct {
		change func(*Figures)
		fails  string
	}{
		{func(*Figures) {}, ""},
		{func(f *Figures) { f.Kernels[0].Allocs = 2 }, "native sign: allocations"},
		{func(f *Figures) { f.Kernels[0].Allocs = 0 }, ""},
		{func(f *Figures) { f.Kernels[0].Bytes = 65 }, "native sign: bytes allocated"},
		{func(f *Figures) { f.Kernels[0].Blocks = 5 }, "native sign: SHA-256 blocks"},
		{func(f *Figures) { f.Kernels[0].Blocks = 0 }, "native sign: SHA-256 blocks"},
		{func(f *Figures) { f.Kernels = nil }, "native sign"},
		{func(f *Figures) { f.URL = 401 }, "URL length in bytes"},
		{func(f *Figures) { f.Wasm = 1050 }, ""},
		{func(f *Figures) { f.Wasm = 1051 }, "signer.wasm in bytes"},
		{func(f *Figures) { f.Brotli, f.WasmSHA256 = 211, "cd" }, "signer.wasm in bytes, brotli"},
		{func(f *Figures) { f.Pages = 106 }, "memory pages of an instance"},
		{func(f *Figures) { f.Exports = []string{"alloc"} }, "exported functions"},
		{func(f *Figures) { f.Exports = []string{"alloc", "call", "more"} }, ""},
	} {
		head := figures()
		test.change(&head)
		r := Result{Verdict: Pass, Exact: CompareExact(figures(), head)}
		if got := strings.Join(r.Failed(), "; "); got != test.fails {
			t.Errorf("%q fails, want %q", got, test.fails)
		}
		if r.Conclude(); (r.Verdict == Fail) != (test.fails != "") || !strings.Contains(r.Reason, test.fails) {
			t.Errorf("%s: %s, want that of %q", r.Verdict, r.Reason, test.fails)
		}
	}
}

// TestCheck takes one figure away at a time.
func TestCheck(t *testing.T) {
	for want, change := range map[string]func(*Figures){
		"":                                  func(*Figures) {},
		`no exact figures of "native sign"`: func(f *Figures) { f.Kernels = nil },
		"URL length":                        func(f *Figures) { f.URL = 0 },
		"memory pages":                      func(f *Figures) { f.Pages = 0 },
		"exported functions":                func(f *Figures) { f.Exports = nil },
		"signer.wasm in bytes":              func(f *Figures) { f.Wasm = 0 },
		"SHA-256 of signer.wasm":            func(f *Figures) { f.WasmSHA256 = "" },
	} {
		f := figures()
		change(&f)
		if err := f.Check([]string{"native sign"}); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestRefuted has a kernel that failed, and passed when it was measured again.
func TestRefuted(t *testing.T) {
	found := foundOf(verdict.Pass, 0.01)
	found.First, found.Confirmed = foundOf(verdict.Fail, 0.2).Outcomes, true
	r := New(Method{Mode: Pair, Tolerance: 0.05})
	r.Take([]string{"native sign"}, found)
	if k := r.Kernels[0]; r.Verdict != Pass || k.Verdict != Pass || *k.Delta.Point != 0.01 || k.Confirmation != nil {
		t.Errorf("%s: %+v", r.Verdict, k)
	}
}

// TestUnfitTakesVerdictsBack: where the same build differs from itself nothing fails,
// and nothing passes.
func TestUnfitTakesVerdictsBack(t *testing.T) {
	for _, v := range []verdict.Verdict{verdict.Fail, verdict.Pass} {
		found := foundOf(v, 0.2)
		found.Verdict = verdict.Unfit
		r := New(Method{Mode: Pair, Tolerance: 0.05})
		r.Take([]string{"native sign"}, found)
		if r.Verdict != Incomparable || r.Reason != unfit || r.Kernels[0].Verdict != Incomparable || *r.Kernels[0].Delta.Point != 0.2 {
			t.Errorf("%s: %s, %s: %+v", v, r.Verdict, r.Reason, r.Kernels[0])
		}
	}
}

// TestTake has a kernel that failed twice and one that passed.
func TestTake(t *testing.T) {
	failed := verdict.Outcome{Decision: verdict.Decision{Verdict: verdict.Fail, Low: 0.1, Point: 0.2, High: 0.3, N: 2}}
	again := verdict.Outcome{Decision: verdict.Decision{Verdict: verdict.Fail, Low: 0.11, Point: 0.21, High: math.Inf(1), N: 1}}
	passed := verdict.Outcome{Decision: verdict.Decision{Verdict: verdict.Pass, Low: -1, Point: 0, High: 0.01, N: 2}}
	kernel := duel.Kernel{Base: 100, Head: 120, Slices: 10, Tainted: 0.5, Reasons: map[watch.Reason]int{watch.Switched: 5, watch.Stolen: 1}}
	r := New(Method{Tolerance: 0.05})
	r.Take([]string{"a", "b"}, duel.Found{
		Outcomes: []verdict.Outcome{again, passed}, First: []verdict.Outcome{failed, passed}, Confirmed: true, Verdict: verdict.Fail,
		Floor:    verdict.Floor{Kernels: []verdict.Interval{{}, {}}, Fraction: 0.02},
		Launches: []duel.Launch{{Kernels: []duel.Kernel{kernel, kernel}}}, Looks: 3,
	})
	a, b := r.Kernels[0], r.Kernels[1]
	if r.Verdict != Fail || !strings.Contains(r.Reason, "a is slower by 20.0 %") || *r.NoiseFloor != 0.02 {
		t.Errorf("%s: %s, floor %v", r.Verdict, r.Reason, r.NoiseFloor)
	}
	if *a.Delta.Low != 0.1 || a.Confirmation == nil || *a.Confirmation.Low != 0.11 || a.Confirmation.High != nil {
		t.Errorf("%+v", a)
	}
	if b.Verdict != Pass || b.Confirmation != nil || b.Delta.Low != nil || *b.Delta.High != 0.01 || b.HeadNS != 120 {
		t.Errorf("%+v", b)
	}
	if by := r.Method.TaintedBy; by[watch.Switched] != 10 || by[watch.Stolen] != 2 || r.Method.tainted() != "10 of 20: stolen 2, switched 10" {
		t.Errorf("tainted by %v: %s", by, r.Method.tainted())
	}
	if r.Method.Slices != 20 || r.Method.Tainted != 10 || r.Method.Launches != 1 {
		t.Errorf("%+v", r.Method)
	}
}

// A run without a verdict says what is undecided, and an unfit machine why.
func TestConcludeWithoutVerdict(t *testing.T) {
	for from, want := range map[verdict.Verdict]Verdict{verdict.Unfit: Incomparable, verdict.Inconclusive: Inconclusive, verdict.Undecided: Inconclusive, verdict.Pass: Pass} {
		r := Result{Verdict: verdictOf(from), Kernels: []Kernel{{Name: "native sign", Verdict: Inconclusive}}}
		if r.Conclude(); r.Verdict != want || r.Reason == "" {
			t.Errorf("%s: %s, %q", from, r.Verdict, r.Reason)
		}
		if want == Inconclusive && !strings.Contains(r.Reason, "native sign") {
			t.Errorf("%q does not say what", r.Reason)
		}
	}
}

// TestSame passes without kernels only where both sides are the same file.
func TestSame(t *testing.T) {
	for head, want := range map[string]string{"ab": "", "cd": "nothing was measured"} {
		r := New(Method{Mode: Pair, Tolerance: 0.05})
		r.Verdict, r.Base.SHA256, r.Head.SHA256 = Pass, "ab", head
		r.Conclude()
		if !strings.Contains(r.Reason, "both builds are the same file") {
			t.Errorf("reason %q", r.Reason)
		}
		var text bytes.Buffer
		if err := r.JSON(&text); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(&text); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("head %q: %v, want %q", head, err, want)
		}
	}
	if (&Result{}).Same() {
		t.Error("two unknown files are the same")
	}
}
