package e2e

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
)

// TestTypes holds the page's modules to the types in their comments.
func TestTypes(t *testing.T) {
	t.Parallel()
	const compiler = "node_modules/typescript/bin/tsc"
	if _, err := os.Stat(compiler); errors.Is(err, fs.ErrNotExist) {
		testneeds.Absent(t, "TypeScript is not installed (npm ci --prefix internal/e2e)")
	}
	if complaints, err := exec.Command(testneeds.Program(t, "node"), compiler, "--project", ".").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, complaints)
	}
}
