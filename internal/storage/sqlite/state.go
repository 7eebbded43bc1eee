package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/embedsign/embedsign/internal/tenant"
)

// A thing is a row of the table things.
type thing struct{ kind, id string }

// A shared is a grant, whose key is not a text.
type shared struct {
	tenant.GrantKey
	Level tenant.Level `json:"level"`
}

// The kinds of things.
const (
	kindSettings    = "settings"
	kindAccountType = "account_type"
	kindCredential  = "credential"
	kindTeam        = "team"
	kindWorkspace   = "workspace"
	kindFolder      = "folder"
	kindUser        = "user"
	kindGrant       = "grant"
	kindDataset     = "dataset"
	kindWorkbook    = "workbook"
	kindEmbed       = "embed"
	kindWalked      = "walked"
	kindRevoked     = "revoked"
)

// things lists all that a state consists of.
func things(s *tenant.State) map[thing]any {
	all := map[thing]any{{kindSettings, ""}: s.Settings}
	addAll(all, kindAccountType, s.AccountTypes)
	addAll(all, kindCredential, s.Credentials)
	addAll(all, kindTeam, s.Teams)
	addAll(all, kindWorkspace, s.Workspaces)
	addAll(all, kindFolder, s.Folders)
	addAll(all, kindUser, s.Users)
	addAll(all, kindDataset, s.Datasets)
	addAll(all, kindWorkbook, s.Workbooks)
	addAll(all, kindEmbed, s.Embeds)
	addAll(all, kindWalked, s.Walked)
	addAll(all, kindRevoked, s.Revoked)
	for key, level := range s.Grants {
		all[thing{kindGrant, key.String()}] = shared{key, level}
	}
	return all
}

func addAll[K ~string, V any](all map[thing]any, kind string, m map[K]V) {
	for id, v := range m {
		all[thing{kind, string(id)}] = v
	}
}

// put puts a row where it belongs in a state.
func put(s *tenant.State, t thing, body []byte) error {
	switch t.kind {
	case kindSettings:
		return json.Unmarshal(body, &s.Settings)
	case kindAccountType:
		return decode(s.AccountTypes, t.id, body)
	case kindCredential:
		return decode(s.Credentials, t.id, body)
	case kindTeam:
		return decode(s.Teams, t.id, body)
	case kindWorkspace:
		return decode(s.Workspaces, tenant.ID(t.id), body)
	case kindFolder:
		return decode(s.Folders, tenant.ID(t.id), body)
	case kindUser:
		return decode(s.Users, tenant.Address(t.id), body)
	case kindDataset:
		return decode(s.Datasets, tenant.ID(t.id), body)
	case kindWorkbook:
		return decode(s.Workbooks, tenant.ID(t.id), body)
	case kindEmbed:
		return decode(s.Embeds, t.id, body)
	case kindWalked:
		return decode(s.Walked, t.id, body)
	case kindRevoked:
		return decode(s.Revoked, t.id, body)
	case kindGrant:
		var g shared
		err := json.Unmarshal(body, &g)
		s.Grants[g.GrantKey] = g.Level
		return err
	}
	return fmt.Errorf("things of the kind %q are not known", t.kind)
}

func decode[K comparable, V any](m map[K]V, id K, body []byte) error {
	var v V
	err := json.Unmarshal(body, &v)
	m[id] = v
	return err
}

// A querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readState reads a whole state with the number of its last change, both in one
// statement and so of one moment.
func readState(ctx context.Context, from querier) (number int64, s *tenant.State, err error) {
	rows, err := from.QueryContext(ctx, "SELECT number, kind, id, body FROM things, generation")
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	s = (&tenant.State{}).Clone()
	for rows.Next() {
		var t thing
		var body []byte
		if err := rows.Scan(&number, &t.kind, &t.id, &body); err != nil {
			return 0, nil, err
		}
		if err := put(s, t, body); err != nil {
			return 0, nil, fmt.Errorf("%s %q: %w", t.kind, t.id, err)
		}
	}
	return number, s, rows.Err()
}

// writeState writes how one state differs from another.
func writeState(ctx context.Context, tx *sql.Tx, was, is *tenant.State) error {
	before, after := things(was), things(is)
	for t, v := range after {
		if old, ok := before[t]; ok && reflect.DeepEqual(old, v) {
			continue
		}
		body, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("%s %q: %w", t.kind, t.id, err)
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO things (kind, id, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body", t.kind, t.id, string(body)); err != nil {
			return err
		}
	}
	for t := range before {
		if _, ok := after[t]; ok {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM things WHERE kind = ? AND id = ?", t.kind, t.id); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE generation SET number = number + 1")
	return err
}
