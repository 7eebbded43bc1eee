// Package policy holds the rules of the house that a compiler does not check.
package policy

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/embedsign/embedsign"

// allowed says which of our own packages a package may import; a folder speaks
// for what lies below it, which it may import too. Imports point downward only.
var allowed = map[string][]string{
	"signer":               {},
	"signer/jwt":           {"signer", "internal/tinyjson"},
	"signer/code":          {"signer", "internal/tinyjson"},
	"internal/tinyjson":    {},
	"internal/testneeds":   {}, // for tests
	"internal/processtest": {}, // for tests
	"site":                 {},
	"internal/wasmbuild":   {},
	"internal/policy":      {},
	"internal/e2e":         {}, // tests only
	"internal/vectors":     {}, // for tests
	"internal/lighthouse":  {}, // a test only
	"wasm":                 {"signer", "internal/tinyjson"},
	"wasm/host":            {},
	"wasm/lab":             {"signer", "internal/tenant", "internal/lab", "wasm/host"},
	"internal/api":         {"signer"},
	"internal/tenant":      {"signer"},
	"internal/vault":       {"signer"},
	"internal/lab":         {"signer", "internal/tenant"},
	"internal/labhttp":     {"signer", "internal/tenant", "internal/lab", "internal/api"},
	"internal/storage":     {"signer", "internal/tenant", "internal/testneeds"},
	"site/gen":             {"signer", "internal/wasmbuild", "site"},
	"cmd/serve":            {"signer", "internal/api", "internal/tenant", "internal/lab", "internal/labhttp", "internal/vault", "internal/storage", "site"},
	"cmd/bench":            {"signer", "internal/api", "internal/wasmbuild", "site"},
}

// standardOnly lists the packages that import nothing from outside but the
// standard library.
var standardOnly = []string{"signer", "signer/jwt", "signer/code", "internal/tenant", "internal/lab", "internal/vault", "internal/tinyjson", "site", "internal/wasmbuild"}

// confined are dependencies that one folder needs to make a file, and that must
// not get into what is shipped.
var confined = map[string]string{"github.com/evanw/esbuild": "site/gen"}

// A pkg is what `go list -json` says of a package.
type pkg struct {
	ImportPath string
	Imports    []string
}

func TestImportsPointDownward(t *testing.T) {
	for _, system := range [][]string{nil, {"GOOS=wasip1", "GOARCH=wasm"}} {
		pattern := "./..."
		if system != nil {
			pattern = "./wasm/..."
		}
		packages := list(t, system, pattern)
		if len(packages) == 0 {
			t.Fatalf("%v: no packages under %s", system, pattern)
		}
		for _, p := range packages {
			for _, broken := range violations(p) {
				t.Errorf("%v: %s", system, broken)
			}
		}
	}
}

// The check has to be able to fail.
func TestViolationsAreSeen(t *testing.T) {
	for _, p := range []pkg{
		{module + "/signer", []string{module + "/site"}},
		{module + "/signer/jwt", []string{"github.com/golang-jwt/jwt/v5"}},
		{module + "/internal/api", []string{module + "/cmd/serve"}},
		{module + "/cmd/serve", []string{module + "/cmd/bench/internal/limits"}},
		{module + "/cmd/serve", []string{"github.com/evanw/esbuild/pkg/api"}},
		{module + "/unheard/of", nil},
	} {
		if len(violations(p)) == 0 {
			t.Errorf("%s may import %v", p.ImportPath, p.Imports)
		}
	}
}

func list(t *testing.T, env []string, pattern string) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", pattern)
	cmd.Dir = "../.."
	cmd.Env = append(cmd.Environ(), env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func violations(p pkg) (broken []string) {
	folder, ok := folderOf(strings.TrimPrefix(p.ImportPath, module+"/"))
	if !ok {
		return []string{p.ImportPath + ": not in the table of allowed imports"}
	}
	for _, imported := range p.Imports {
		if !permitted(folder, imported) {
			broken = append(broken, p.ImportPath+" imports "+imported)
		}
	}
	return broken
}

func permitted(folder, imported string) bool {
	local, ours := strings.CutPrefix(imported, module+"/")
	if !ours {
		for path, home := range confined {
			if strings.HasPrefix(imported, path+"/") && folder != home {
				return false
			}
		}
		isStandard := !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".")
		return isStandard || !slices.Contains(standardOnly, folder)
	}
	return slices.ContainsFunc(append(allowed[folder], folder), func(target string) bool {
		return local == target || strings.HasPrefix(local, target+"/")
	})
}

// folderOf finds the longest folder of the table that holds a package.
func folderOf(local string) (folder string, ok bool) {
	for candidate := range allowed {
		inside := local == candidate || strings.HasPrefix(local, candidate+"/")
		if inside && len(candidate) >= len(folder) {
			folder, ok = candidate, true
		}
	}
	return folder, ok
}
