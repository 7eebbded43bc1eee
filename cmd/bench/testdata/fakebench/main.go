// Command fakebench answers a gate as the bench of another build would, with times
// that are made up, so that what a gate concludes of them is certain. What is wrong
// with the build is in the name that it is started by.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// A build is what its workers say.
type build struct {
	greeting worker.Greeting
	exact    worker.Exact
	wasm     []byte
	// pace is how many times as long as usual a kernel takes.
	pace func(kernel string) float64
	// reference is how many times as long as usual the references take.
	reference float64
	deaf      bool // to the request to do work again
	bad       bool // URLs
	idle      bool // no operation in a slice
}

// operations are done in each slice, of which each takes usual nanoseconds.
const (
	operations = 1000
	usual      = 1000.0
)

func kernels() []string {
	return []string{"native sign", "native sign-prepared", "native verify", "native nonce", "wazero sign", "wazero sign-prepared"}
}

// steady is a build with nothing wrong.
func steady() *build {
	b := &build{wasm: bytes.Repeat([]byte("wasm"), 10_000), pace: func(string) float64 { return 1 }, reference: 1}
	b.greeting = worker.Greeting{
		Protocol: worker.Version, Kernels: kernels(), References: true,
		Environment: environment.Environment{
			Go: "go1.26.8", GOOS: "linux", GOARCH: "amd64", Level: "v1", CPU: "Fake 1", CPUs: 2, MaxProcs: 2, SHA: "sha-ni", Wazero: "v1.12.0",
		},
	}
	b.exact = worker.Exact{URL: 400, Pages: 100, Exports: []string{"alloc", "call"}}
	for _, name := range kernels() {
		b.exact.Kernels = append(b.exact.Kernels, worker.Count{Kernel: name, Allocs: 2, Bytes: 64, Blocks: 4})
	}
	return b
}

// faults change what a build of that name says.
func faults() map[string]func(*build) {
	sign := func(b *build) *worker.Count { return &b.exact.Kernels[0] }
	return map[string]func(*build){
		"steady":        func(*build) {},
		"slow":          func(b *build) { b.pace = only("native sign", 1.3) },
		"at-tolerance":  func(b *build) { b.pace = only("native sign", around(1.05)) },
		"other-pace":    func(b *build) { b.reference = 0.9 },
		"no-blocks":     func(b *build) { sign(b).Blocks = 0 },
		"no-pages":      func(b *build) { b.exact.Pages = 0 },
		"idle":          func(b *build) { b.idle = true },
		"deaf":          func(b *build) { b.deaf = true },
		"bad-urls":      func(b *build) { b.bad = true },
		"more-allocs":   func(b *build) { sign(b).Allocs++ },
		"more-bytes":    func(b *build) { sign(b).Bytes++ },
		"more-blocks":   func(b *build) { sign(b).Blocks++ },
		"longer-url":    func(b *build) { b.exact.URL++ },
		"more-pages":    func(b *build) { b.exact.Pages = 106 },
		"fewer-exports": func(b *build) { b.exact.Exports = []string{"call"} },
		"fewer-kernels": func(b *build) { b.exact.Kernels = b.exact.Kernels[1:] },
		"bigger-wasm":   func(b *build) { b.wasm = append(b.wasm, bytes.Repeat([]byte("wasm"), 1000)...) },
		"denser-wasm":   func(b *build) { rand.NewChaCha8([32]byte{}).Read(b.wasm) },
		"no-references": func(b *build) { b.greeting.References = false },
		"other-cpu":     func(b *build) { b.greeting.Environment.CPU = "Fake 2" },
		"other-sha":     func(b *build) { b.greeting.Environment.SHA = "avx2" },
		"other-os":      func(b *build) { b.greeting.Environment.GOOS = "plan9" },
		"other-arch":    func(b *build) { b.greeting.Environment.GOARCH = "arm64" },
		"other-level":   func(b *build) { b.greeting.Environment.Level = "v3" },
		"other-go":      func(b *build) { b.greeting.Environment.Go = "go1.99"; sign(b).Allocs++ },
		"other-wazero":  func(b *build) { b.greeting.Environment.Wazero = "v9.0.0" },
		"unknown-cpu":   func(b *build) { b.greeting.Environment.CPU = environment.Unknown },
		"other-go-url":  func(b *build) { b.greeting.Environment.Go = "go1.99"; b.exact.URL++ },
	}
}

// only gives one kernel another pace.
func only(kernel string, pace float64) func(string) float64 {
	return func(asked string) float64 {
		if asked == kernel {
			return pace
		}
		return 1
	}
}

// around gives a pace for this process, from launch to launch now faster and now
// slower than the middle, by up to half, evenly spread in any number of launches in
// a row. The launches are counted in a file of the gate's cache folder.
func around(middle float64) float64 {
	golden := (math.Sqrt(5) - 1) / 2
	_, place := math.Modf(golden * float64(countLaunches()))
	return middle * math.Exp(place-0.5)
}

func countLaunches() int {
	dir := os.Args[len(os.Args)-1]
	if err := os.MkdirAll(dir, 0o700); err != nil {
		panic(err)
	}
	path := filepath.Join(dir, "launches")
	text, _ := os.ReadFile(path) // none before the first
	if err := os.WriteFile(path, append(text, '.'), 0o600); err != nil {
		panic(err)
	}
	return len(text)
}

func main() {
	name := filepath.Base(os.Args[0])
	fault, ok := faults()[name]
	if !ok || len(os.Args) < 2 {
		fmt.Fprintf(os.Stderr, "fakebench: no build %q, or no command\n", name)
		os.Exit(2)
	}
	b := steady()
	fault(b)
	if os.Args[1] == "run" {
		b.run()
	}
	b.serve()
}

// run is bench run, of which the exit code alone tells of bad URLs.
func (b *build) run() {
	tell(measured())
	if b.bad {
		fmt.Fprintln(os.Stderr, "bench: native sign: a bad URL")
		os.Exit(5)
	}
	os.Exit(0)
}

func tell(v any) {
	if err := json.NewEncoder(os.Stdout).Encode(v); err != nil {
		panic(err)
	}
}

func (b *build) serve() {
	sum := sha256.Sum256(b.wasm)
	b.greeting.Wasm = worker.Digest{SHA256: hex.EncodeToString(sum[:]), Bytes: len(b.wasm)}
	tell(b.greeting)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var r worker.Request
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			panic(err)
		}
		tell(b.answer(r))
	}
}

func (b *build) answer(r worker.Request) (a worker.Answer) {
	switch r.Do {
	case "round":
		a.Round = &worker.Round{}
	case "slice":
		a.Slice = &worker.Slice{Operations: operations, WallNS: int64(operations * b.took(r))}
		if b.idle {
			a.Slice.Operations = 0
		}
		if b.bad {
			a.Wrong = []string{r.Kernel + ": a bad URL"}
		}
	case "exact":
		a.Exact = &b.exact
	case "wasm":
		a.Wasm = b.wasm
	}
	return a
}

// took gives the time per operation.
func (b *build) took(r worker.Request) float64 {
	switch {
	case r.Reference:
		return usual * b.reference
	case b.deaf:
		return usual * b.pace(r.Kernel)
	}
	return usual * b.pace(r.Kernel) * (1 + r.Again)
}

// measured is what bench run says: a ratio of 1.2 and one allocation.
func measured() *report.Report {
	r := report.New(steady().greeting.Environment, report.Method{})
	ratio, allocs := 1.2, 1.0
	r.Results = append(r.Results, report.Result{Engine: "native", Operation: "sign", Concurrency: 1, Ratio: &ratio, Allocs: &allocs})
	r.OK = true
	return r
}
