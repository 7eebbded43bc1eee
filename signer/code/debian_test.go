//go:build all

package code

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
)

// debian are the others that Debian has. It has no PowerShell.
var debian = []platform{
	{language: "typescript", needs: []string{"node"}, build: buildTypeScript, command: ownFile("node", "embed-url.mjs")},
	{language: "go", needs: []string{"go"}, build: buildGo, command: built},
	{language: "ruby", needs: []string{"ruby"}, command: ownFile("ruby", "-W:all", "embed_url.rb")},
	{language: "php", needs: []string{"php"}, command: ownFile("php", "-d", "display_errors=stderr", "embed-url.php")},
	{language: "java", needs: []string{"java"}, command: ownFile("java", "-XX:TieredStopAtLevel=1", "EmbedUrl.java")},
	{language: "csharp", needs: []string{"mcs", "mono"}, build: buildCSharp, command: ownFile("mono", "EmbedUrl.exe")},
	{language: "rust", needs: []string{"cargo"}, build: buildRust, command: built},
	{language: "bash", needs: []string{"bash", "openssl"}, command: ownFile("bash", "embed-url.sh")},
	{language: "elixir", needs: []string{"elixir"}, command: ownFile("elixir", "embed_url.exs")},
}

// It takes minutes and many languages, so only make test-all runs it.
func TestProgramsGiveTheURLOnDebian(t *testing.T) {
	for _, p := range debian {
		t.Run(p.language, func(t *testing.T) { tryAll(t, p) })
	}
}

// built is the program that a build leaves beside the folders of the sources.
func built(dir string) []string {
	return []string{filepath.Join(filepath.Dir(dir), "target", "debug", filepath.Base(dir))}
}

func buildGo(t *testing.T, dir string, _ []trial) {
	writeFile(t, filepath.Join(dir, "go.mod"), "module programs\n\ngo 1.21\n")
	output := filepath.Join(dir, "target", "debug") + string(filepath.Separator)
	must(t, dir, "go", "build", "-o", output, "./...")
	must(t, dir, "go", "vet", "./...")
}

// buildRust takes the crates that Debian has as packages: the tests need no
// network.
func buildRust(t *testing.T, dir string, list []trial) {
	const crates = "/usr/share/cargo/registry"
	for _, crate := range []string{"hmac", "sha2", "uuid"} {
		if found, _ := filepath.Glob(crates + "/" + crate + "-[0-9]*"); len(found) == 0 {
			testneeds.Absent(t, "the package librust-"+crate+"-dev is not installed")
		}
	}
	writeFile(t, filepath.Join(dir, ".cargo", "config.toml"),
		"[source.crates-io]\nreplace-with = \"debian\"\n[source.debian]\ndirectory = \""+crates+"\"\n")
	manifest := "[package]\nname = \"programs\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[profile.dev]\ndebug = false\n" +
		"[dependencies]\nhmac = \"0.12\"\nsha2 = \"0.10\"\nuuid = { version = \"1\", features = [\"v4\"] }\n"
	for _, one := range list {
		manifest += "[[bin]]\nname = \"" + one.name + "\"\npath = \"" + one.name + "/main.rs\"\n"
	}
	writeFile(t, filepath.Join(dir, "Cargo.toml"), manifest)
	must(t, dir, "cargo", "build", "--offline", "--quiet", "--target-dir", "target")
}

func buildCSharp(t *testing.T, _ string, list []trial) {
	each(list, func(one *trial) {
		if _, err := run(t.Context(), one, "mcs", "-codepage:utf8", "-warnaserror", "EmbedUrl.cs"); err != nil {
			t.Errorf("csharp %s: %v", one.name, err)
		}
	})
}

// buildTypeScript checks the types of all programs and makes JavaScript of them,
// because the Node.js of older machines does not read TypeScript.
func buildTypeScript(t *testing.T, dir string, _ []trial) {
	tsc, err := filepath.Abs("../../internal/e2e/node_modules/typescript/bin/tsc")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(tsc); err != nil {
		testneeds.Absent(t, "the TypeScript compiler is not there; make tools installs it")
	}
	writeFile(t, filepath.Join(dir, "node.d.ts"), "declare const process: { env: Record<string, string | undefined> };\n")
	writeFile(t, filepath.Join(dir, "tsconfig.json"), `{"compilerOptions": {"strict": true, "noUnusedLocals": true, "noUncheckedIndexedAccess": true,
		"target": "es2022", "module": "nodenext", "lib": ["es2022", "dom"], "types": []}, "include": ["**/*.mts", "node.d.ts"]}`)
	must(t, dir, "node", tsc, "--project", dir)
}

// must runs a step of a build.
func must(t *testing.T, dir string, command ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "GOFLAGS=", "GOWORK=off", "CARGO_HOME="+filepath.Join(dir, ".home"))
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, output)
	}
}
