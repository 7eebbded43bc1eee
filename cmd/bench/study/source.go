package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// extract writes the files of a commit into a folder.
func extract(ctx context.Context, commit, dir string) (err error) {
	git := exec.CommandContext(ctx, "git", "archive", "--format=tar", commit)
	git.Stderr = os.Stderr
	out, err := git.StdoutPipe()
	if err != nil {
		return err
	}
	if err := git.Start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, git.Wait()) }()
	for files := tar.NewReader(out); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("git archive %s: %w", commit, err)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if err := writeFile(filepath.Join(dir, header.Name), files); err != nil {
			return err
		}
	}
}

func writeFile(path string, from io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	text, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// slower is added to the package that is made slower. It says when a function does all
// of its work once more: so often that this is the wanted share of its work, on any
// machine and in any state of it. Work of another kind, such as a chain of
// multiplications, was 14 % of the same function at one time and 20 % at another.
const slower = `package signer

var owed, repeating = 0, false

func due(percent int) bool {
	if repeating {
		return false
	}
	if owed += percent; owed < 100 {
		return false
	}
	owed -= 100
	return true
}
`

// A place is where a kernel is made slower: at the head of one function that no
// other kernel calls. The call is that function's own. It allocates nothing: more
// allocations would fail at once, before any time is measured.
type place struct{ file, function, call string }

// places by kernel.
func places() map[string]place {
	return map[string]place{
		"native sign":          {"signer/fast.go", "func (s *Signer) AppendURL(", "s.AppendURL(dst, e, nonce, at)"},
		"native sign-prepared": {"signer/fast.go", "func (p *Prepared) AppendURL(", "p.AppendURL(dst, nonce, at)"},
	}
}

// slowDown changes the source in a folder so that a kernel does so many per cent of its
// work again.
func slowDown(dir, kernel string, percent int) error {
	where, ok := places()[kernel]
	if !ok {
		return fmt.Errorf("kernel %q: no place is known to make it slower", kernel)
	}
	path := filepath.Join(dir, where.file)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := insert(string(text), where.function, fmt.Sprintf("\tif due(%d) {\n\t\trepeating = true\n\t\t%s\n\t\trepeating = false\n\t}\n", percent, where.call))
	if err != nil {
		return fmt.Errorf("%s: %w", where.file, err)
	}
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "signer", "slower.go"), []byte(slower), 0o644)
}

// insert puts a statement at the head of the function whose line begins so.
func insert(text, function, statement string) (string, error) {
	before, after, found := strings.Cut(text, "\n"+function)
	signature, body, whole := strings.Cut(after, "{\n")
	if !found || !whole || strings.Contains(signature, "\n") {
		return "", fmt.Errorf("no line %q with the function's whole head", function)
	}
	return before + "\n" + function + signature + "{\n" + statement + body, nil
}

// writeBeside puts a function into the package that is tested, in a file that the
// compiler takes first. It runs once, when the program starts.
func writeBeside(dir string, steps int) error {
	var b strings.Builder
	b.WriteString("package signer\n\nvar beside = moved(1)\n\n//go:noinline\nfunc moved(x uint64) uint64 {\n")
	for range steps * stepLines {
		b.WriteString("\tx ^= x << 13\n\tx *= 0x9e3779b97f4a7c15\n")
	}
	b.WriteString("\treturn x\n}\n")
	return os.WriteFile(filepath.Join(dir, "signer", "abeside.go"), []byte(b.String()), 0o644)
}

// stepLines make more machine code than a line of the cache has.
const stepLines = 5
