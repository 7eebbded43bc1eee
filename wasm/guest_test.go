package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// A guest is the committed module under wazero: the bytes that ship.
type guest struct {
	t      testing.TB
	module api.Module
}

// compiled is the module, made ready once for all tests: under the race detector
// that takes a quarter of a minute.
var compiled = sync.OnceValues(func() (*compiledGuest, error) {
	ctx := context.Background()
	code, err := os.ReadFile("../site/signer.wasm")
	if err != nil {
		return nil, err
	}
	runtime := wazero.NewRuntime(ctx)
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	module, err := runtime.CompileModule(ctx, code)
	return &compiledGuest{runtime, module}, err
})

type compiledGuest struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

func newGuest(t testing.TB) *guest {
	t.Helper()
	c, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").
		WithRandSource(rand.Reader).WithSysWalltime().WithSysNanotime().WithStderr(os.Stderr)
	module, err := c.runtime.InstantiateModule(t.Context(), c.module, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { module.Close(context.Background()) })
	return &guest{t, module}
}

// export calls an export; a trap fails the test.
func (g *guest) export(name string, args ...uint64) uint64 {
	g.t.Helper()
	results, err := g.module.ExportedFunction(name).Call(g.t.Context(), args...)
	if err != nil {
		g.t.Fatalf("%s: %v", name, err)
	}
	return results[0]
}

// put writes a request and gives its place.
func (g *guest) put(request string) (ptr, size uint64) {
	g.t.Helper()
	ptr, size = g.export("alloc", uint64(len(request))), uint64(len(request))
	if ptr == 0 {
		return 0, size
	}
	if !g.module.Memory().WriteString(uint32(ptr), request) {
		g.t.Fatalf("alloc(%d) gave %d, which is outside of the memory", size, ptr)
	}
	return ptr, size
}

func (g *guest) at(location uint64) string {
	g.t.Helper()
	text, ok := g.module.Memory().Read(uint32(location>>32), uint32(location))
	if !ok {
		g.t.Fatalf("answer at %#x is outside of the memory", location)
	}
	return string(text)
}

func (g *guest) call(request string) string {
	g.t.Helper()
	ptr, size := g.put(request)
	return g.at(g.export("call", ptr, size))
}

// Whatever comes, the guest answers with an error, and goes on working.
func TestGuestSurvivesJunk(t *testing.T) {
	g := newGuest(t)
	for name, junk := range junkRequests() {
		t.Run(name, func(t *testing.T) {
			wantFailure(t, g.call(junk))
			if got := g.call(`{"op":"nonce"}`); !strings.HasPrefix(got, `{"value":`) {
				t.Errorf("afterwards: %s", got)
			}
		})
	}
}

func TestGuestRefusesForeignAddresses(t *testing.T) {
	g := newGuest(t)
	ptr, size := g.put(`{"op":"nonce"}`)
	for _, place := range [][2]uint64{{0, 10}, {ptr + 1, size}, {ptr, size + 1}, {1 << 31, 1 << 31}, {0xffffffff, 0xffffffff}} {
		wantFailure(t, g.at(g.export("call", place[0], place[1])))
	}
	if got := g.export("alloc", 0xffffffff); got != 0 {
		t.Errorf("alloc of 4 GiB gave %d, want 0", got)
	}
}

// Fresh instances must not draw the same nonces; wazero's own default source
// would make them.
func TestInstancesDrawDifferentNonces(t *testing.T) {
	if a, b := newGuest(t).call(`{"op":"nonce"}`), newGuest(t).call(`{"op":"nonce"}`); a == b {
		t.Errorf("two instances drew the same nonce: %s", a)
	}
}

func TestKernelsInTheGuest(t *testing.T) {
	g := newGuest(t)
	if got := g.export("sign_n", 1); int32(got) != kernelUnprepared {
		t.Errorf("sign_n before prepare: %d", got)
	}
	ptr, size := g.put(buildRequest(t, 0, "safe"))
	if code := int32(g.export("prepare", ptr, size)); code != kernelOK {
		t.Fatalf("prepare: %d", code)
	}
	want := builtURL(t, 0)
	for _, kernel := range []string{"sign_n", "sign_prepared_n"} {
		if code := int32(g.export(kernel, 3)); code != kernelOK {
			t.Errorf("%s: %d", kernel, code)
		}
		if got := g.at(g.export("signed")); got != want {
			t.Errorf("%s signed\n got %s\nwant %s", kernel, got, want)
		}
	}
	for _, kernel := range []string{"verify_n", "nonce_n", "reference_n"} {
		if code := int32(g.export(kernel, 3)); code != kernelOK {
			t.Errorf("%s: %d", kernel, code)
		}
	}
}

func wantFailure(t *testing.T, answer string) {
	t.Helper()
	var a struct {
		Error *struct{ Code, Message string }
		Value json.RawMessage
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		t.Fatalf("answer %.200q: %v", answer, err)
	}
	if a.Error == nil || a.Error.Code == "" || a.Error.Message == "" || a.Value != nil {
		t.Errorf("answer %.200s, want an error", answer)
	}
}
