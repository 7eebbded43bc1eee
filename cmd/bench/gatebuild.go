package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/checkout"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/internal/wasmbuild"
)

// buildHead makes head's binary, of the working tree as it is, unless one was named.
// It is the last to be built, and building is not counted.
func (r *gateRun) buildHead(ctx context.Context) (err error) {
	side := &r.result.Head
	side.Name = r.flags.headBin
	if r.head, err = absolute(r.flags.headBin); err != nil {
		return err
	}
	if r.head == "" {
		tree, err := checkout.Find(ctx, ".", "./cmd/bench")
		if err != nil {
			return fmt.Errorf("%w; or name a binary with --head-bin", err)
		}
		fmt.Fprintln(r.stderr, "building head: the working tree")
		built, err := tree.Head(ctx, filepath.Join(r.dir, "head"))
		if err != nil {
			return err
		}
		if err := r.proveFresh(ctx, tree.Dir); err != nil {
			return err
		}
		r.head = built.Binary
		*side = gate.Side{Name: "working tree", Revision: built.Revision, Dirty: built.Dirty}
	}
	if side.SHA256, err = fileDigest(r.head); err != nil {
		return fmt.Errorf("head %q: %w", side.Name, err)
	}
	r.begun = time.Now()
	return nil
}

// proveFresh builds the tree's signer.wasm: with one that is not of this source the
// kernels in WebAssembly would be measured of another one, and pass. Another release of
// Go than the pinned one gives other bytes, so nothing can be told with it.
func (r *gateRun) proveFresh(ctx context.Context, root string) error {
	if !wasmbuild.Available() {
		fmt.Fprintf(r.stderr, "head: not proved to have the signer.wasm of its source: this is %s, and that takes a gate that was built with %s\n", runtime.Version(), wasmbuild.Toolchain)
		return nil
	}
	return isFresh(ctx, wasmbuild.Signer(), root, filepath.Join(r.dir, "signer.wasm"))
}

// isFresh builds a module of the source tree at root, and compares it with the stored one.
func isFresh(ctx context.Context, m wasmbuild.Module, root, built string) error {
	if err := m.Build(ctx, root, built); err != nil {
		said, complaints, _ := strings.Cut(err.Error(), "\n")
		return fmt.Errorf("head: %s; mend that first", checkout.FirstLine(complaints, errors.New(said)))
	}
	fresh, err := fileDigest(built)
	if err != nil {
		return err
	}
	stored, err := fileDigest(filepath.Join(root, m.Output))
	if err == nil && stored != fresh {
		err = fmt.Errorf("head: %s is not what the source in this tree gives, and would be measured in its place: go generate ./site", m.Output)
	}
	return err
}

// buildBase makes base's binary, of the commit, unless one was named.
func (r *gateRun) buildBase(ctx context.Context) (err error) {
	side := &r.result.Base
	side.Name = r.flags.baseBin
	if r.base, err = absolute(r.flags.baseBin); err != nil {
		return err
	}
	if r.base == "" {
		tree, err := checkout.Find(ctx, ".", "./cmd/bench")
		if err != nil {
			return fmt.Errorf("%w; or name a binary with --base-bin", err)
		}
		fmt.Fprintln(r.stderr, "building base:", r.flags.base)
		built, err := tree.Base(ctx, r.flags.base, filepath.Join(r.dir, "base"))
		if err != nil {
			return err
		}
		r.base = built.Binary
		*side = gate.Side{Name: r.flags.base, Revision: built.Revision}
	}
	if side.SHA256, err = fileDigest(r.base); err != nil {
		return fmt.Errorf("base %q: %w", side.Name, err)
	}
	return nil
}

// absolute makes a file of a name without a slash, which would be looked for among
// the commands. No name stays none.
func absolute(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	return filepath.Abs(path)
}

func fileDigest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
