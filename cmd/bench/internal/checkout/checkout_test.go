package checkout

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
)

// repository makes one with two commits: the first prints 1, the second 2. What
// is not committed prints 3.
func repository(t *testing.T) Tree {
	t.Helper()
	testneeds.Program(t, "git")
	dir := t.TempDir()
	write(t, dir, "go.mod", "module example.com/bench\n\ngo 1.26\n")
	git(t, dir, "init", "--quiet")
	for _, number := range []string{"1", "2"} {
		write(t, dir, "main.go", "package main\n\nfunc main() { print("+number+") }\n")
		git(t, dir, "add", ".")
		git(t, dir, "commit", "--quiet", "-m", number)
	}
	write(t, dir, "main.go", "package main\n\nfunc main() { print(3) }\n")
	tree, err := Find(t.Context(), dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func git(t *testing.T, dir string, arguments ...string) {
	t.Helper()
	arguments = append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"}, arguments...)
	if _, err := output(t.Context(), dir, "git", arguments...); err != nil {
		t.Fatal(err)
	}
}

func prints(t *testing.T, binary string) string {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), binary).CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestBuilds(t *testing.T) {
	tree, dir := repository(t), t.TempDir()
	base, err := tree.Base(t.Context(), "HEAD~1", filepath.Join(dir, "base"))
	if err != nil {
		t.Fatal(err)
	}
	head, err := tree.Head(t.Context(), filepath.Join(dir, "head"))
	if err != nil {
		t.Fatal(err)
	}
	if got := prints(t, base.Binary) + prints(t, head.Binary); got != "13" {
		t.Errorf("base and head print %s, want 13", got)
	}
	if !head.Dirty || base.Dirty || head.Revision == base.Revision || len(base.Revision) < 40 {
		t.Errorf("base %+v, head %+v", base, head)
	}
	worktrees, err := output(t.Context(), tree.Dir, "git", "worktree", "list")
	if err != nil || strings.Count(worktrees, "\n") != 0 {
		t.Errorf("worktrees are left: %s, %v", worktrees, err)
	}
}

// A gate that compares a commit with itself must not see a difference in bytes.
func TestSameSourceGivesTheSameBytes(t *testing.T) {
	tree, dir := repository(t), t.TempDir()
	git(t, tree.Dir, "checkout", "--quiet", "main.go")
	base, err := tree.Base(t.Context(), "HEAD", filepath.Join(dir, "base"))
	if err != nil {
		t.Fatal(err)
	}
	head, err := tree.Head(t.Context(), filepath.Join(dir, "head"))
	if err != nil {
		t.Fatal(err)
	}
	if head.Dirty || head.Revision != base.Revision {
		t.Errorf("base %+v, head %+v", base, head)
	}
	if !bytes.Equal(read(t, base.Binary), read(t, head.Binary)) {
		t.Error("the binaries differ")
	}
}

// Code that is the same must not depend on what stands before it in the binary.
func TestFunctionsBeginLinesOfTheCache(t *testing.T) {
	tree := repository(t)
	built, err := tree.Head(t.Context(), filepath.Join(t.TempDir(), "head"))
	if err != nil {
		t.Fatal(err)
	}
	symbols, err := output(t.Context(), tree.Dir, "go", "tool", "nm", built.Binary)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(symbols) {
		fields := strings.Fields(line) // address, type, name
		if len(fields) < 3 || fields[1] != "T" || !strings.HasPrefix(fields[2], "runtime.(*") {
			continue
		}
		seen++
		if address, err := strconv.ParseUint(fields[0], 16, 64); err != nil || address%64 != 0 {
			t.Errorf("%s is at %s: %v", fields[2], fields[0], err)
		}
	}
	if seen < 10 {
		t.Errorf("only %d functions were looked at", seen)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Each mistake is one line that says what to do.
func TestFailures(t *testing.T) {
	tree := repository(t)
	write(t, tree.Dir, "main.go", "package main\n\nfunc main() { undefined() }\n")
	git(t, tree.Dir, "commit", "--quiet", "-am", "broken")
	binary := filepath.Join(t.TempDir(), "bench")
	for want, do := range map[string]func() error{
		`commit "nowhere": not in this clone; fetch it first`:             func() error { _, err := tree.Base(t.Context(), "nowhere", binary); return err },
		`commit "--all": a name does not begin with a dash`:               func() error { _, err := tree.Base(t.Context(), "--all", binary); return err },
		"undefined: undefined; name a commit that does, or a binary":      func() error { _, err := tree.Base(t.Context(), "HEAD", binary); return err },
		"undefined: undefined; mend that first":                           func() error { _, err := tree.Head(t.Context(), binary); return err },
		`base "HEAD" does not build: go build: ./main.go:3:15: undefined`: func() error { _, err := tree.Base(t.Context(), "HEAD", binary); return err },
		`head does not build: go build: ./main.go:3:15: undefined`:        func() error { _, err := tree.Head(t.Context(), binary); return err },
		`not in a git repository`:                                         func() error { _, err := Find(t.Context(), t.TempDir(), "."); return err },
	} {
		err := do()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want one line with %s", err, want)
		}
	}
}

// An interrupted build leaves no worktree behind.
func TestInterrupted(t *testing.T) {
	tree := repository(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tree.Base(ctx, "HEAD", filepath.Join(t.TempDir(), "bench")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was interrupted", err)
	}
	worktrees, err := output(t.Context(), tree.Dir, "git", "worktree", "list")
	if err != nil || strings.Count(worktrees, "\n") != 0 {
		t.Errorf("worktrees are left: %s, %v", worktrees, err)
	}
}
