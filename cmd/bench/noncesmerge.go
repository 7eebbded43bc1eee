package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// mostFiles bounds what is open at once.
const mostFiles = 512

// merge compares the nonces in files.
func (n *noncing) merge(ctx context.Context, files []string, out outputs, m *metrics.Nonces) error {
	if err := checkFiles(files); err != nil {
		return err
	}
	r, err := out.withRunFile(func(runFile io.Writer) (*trial.Result, error) {
		return trial.Merge(ctx, trial.Merging{Files: files, RunFile: runFile, Name: fmt.Sprintf("%d merged files", len(files))})
	})
	return n.report(ctx, out, m, r, err)
}

// checkFiles refuses a file that is named twice: all of its nonces would be duplicates. A
// copy is not refused, as two machines that draw the same make the same file.
func checkFiles(files []string) error {
	if len(files) > mostFiles {
		return usage("--merge: %d files, at most %d can be compared at once; merge some of them into one with --run-file first", len(files), mostFiles)
	}
	var known []os.FileInfo
	for i, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return failure(fmt.Errorf("run file: %w", err))
		}
		for j, other := range known {
			if os.SameFile(info, other) {
				return usage("--merge: %q and %q are the same file", files[j], files[i])
			}
		}
		known = append(known, info)
	}
	return nil
}
