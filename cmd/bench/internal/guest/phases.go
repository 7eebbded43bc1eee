package guest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// Phases is how long the steps in the life of an instance take.
type Phases struct {
	CompileCold time.Duration
	// CompileCached is 0 for the interpreter, which keeps nothing.
	CompileCached time.Duration
	Instantiate   time.Duration
	// FirstCall is the first build request to a fresh instance, and Steady the
	// same request when the instance is warm: through the JSON door, with
	// everything that a page shows.
	FirstCall, Steady time.Duration
	// MemoryBytes is the size of an instance's memory after that.
	MemoryBytes uint32
}

// Starts and warm calls are repeated, and their median given. The cold
// compilation runs once: it takes longer than all the others together.
const (
	starts      = 5
	warmUpCalls = 50
	steadyCalls = 101
)

// Begin compiles the guest cold, and from the cache, and goes through the life
// of some instances. The module is then ready for use. A cache directory in the
// configuration has to be empty; without one there is one for the time being.
func (e *Engine) Begin(ctx context.Context, wasm []byte, c Config) (p Phases, err error) {
	compile := compileAlone
	if c.CacheDir != "" {
		compile = compileTwice
	}
	if e.Module, err = compile(ctx, wasm, c, &p); err != nil {
		return p, err
	}
	repeats, warm, steady := starts, warmUpCalls, steadyCalls
	if c.Interpreter { // a smoke test
		repeats, warm, steady = 1, 0, 1
	}
	lives := make([]life, 0, repeats)
	for range repeats {
		l, err := e.live(ctx, warm, steady)
		if err != nil {
			return p, err
		}
		lives = append(lives, l)
		if ctx.Err() != nil {
			break
		}
	}
	p.summarize(lives)
	return p, nil
}

// compileAlone compiles with a cache directory of its own. It is empty before
// and gone afterwards, so that the first compilation is cold, and the second
// finds neither another guest nor code of another wazero: wazero's own key for
// its version is "dev" in tests.
func compileAlone(ctx context.Context, wasm []byte, c Config, p *Phases) (m *Module, err error) {
	// The name tells whose it is, should a killed run leave it behind.
	sum := sha256.Sum256(wasm)
	c.CacheDir, err = os.MkdirTemp("", fmt.Sprintf("embedsign-bench-wazero-%x-*", sum[:4]))
	if err != nil {
		return nil, err
	}
	// What was compiled is in memory then, so the files are not needed again.
	defer func() { err = errors.Join(err, os.RemoveAll(c.CacheDir)) }()
	return compileTwice(ctx, wasm, c, p)
}

// compileTwice compiles into an empty cache directory, and for the compiler once
// more, from that directory.
func compileTwice(ctx context.Context, wasm []byte, c Config, p *Phases) (*Module, error) {
	cold, err := Compile(ctx, wasm, c)
	if err != nil {
		return nil, err
	}
	p.CompileCold = cold.Took()
	if c.Interpreter {
		return cold, nil
	}
	if err := cold.Close(ctx); err != nil {
		return nil, err
	}
	cached, err := Compile(ctx, wasm, c)
	if err != nil {
		return nil, err
	}
	p.CompileCached = cached.Took()
	return cached, nil
}

// A life is what one instance took.
type life struct {
	instantiate, first time.Duration
	steady             []time.Duration
	memory             uint32
}

// live starts an instance and builds URLs with it.
func (e *Engine) live(ctx context.Context, warm, steady int) (l life, err error) {
	begin := time.Now()
	instance, err := e.Module.Instantiate(ctx)
	if err != nil {
		return l, err
	}
	l.instantiate = time.Since(begin)
	defer func() { err = errors.Join(err, instance.Close(ctx)) }()
	if l.first, err = e.build(ctx, instance); err != nil {
		return l, err
	}
	for n := range warm + steady {
		d, err := e.build(ctx, instance)
		if err != nil {
			return l, err
		}
		if n >= warm {
			l.steady = append(l.steady, d)
		}
	}
	l.memory = instance.MemoryBytes()
	return l, nil
}

// build times a build request, without reading the answer's JSON, and verifies
// the URL.
func (e *Engine) build(ctx context.Context, instance *Instance) (time.Duration, error) {
	nonce, err := signer.NewNonce(rand.Reader)
	if err != nil {
		return 0, err
	}
	request, err := e.Subject.BuildRequest(nonce, time.Now())
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	answer, err := instance.answer(ctx, request)
	took := time.Since(begin)
	if err != nil {
		return 0, err
	}
	var value struct {
		URL string `json:"url"`
	}
	if err := decode(answer, &value); err != nil {
		return 0, err
	}
	e.Audit.Verified("wazero build", e.Subject.Verify(value.URL, time.Now()))
	return took, nil
}

func (p *Phases) summarize(lives []life) {
	var instantiate, first, steady []time.Duration
	for _, l := range lives {
		instantiate = append(instantiate, l.instantiate)
		first = append(first, l.first)
		steady = append(steady, l.steady...)
		p.MemoryBytes = max(p.MemoryBytes, l.memory)
	}
	p.Instantiate, p.FirstCall, p.Steady = median(instantiate), median(first), median(steady)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
