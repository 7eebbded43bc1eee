package e2e

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"testing"
)

// TestTypes holds the page's modules to the types in their comments.
func TestTypes(t *testing.T) {
	t.Parallel()
	const compiler = "node_modules/typescript/bin/tsc"
	if _, err := os.Stat(compiler); errors.Is(err, fs.ErrNotExist) {
		missing(t, "TypeScript is not installed (npm ci --prefix internal/e2e)")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node is not installed (Debian: apt-get install nodejs npm)")
	}
	if complaints, err := exec.Command(node, compiler, "--project", ".").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, complaints)
	}
}
