package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
)

// The examples of the help run as they stand there.
func TestExamplesRun(t *testing.T) {
	t.Setenv("EMBEDSIGN_ADDR", "127.0.0.1:0") // so that no port is fixed
	examples := strings.Split(newCommand(os.Stdin, io.Discard).Example, "\n")
	if len(examples) < 3 {
		t.Fatalf("examples %q", examples)
	}
	for _, example := range examples {
		words := strings.Fields(example)
		if words[0] != "serve" {
			t.Fatalf("example %q", example)
		}
		ctx, stop := context.WithCancel(t.Context())
		var stderr stopAt
		stderr.line, stderr.stop = "listening on", stop
		if code := run(ctx, words[1:], strings.NewReader(""), io.Discard, &stderr); code != 0 {
			t.Errorf("%s: exit code %d: %s", example, code, &stderr.said)
		}
		stop()
	}
}

// stopAt stops what writes to it once it has said a line.
type stopAt struct {
	line string
	stop func()
	said bytes.Buffer
}

func (s *stopAt) Write(p []byte) (int, error) {
	s.said.Write(p)
	if strings.Contains(s.said.String(), s.line) {
		s.stop()
	}
	return len(p), nil
}

func TestHelpFitsAScreen(t *testing.T) {
	var help strings.Builder
	if code := run(t.Context(), []string{"--help"}, strings.NewReader(""), &help, io.Discard); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	if lines := strings.Count(help.String(), "\n"); lines > 40 {
		t.Errorf("%d lines:\n%s", lines, help.String())
	}
}
