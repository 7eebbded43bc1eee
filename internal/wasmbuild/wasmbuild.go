// Package wasmbuild holds, as data, how the WebAssembly modules of the site are built:
// the generator builds them so, and a test proves that the committed bytes come from
// the committed source in this way.
package wasmbuild

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// Toolchain is the Go release whose compiler made the committed bytes; another
// patch release gives others. It is the toolchain of go.mod, and a test keeps
// the two together.
const Toolchain = "go1.26.8"

// A Module is one of those that the site has.
type Module struct {
	// Package is what is built, and Output where it goes, from the root of the tree.
	Package, Output string
	// MaxBrotli is the budget in bytes of the module as it goes over the wire, with
	// brotli at its best quality.
	MaxBrotli int
}

// Signer is the module of the playground, which the harness measures too.
func Signer() Module { return Module{"./wasm", "site/signer.wasm", 800_000} }

// Lab is the simulated platform, which only the page of the lab loads.
func Lab() Module { return Module{"./wasm/lab", "site/lab/lab.wasm", 1_000_000} }

// Modules lists all.
func Modules() []Module { return []Module{Signer(), Lab()} }

// Flags make a WASI reactor without debug information, and without anything
// that differs from machine to machine. Functions are not inlined into others,
// which makes the compressed module smaller by a tenth, but for those of SHA-256,
// where most of the time goes.
func Flags() []string {
	return []string{"-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=",
		"-gcflags=all=-l", "-gcflags=crypto/internal/fips140/sha256=", "-gcflags=crypto/internal/fips140deps/byteorder="}
}

// Environment is what the build sets; it clears what a machine may set to
// change the output.
func Environment() []string {
	return []string{"GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOWASM=", "GOFIPS140=off", "GOWORK=off"}
}

// Available reports whether this process comes from the pinned toolchain, whose
// go command is then taken to be the one on the path.
func Available() bool { return runtime.Version() == Toolchain }

// Build builds the module of the source tree at root into the file output.
func (m Module) Build(ctx context.Context, root, output string) error {
	args := append(append([]string{"build"}, Flags()...), "-o", output, m.Package)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), Environment()...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", m.Package, err, stderr.Bytes())
	}
	return nil
}
