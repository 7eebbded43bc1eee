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

// Use implements [signer.Ledger]. The nonce is on the disk before it answers.
func (f *File) Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (fresh bool, err error) {
	err = f.do(ctx, func(ctx context.Context, tx *transaction) error {
		if err := sweep(ctx, tx, "nonces", now.Add(-grace)); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, "INSERT INTO nonces (client_id, nonce, expires) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", clientID, nonce, expires.Unix())
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

// sweep removes some of what has expired.
func sweep(ctx context.Context, tx *transaction, table string, before time.Time) error {
	query := map[string]string{
		"nonces":   "DELETE FROM nonces WHERE (client_id, nonce) IN (SELECT client_id, nonce FROM nonces WHERE expires < ? ORDER BY expires LIMIT ?)",
		"sessions": "DELETE FROM sessions WHERE key IN (SELECT key FROM sessions WHERE expires < ? ORDER BY expires LIMIT ?)",
	}[table]
	_, err := tx.ExecContext(ctx, query, before.Unix(), swept)
	return err
}

// Nonces counts those that are kept.
// Put implements [tenant.Sessions].
func (f *File) Put(ctx context.Context, key string, s tenant.Session) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return f.do(ctx, func(ctx context.Context, tx *transaction) error {
		if err := sweep(ctx, tx, "sessions", s.Opened.Add(-grace)); err != nil {
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
