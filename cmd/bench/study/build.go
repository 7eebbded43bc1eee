package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/checkout"
)

// A build is what is compared: the command with the gate and its workers, and the
// tests with the benchmarks, which read files of their package.
type build struct{ bench, tests, tested string }

// A variant says what a build is made of.
type variant struct {
	// kernel does so many per cent of its work again; empty: the source as it is.
	kernel  string
	percent int
	// beside is how much code stands before that of the signer, which is the same but
	// in another place, as after a change to something that is not measured. 0: none.
	beside int
}

// besides is how many there are.
const besides = 8

func (v variant) String() string {
	switch {
	case v.kernel != "":
		return fmt.Sprintf("%s-%d", strings.ReplaceAll(v.kernel, " ", "-"), v.percent)
	case v.beside > 0:
		return fmt.Sprintf("beside-%d", v.beside)
	default:
		return "base"
	}
}

// make builds a variant of the commit, unless that has been done.
func (s *study) make(ctx context.Context, v variant) (build, error) {
	dir, err := filepath.Abs(filepath.Join(s.builds, s.revision[:12], v.String()))
	if err != nil {
		return build{}, err
	}
	source := filepath.Join(dir, "source")
	b := build{bench: filepath.Join(dir, "bench"), tests: filepath.Join(dir, "signer.test"), tested: filepath.Join(source, "signer")}
	if _, err := os.Stat(b.tests); err == nil {
		return b, nil
	}
	if err := extract(ctx, s.revision, source); err != nil {
		return b, err
	}
	if v.kernel != "" {
		if err := slowDown(source, v.kernel, v.percent); err != nil {
			return b, err
		}
	}
	if v.beside > 0 {
		if err := writeBeside(source, v.beside); err != nil {
			return b, err
		}
	}
	if err := s.compile(ctx, source, "build", "-ldflags="+checkout.Alignment, "-o", b.bench, "./cmd/bench"); err != nil {
		return b, err
	}
	return b, s.compile(ctx, source, "test", "-c", "-o", b.tests, "./signer")
}

// compile runs the go command so that no path gets into what it makes.
func (s *study) compile(ctx context.Context, dir, verb string, arguments ...string) error {
	command := exec.CommandContext(ctx, "go", append([]string{verb, "-trimpath", "-buildvcs=false"}, arguments...)...)
	command.Dir, command.Stdout, command.Stderr = dir, s.progress, s.progress
	if err := command.Run(); err != nil {
		return fmt.Errorf("go %s: %w", verb, err)
	}
	return nil
}
