// Package worker lets one process measure what another one tells it to, so that
// two builds of the signer can take turns every few milliseconds. [Serve] is the
// process that works, [Start] the side that drives it.
//
// # Protocol
//
// Both sides write JSON, one object a line. The worker greets first, with a
// [Greeting]; then each [Request] gets one [Answer], one after the other, until
// the requests end. A request that makes no sense gets an answer that says so,
// and the worker goes on: unknown names and fields are refused too, since a
// worker that passes over what a newer gate asks for would answer another
// question. The gate ends a worker that does not answer in time, so that no
// answer can be taken for that of a later request.
//
//	{"do":"round","ns":N}           make all kernels anew, warm each up for N ns
//	                                and at least 2 ms: a [Round]
//	{"do":"slice","kernel":"native sign","ns":N,"again":F}
//	                                run a kernel for N ns, the fraction F of it
//	                                twice: a [Slice]
//
// Where the greeting says "references", a round and a slice may have
// "reference":true as well: the round then makes a reference beside each kernel,
// and the slice runs that instead of the kernel.
//
//	{"do":"bind","processor":N}     run on one processor from now on: its number
//	{"do":"exact"}                  count what is the same each time: an [Exact]
//	{"do":"wasm"}                   the bytes of signer.wasm, in base64
package worker

import (
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
)

// Version is that of the protocol. A gate drives workers of other commits, so
// whoever changes what a name means, or takes one away, changes the version too.
const Version = 1

// A Greeting is the first line of a worker.
type Greeting struct {
	Protocol    int                     `json:"protocol"`
	Environment environment.Environment `json:"environment"`
	// Kernels are the names that slices can be asked of.
	Kernels []string `json:"kernels"`
	// Wasm is the signer.wasm that the worker brings along.
	Wasm Digest `json:"wasm"`
	// References says that there can be a reference beside each kernel: the HMAC
	// of the signed text and nothing else, for wazero in the kernel's own guest.
	References bool `json:"references,omitempty"`
	// Processors are those that the worker can be bound to; none if it cannot.
	Processors []int `json:"processors,omitempty"`
	// Unwatched says what of the machine is not watched and why, a line each.
	Unwatched []string `json:"unwatched,omitempty"`
}

// A Digest identifies a file.
type Digest struct {
	SHA256 string `json:"sha256"` // in hex
	Bytes  int    `json:"bytes"`
}

// A Request asks for one thing.
type Request struct {
	Do     string `json:"do"`
	Kernel string `json:"kernel,omitempty"`
	NS     int64  `json:"ns,omitempty"`
	// Again is the fraction of the work that a slice does once more without
	// counting it, at most [MaxAgain].
	Again float64 `json:"again,omitempty"`
	// Reference is for a round that makes references too, and for a slice of one.
	Reference bool `json:"reference,omitempty"`
	// Processor is one of the greeting's.
	Processor int `json:"processor,omitempty"`
}

// The bounds of a request.
const (
	// MaxTime is for NS. No garbage is collected in that time.
	MaxTime = time.Second
	// MaxAgain is ten times the work.
	MaxAgain = 9
)

// An Answer holds what was asked for, or an error, and nothing else but Wrong.
type Answer struct {
	Round *Round `json:"round,omitempty"`
	Slice *Slice `json:"slice,omitempty"`
	Bound *int   `json:"bound,omitempty"`
	Exact *Exact `json:"exact,omitempty"`
	Wasm  []byte `json:"wasm,omitempty"`
	Error string `json:"error,omitempty"`
	// Wrong is evidence that this process made a wrong URL or nonce, or accepted
	// one, at any time until now. It stands in every answer from then on.
	Wrong []string `json:"wrong,omitempty"`
}

// A Round is what became ready.
type Round struct {
	Kernels []Chunk `json:"kernels"`
	// CompileNS is what it took to compile signer.wasm, or to read what was
	// compiled before; 0 in all but the first round.
	CompileNS int64 `json:"compile_ns"`
}

// A Chunk is how many operations a kernel does between two looks at the clock.
type Chunk struct {
	Kernel     string `json:"kernel"`
	Operations int    `json:"operations"`
}

// A Slice is what a kernel did, and what the machine did meanwhile. The numbers
// are those of [watch.Seen].
type Slice struct {
	// Operations are those that count.
	Operations int64 `json:"operations"`
	WallNS     int64 `json:"wall_ns"`
	// CPUNS is the time that the thread had of it; 0 if that is not watched.
	CPUNS     int64          `json:"cpu_ns,omitempty"`
	Switches  int64          `json:"switches,omitempty"`
	Steal     int64          `json:"steal_ticks,omitempty"`
	Throttled int64          `json:"throttled,omitempty"`
	Running   int            `json:"running,omitempty"`
	Tainted   []watch.Reason `json:"tainted,omitempty"`
	// Verified is how many of the URLs were verified after the slice.
	Verified int64 `json:"verified"`
}

// An Exact is what has no noise.
type Exact struct {
	Kernels []Count `json:"kernels"`
	// URL is the length of a signed URL in bytes.
	URL int `json:"url_bytes"`
	// Exports are the functions that signer.wasm exports, sorted.
	Exports []string `json:"exports"`
	// Pages of 64 KiB are the memory of an instance after a fixed number of
	// operations.
	Pages int `json:"memory_pages"`
}

// A Count is what one operation of a kernel takes.
type Count struct {
	Kernel string `json:"kernel"`
	// Allocs and Bytes are of the heap of the worker: for wazero the host's.
	Allocs float64 `json:"allocs"`
	Bytes  float64 `json:"bytes"`
	// Blocks are those that SHA-256 works through for a URL; 0 where that cannot
	// be counted.
	Blocks int `json:"sha256_blocks,omitempty"`
}
