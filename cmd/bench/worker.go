package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
	"github.com/embedsign/embedsign/site"
)

// newWorkerCommand is what a gate starts: of this build, or of the one that it is
// compared with. It is of no use to people, so it is not listed.
func newWorkerCommand(stdin io.Reader, stdout io.Writer) *cobra.Command {
	c := worker.Config{Wasm: site.Wasm()}
	command := &cobra.Command{
		Use:     "worker",
		Short:   "Measure what a gate asks for, over stdin and stdout",
		Example: "  bench gate --base main",
		Hidden:  true,
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := worker.Serve(command.Context(), stdin, stdout, c); err != nil {
				return failure(err)
			}
			return nil
		},
	}
	command.Flags().StringVar(&c.CacheDir, "cache", "", "keep compiled WebAssembly in this `DIRECTORY`")
	return command
}
