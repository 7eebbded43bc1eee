package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/embedsign/embedsign/internal/storage/sqlite"
	"github.com/embedsign/embedsign/internal/tenant"
)

// newBackup is a command of its own, so that it can run beside a server that has the
// file open.
func newBackup() *cobra.Command {
	var db string
	command := &cobra.Command{
		Use:     "backup --db FILE COPY",
		Short:   "Copy the database while a server uses it",
		Example: "  serve backup --db embedsign.db embedsign-monday.db",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrongUsage("want the name of one file to write; see serve backup --help")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) (err error) {
			if db == "" {
				return wrongUsage("want the database in --db")
			}
			if _, err := os.Stat(db); errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("database %q: there is no such file", db)
			}
			file, err := sqlite.Open(c.Context(), db, func() (*tenant.State, error) { return nil, errors.New("it is empty") })
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, file.Close()) }()
			return file.Backup(c.Context(), args[0])
		},
	}
	command.Flags().StringVar(&db, "db", "", "the SQLite `FILE` of a server")
	return command
}
