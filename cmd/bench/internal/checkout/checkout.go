// Package checkout makes the two binaries that a gate compares: of a commit, in
// a worktree of its own, and of the tree as it is.
//
// Both are built alike, without paths and without the state of version control in
// them, so that the same source gives the same bytes. Nothing in the tree is
// touched; the worktree is removed as soon as its binary is there.
package checkout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A Tree is a repository, with a package in it that can be built.
type Tree struct {
	// Dir is the root of the working tree.
	Dir string
	// Package is what is built, such as "./cmd/bench".
	Package string
}

// Find gives the tree around a folder.
func Find(ctx context.Context, dir, pkg string) (Tree, error) {
	root, err := output(ctx, dir, "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return Tree{}, fmt.Errorf("folder %q: not in a git repository: %w", dir, err)
	}
	return Tree{Dir: root, Package: pkg}, nil
}

// A Build is a binary and what it was made of.
type Build struct {
	Binary string
	// Revision is the commit, in full.
	Revision string
	// Dirty says that the tree had changes beyond the commit.
	Dirty bool
}

// Head builds the tree as it is, changes and all.
func (t Tree) Head(ctx context.Context, binary string) (Build, error) {
	revision, err := t.Commit(ctx, "HEAD")
	if err != nil {
		return Build{}, err
	}
	changes, err := output(ctx, t.Dir, "git", "status", "--porcelain")
	if err != nil {
		return Build{}, err
	}
	if err := t.build(ctx, t.Dir, binary); err != nil {
		return Build{}, fmt.Errorf("head does not build: %w; mend that first, or name a binary with --head-bin", err)
	}
	return Build{binary, revision, changes != ""}, nil
}

// Base builds a commit.
func (t Tree) Base(ctx context.Context, ref, binary string) (_ Build, err error) {
	revision, err := t.Commit(ctx, ref)
	if err != nil {
		return Build{}, err
	}
	dir, err := os.MkdirTemp("", "bench-base-")
	if err != nil {
		return Build{}, err
	}
	defer func() { err = errors.Join(err, t.remove(ctx, dir)) }()
	if _, err := output(ctx, t.Dir, "git", "worktree", "add", "--quiet", "--detach", dir, revision); err != nil {
		return Build{}, fmt.Errorf("base %q: no worktree of it: %w", ref, err)
	}
	if _, err := os.Stat(filepath.Join(dir, t.Package)); err != nil {
		return Build{}, fmt.Errorf("base %q: it has no %s, so there is nothing to compare with; hold the tree against limits (--limits) instead", ref, t.Package)
	}
	if err := t.build(ctx, dir, binary); err != nil {
		return Build{}, fmt.Errorf("base %q does not build: %w; name a commit that does, or a binary with --base-bin", ref, err)
	}
	return Build{Binary: binary, Revision: revision}, nil
}

// Commit resolves a name to a commit.
func (t Tree) Commit(ctx context.Context, ref string) (string, error) {
	if strings.HasPrefix(ref, "-") {
		return "", fmt.Errorf("commit %q: a name does not begin with a dash", ref)
	}
	revision, err := output(ctx, t.Dir, "git", "rev-parse", "--quiet", "--verify", ref+"^{commit}")
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", fmt.Errorf("commit %q: not in this clone%s", ref, t.hint(ctx))
	}
	return revision, nil
}

// hint says what to do where the clone does not have all commits.
func (t Tree) hint(ctx context.Context) string {
	if shallow, err := output(ctx, t.Dir, "git", "rev-parse", "--is-shallow-repository"); err != nil || shallow != "true" {
		return "; fetch it first, or name one that `git log --all` shows"
	}
	return ", which is shallow; fetch the commit first"
}

// Alignment is a flag of the linker that has each function begin where a line of the
// cache does. Without it a change anywhere in the program moves those after it by half a
// line, and code that is the same was seen to become slower by a tenth.
const Alignment = "-funcalign=64"

// build makes the binary of a folder. What it is made of is not written into it:
// two builds of the same source must be the same bytes.
func (t Tree) build(ctx context.Context, dir, binary string) error {
	absolute, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	_, err = output(ctx, dir, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags="+Alignment, "-o", absolute, t.Package)
	return err
}

// removal is how long removing a worktree may take after the run was ended.
const removal = 30 * time.Second

// remove takes the worktree away, also when the run was interrupted.
func (t Tree) remove(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removal)
	defer cancel()
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	_, err := output(ctx, t.Dir, "git", "worktree", "prune")
	return err
}

// output runs a command and gives what it wrote. Where it fails, the error is the
// first line of what it complained about: that is where compilers and git name
// the cause.
func output(ctx context.Context, dir, name string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir = dir
	command.Env = environment()
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("%s %s: %s", name, arguments[0], FirstLine(stderr.String(), err))
	}
	return strings.TrimSpace(stdout.String()), nil
}

// environment is ours without what git sets for its hooks: from inside of one,
// its variables would lead a worktree's git to the tree that the hook runs in.
func environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "GIT_") {
			kept = append(kept, variable)
		}
	}
	return kept
}

// FirstLine gives the first line of a compiler's complaints that is not only the name
// of a package.
func FirstLine(text string, otherwise error) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "# ") {
			return line
		}
	}
	return otherwise.Error()
}
