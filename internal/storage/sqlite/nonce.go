package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
)

// grace is how much longer than needed a nonce is kept, for clocks that are set back.
const grace = time.Hour

// Use implements [signer.Ledger]. The nonce is on the disk before it answers. One that
// expires no later than those that were removed may be one of them, if the clock was set
// back since, and is not fresh.
func (f *File) Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (fresh bool, err error) {
	err = f.do(ctx, func(ctx context.Context, tx *transaction) error {
		if err := forget(ctx, tx, now.Add(-grace)); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, "INSERT INTO nonces (client_id, nonce, expires) SELECT ?1, ?2, ?3 WHERE ?3 > (SELECT until FROM forgotten) ON CONFLICT DO NOTHING", clientID, nonce, expires.Unix())
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		fresh = n == 1
		return err
	})
	return fresh && err == nil, err
}

// swept is the most rows that are removed beside a write: as new ones come one at a
// time, old ones go faster than that.
const swept = 4

// forget removes some nonces that have expired, and keeps up to when.
func forget(ctx context.Context, tx *transaction, before time.Time) error {
	const some = "FROM nonces WHERE expires < ?1 ORDER BY expires LIMIT ?2"
	var until sql.NullInt64
	err := tx.QueryRowContext(ctx, "SELECT max(expires) FROM (SELECT expires "+some+")", before.Unix(), swept).Scan(&until)
	if err != nil || !until.Valid {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM nonces WHERE (client_id, nonce) IN (SELECT client_id, nonce "+some+")", before.Unix(), swept); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE forgotten SET until = max(until, ?)", until.Int64)
	return err
}

// sweep removes some sessions that have expired.
func sweep(ctx context.Context, tx *transaction, before time.Time) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE key IN (SELECT key FROM sessions WHERE expires < ? ORDER BY expires LIMIT ?)", before.Unix(), swept)
	return err
}

// Put implements [tenant.Sessions].
func (f *File) Put(ctx context.Context, key string, s tenant.Session) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return f.do(ctx, func(ctx context.Context, tx *transaction) error {
		if err := sweep(ctx, tx, s.Opened.Add(-grace)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO sessions (key, body, expires) VALUES (?, ?, ?)", key, string(body), s.Expires.Unix())
		return err
	})
}

// Get implements [tenant.Sessions].
func (f *File) Get(ctx context.Context, key string) (s tenant.Session, found bool, err error) {
	var body []byte
	err = f.db.QueryRowContext(ctx, "SELECT body FROM sessions WHERE key = ?", key).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	if err == nil {
		err = json.Unmarshal(body, &s)
	}
	return s, err == nil, err
}
