package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// applicationID marks our files for SQLite and for file(1): "embs" in ASCII.
const applicationID = 0x656d6273

// migrations bring a file from each version to the next; the version of a file is how
// many of them it has seen. One that was released is never changed.
var migrations = []string{
	// things: what an organisation consists of, one row each, as JSON. Its rules are in
	// package tenant and cannot be told in SQL; what the file has to give is that all of
	// a change is there or none of it.
	// generation: counts the changes, so that a process knows when another has written.
	// nonces: without rowid, so that the key is the table and not a copy of it.
	`CREATE TABLE things (
		kind TEXT NOT NULL,
		id   TEXT NOT NULL,
		body TEXT NOT NULL CHECK (json_valid(body)),
		PRIMARY KEY (kind, id)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE generation (number INTEGER NOT NULL) STRICT;
	INSERT INTO generation VALUES (0);
	CREATE TABLE nonces (
		client_id TEXT NOT NULL,
		nonce     TEXT NOT NULL,
		expires   INTEGER NOT NULL,
		PRIMARY KEY (client_id, nonce)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX nonces_by_expiry ON nonces (expires);
	CREATE TABLE sessions (
		key     TEXT NOT NULL PRIMARY KEY,
		body    TEXT NOT NULL CHECK (json_valid(body)),
		expires INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX sessions_by_expiry ON sessions (expires);`,
	// forgotten: the last expiry of the nonces that were removed.
	`CREATE TABLE forgotten (until INTEGER NOT NULL) STRICT;
	INSERT INTO forgotten VALUES (0);`,
}

// migrate brings a file up to date, whole or not at all.
func migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := versionOf(ctx, tx)
	if err != nil {
		return err
	}
	for ; version < len(migrations); version++ {
		if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
			return fmt.Errorf("to version %d: %w", version+1, err)
		}
	}
	// Pragmas take no parameters; both are numbers of ours.
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version)); err != nil {
		return err
	}
	return tx.Commit()
}

// versionOf refuses files that are not ours, and those of a later program.
func versionOf(ctx context.Context, tx *sql.Tx) (version int, err error) {
	var application, tables int
	err = tx.QueryRowContext(ctx, "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id, pragma_user_version").
		Scan(&application, &version, &tables)
	switch {
	case err != nil:
		return 0, err
	case application != applicationID && (application != 0 || tables > 0):
		return 0, fmt.Errorf("it belongs to another program")
	case version > len(migrations):
		return 0, fmt.Errorf("it is of version %d, this program knows up to %d", version, len(migrations))
	}
	return version, nil
}
