package wasmbuild

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
)

const root = "../.."

// The committed modules must be what the committed source gives. `go test`
// answers from its cache unless it has seen the inputs opened, so they are.
func TestModulesAreFresh(t *testing.T) {
	if !Available() {
		testneeds.Absent(t, fmt.Sprintf("built with another Go release than %s, which gives other bytes", Toolchain))
	}
	openInputs(t)
	for _, m := range Modules() {
		output := filepath.Join(t.TempDir(), "module.wasm")
		if err := m.Build(t.Context(), root, output); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(read(t, output), read(t, filepath.Join(root, m.Output))) {
			t.Errorf("%s is stale: run go generate ./site", m.Output)
		}
	}
}

func openInputs(t *testing.T) {
	count := 0
	for _, name := range []string{"go.mod", "go.sum", "wasm", "signer", "internal/tenant", "internal/lab", "internal/tinyjson"} {
		err := filepath.WalkDir(filepath.Join(root, name), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			count++
			_, err = os.ReadFile(path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if count < 20 {
		t.Fatalf("only %d inputs found: they have moved", count)
	}
}

func TestToolchainIsThatOfTheModule(t *testing.T) {
	line := regexp.MustCompile(`(?m)^toolchain (\S+)$`).FindSubmatch(read(t, filepath.Join(root, "go.mod")))
	if line == nil || string(line[1]) != Toolchain {
		t.Errorf("go.mod: toolchain %q, want %s", line, Toolchain)
	}
}

// A path of the machine in a module would make it differ from machine to
// machine, and tell where it was built.
func TestModulesHoldNoLocalPath(t *testing.T) {
	abs, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Modules() {
		if bytes.Contains(read(t, filepath.Join(root, m.Output)), []byte(abs)) {
			t.Errorf("%s holds the path of this checkout", m.Output)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
