// Package guest measures signer.wasm under wazero: the very bytes that the
// browser runs.
//
// A [Module] is compiled once and instantiated for each goroutine, since an
// instance has one thread. By default it gets real randomness and real clocks.
// wazero's own defaults are a random source with a fixed seed, under which
// every instance makes the same nonces, and a clock that stands still.
package guest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// Random says where the guest's randomness comes from.
type Random string

const (
	// Crypto is crypto/rand of the host.
	Crypto Random = "crypto"
	// WazeroDefault is what wazero gives when nobody asks for anything else. It
	// is here to be caught.
	WazeroDefault Random = "wazero-default"
)

// memoryLimitPages caps the memory of an instance at 256 MiB, so that a guest
// that leaks fails instead of taking the machine along.
const memoryLimitPages = 4096

// A Config says how to run the guest.
type Config struct {
	// Interpreter chooses wazero's interpreter over its compiler.
	Interpreter bool
	// CacheDir keeps compiled code; empty: none is kept.
	CacheDir string
	Random   Random
}

// A Module is compiled code that can be instantiated. It is safe for concurrent
// use.
type Module struct {
	runtime  wazero.Runtime
	cache    wazero.CompilationCache
	compiled wazero.CompiledModule
	config   wazero.ModuleConfig
	took     time.Duration
}

// Compile compiles WebAssembly on all cores, or takes it from the cache.
func Compile(ctx context.Context, wasm []byte, c Config) (_ *Module, err error) {
	m := &Module{config: moduleConfig(c.Random)}
	defer func() {
		if err != nil {
			err = errors.Join(err, m.Close(ctx))
		}
	}()
	runtimeConfig := wazero.NewRuntimeConfigCompiler()
	if c.Interpreter {
		runtimeConfig = wazero.NewRuntimeConfigInterpreter()
	}
	if c.CacheDir != "" {
		if m.cache, err = wazero.NewCompilationCacheWithDir(c.CacheDir); err != nil {
			return nil, fmt.Errorf("compilation cache %q: %w", c.CacheDir, err)
		}
		runtimeConfig = runtimeConfig.WithCompilationCache(m.cache)
	}
	m.runtime = wazero.NewRuntimeWithConfig(ctx, runtimeConfig.WithMemoryLimitPages(memoryLimitPages))
	if _, err = wasi_snapshot_preview1.Instantiate(ctx, m.runtime); err != nil {
		return nil, fmt.Errorf("WASI: %w", err)
	}
	start := time.Now()
	m.compiled, err = m.runtime.CompileModule(experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0)), wasm)
	m.took = time.Since(start)
	if err != nil {
		return nil, fmt.Errorf("compile signer.wasm: %w", err)
	}
	return m, nil
}

// moduleConfig is that of every instance. It has no name, as names are unique
// within a runtime.
func moduleConfig(random Random) wazero.ModuleConfig {
	c := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").
		WithSysWalltime().WithSysNanotime().WithSysNanosleep()
	if random != WazeroDefault {
		c = c.WithRandSource(rand.Reader)
	}
	return c
}

// Took is how long compiling, or reading from the cache, took.
func (m *Module) Took() time.Duration { return m.took }

// Close ends all instances too.
func (m *Module) Close(ctx context.Context) error {
	var errs []error
	if m.runtime != nil {
		errs = append(errs, m.runtime.Close(ctx))
	}
	if m.cache != nil {
		errs = append(errs, m.cache.Close(ctx))
	}
	return errors.Join(errs...)
}
