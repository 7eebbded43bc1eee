// Command wasmgen builds the WebAssembly modules of the site; `go generate ./site`
// runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/embedsign/embedsign/internal/wasmbuild"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "wasmgen:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if !wasmbuild.Available() {
		return fmt.Errorf("this is another Go release than %s, which is pinned so that the bytes can be reproduced", wasmbuild.Toolchain)
	}
	mod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return fmt.Errorf("go env GOMOD: %w", err)
	}
	root := filepath.Dir(strings.TrimSpace(string(mod)))
	for _, m := range wasmbuild.Modules() {
		if err := m.Build(ctx, root, filepath.Join(root, m.Output)); err != nil {
			return err
		}
	}
	return nil
}
