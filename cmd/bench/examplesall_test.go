//go:build all

package main

import (
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The examples of the help take as long as they say; make test-all runs them.

// TestExamplesRun runs the examples of the help, shortened.
func TestExamplesRun(t *testing.T) {
	root := newCommand(strings.NewReader(""), io.Discard, io.Discard)
	examples := strings.Split(root.Example, "\n")
	for _, c := range root.Commands() {
		examples = append(examples, strings.Split(c.Example, "\n")...)
	}
	slices.Sort(examples)
	examples = slices.Compact(examples)
	if len(examples) < 5 {
		t.Fatalf("examples %q", examples)
	}
	for _, example := range examples {
		words := strings.Fields(example)
		if len(words) < 2 || words[0] != "bench" {
			t.Fatalf("example %q", example)
		}
		args := words[1:]
		if i := slices.Index(args, "|"); i >= 0 {
			args = args[:i]
		}
		switch {
		case args[0] != "run": // what they name is not there; that the flags are is seen all the same
			args = append(args, "--help")
		case !slices.Contains(args, "--help"):
			args = quick(args...)
		}
		out, err := exec.CommandContext(t.Context(), filepath.Join(binDir, "bench"), args...).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", example, err, out)
		}
	}
}
