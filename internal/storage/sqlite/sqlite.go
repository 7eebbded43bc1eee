// Package sqlite keeps an organisation, its used nonces and its sessions in one SQLite
// file. Callers need [Open]; the [File] is a [tenant.Store], a [signer.Ledger] and
// [tenant.Sessions] in one.
//
// What it has answered is on the disk: each commit waits for it. Several processes of
// one machine can use a file at the same time. It does not work over network file
// systems, whose locks cannot be relied on.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the driver, in Go alone

	"github.com/embedsign/embedsign/internal/tenant"
)

// A File is an open file. It is safe for concurrent use.
type File struct {
	db     *sql.DB
	wants  chan *want    // see writer.go
	closed chan struct{} // nobody may ask for more
	gone   chan struct{} // nothing is done any more
	ended  sync.WaitGroup

	mu     sync.Mutex
	cached *tenant.State
	number int64 // of the cached state, as in the table generation
}

// Open opens a file, or makes it with the state that first gives. A file of an older
// version is brought up to date; one of a newer version is an error. Other people's
// access is taken away from a file that is made.
func Open(ctx context.Context, path string, first func() (*tenant.State, error)) (*File, error) {
	if err := prepare(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, err
	}
	// A connection that is not kept is opened again for the next request, and each has its
	// settings to make.
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	f := &File{db: db, wants: make(chan *want, most), closed: make(chan struct{}), gone: make(chan struct{})}
	if err = migrate(ctx, db); err == nil {
		err = f.seed(ctx, first)
	}
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("database %q: %w", path, err)
	}
	f.ended.Go(f.write)
	return f, nil
}

// connections are enough to read while one writes.
const connections = 16

// Close ends what was begun, and closes the file. Who asks for more gets an error.
func (f *File) Close() error {
	close(f.closed)
	f.ended.Wait()
	return f.db.Close()
}

// prepare makes an empty file that only its owner can read: SQLite would make one that
// everybody can, and it has secrets, be they sealed.
func prepare(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	return file.Close()
}

// dataSource has the settings of each connection. A commit waits until the write-ahead
// log is on the disk (synchronous FULL): a nonce that was answered for must not be
// forgotten when the power goes. Transactions take the write lock when they begin, or
// two that read first could not both go on.
func dataSource(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	settings := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)", "trusted_schema(off)", "cell_size_check(on)",
	}}
	return "file:" + (&url.URL{Path: absolute}).EscapedPath() + "?" + settings.Encode()
}

// Backup writes a copy of the file as it is at one moment, while it is in use. The copy
// is a file like any other; to restore, put it in the place of the first one.
func (f *File) Backup(ctx context.Context, path string) error {
	// An empty file is written into, and is nobody else's from the beginning.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("backup %q: there is a file", path)
	}
	if err == nil {
		err = file.Close()
	}
	if err == nil {
		if _, err = f.db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
			os.Remove(path) // half a copy is none
		}
	}
	if err != nil {
		return fmt.Errorf("backup %q: %w", path, err)
	}
	return nil
}
